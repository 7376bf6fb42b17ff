"""Evenings that come again: begun from one event, kept ready ahead, changed, ended."""

from dataclasses import fields, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.events.models import Event, Series
from app.events.occurrences import days_ahead, evenings, following, pattern, today_of
from app.events.operations.planning import draft
from app.events.recurring import Recurrence, as_new, numbered_on, on_day
from app.events.rules import Plan, SlotPlan, Status
from app.groups.journal import Deed, note
from app.groups.models import Group
from app.kit.db import db, lock
from app.kit.errors import Refused

TIMES = ("starts_at", "ends_at", "opens_at", "closes_at", "timezone")


class AlreadyInSeries(Refused):
    message = _l("This event comes again already.")


class NotInSeries(Refused):
    message = _l("This event does not come again.")


class SeriesEnded(Refused):
    message = _l("This series has ended.")


def begin(event: Event, wanted: Recurrence, *, by: User, at: datetime) -> Series:
    """Let an event come again, this one being the first. Locks the event. Raises AlreadyInSeries.

    The evenings ahead are made by `make_ahead`.
    """
    lock(event)
    if event.series_id is not None:
        raise AlreadyInSeries
    first = event.starts_at.astimezone(ZoneInfo(event.timezone)).date()
    series = Series(
        group_id=event.group_id,
        rule=str(wanted.rule),
        starts_on=first,
        keeps_ahead=wanted.keeps_ahead,
        publishes=wanted.publishes,
        skipped=list(wanted.skipped),
        made_at=at,
    )
    db.session.add(series)
    db.session.flush()
    event.series_id, event.occurs_on = series.id, first
    note(event.group, Deed.SERIES_BEGUN, by=by, at=at, event=event)
    return series


def make_ahead(series: Series, *, at: datetime) -> list[Event]:
    """Make the evenings that are missing ahead, as drafts; returns them. Harmless to repeat.

    Locks the series.
    """
    lock(series)
    like = pattern(series)
    if series.ended_at is not None or like is None:
        return []
    made = {event.occurs_on for event in evenings(series)}
    wanted = days_ahead(series, today_of(like, at), series.keeps_ahead)
    return [_make(series, like, day, at) for day in wanted if day not in made]


def adjust(series: Series, wanted: Recurrence, *, by: User, at: datetime) -> None:
    """Change how the series goes on; evenings already made stay. Locks it. Raises SeriesEnded."""
    _locked(series)
    series.rule, series.keeps_ahead = str(wanted.rule), wanted.keeps_ahead
    series.publishes = wanted.publishes
    _write_down(series, Deed.SERIES_REVISED, by, at)


def skip(series: Series, day: date, *, by: User, at: datetime) -> Event | None:
    """Leave one day out; returns the draft made for it, which is of no use any more.

    What is published is called off by its own page. Locks the series. Raises SeriesEnded.
    """
    _locked(series)
    series.skipped = sorted({*series.skipped, day})
    _write_down(series, Deed.SERIES_REVISED, by, at)
    return next((event for event in _drafts(series) if event.occurs_on == day), None)


def bring_back(series: Series, day: date, *, by: User, at: datetime) -> None:
    """Let a day that was left out take place after all. Locks the series. Raises SeriesEnded."""
    _locked(series)
    series.skipped = [skipped for skipped in series.skipped if skipped != day]
    _write_down(series, Deed.SERIES_REVISED, by, at)


def end(series: Series, *, by: User, at: datetime) -> list[Event]:
    """Make no more evenings; returns the drafts ahead that nobody has touched.

    What is published takes place. Locks the series. Raises SeriesEnded.
    """
    _locked(series)
    series.ended_at = at
    _write_down(series, Deed.SERIES_ENDED, by, at)
    return [event for event in _drafts(series) if event.changed_at == event.made_at]


def plans_after(event: Event, before: Plan, after: Plan, at: datetime) -> list[tuple[Event, Plan]]:
    """The evenings that follow `event`, each with what the change from `before` makes of its plan.

    Only what has been changed is changed there, too; each keeps its own day.
    """
    if event.series_id is None:
        raise NotInSeries
    return [
        (other, _changed_alike(other.plan, before, after, steps))
        for steps, other in enumerate(following(event, at), 1)
    ]


def _make(series: Series, like: Event, day: date, at: datetime) -> Event:
    group = db.session.get_one(Group, series.group_id)
    plan = as_new(on_day(_at_home(like), day))
    titled = replace(plan, title=numbered_on(plan.title, _steps(series, like, day)))
    event = draft(group, titled, None, at=at, like=like)
    event.series_id, event.occurs_on = series.id, day
    db.session.flush()
    return event


def _steps(series: Series, like: Event, day: date) -> int:
    """Which evening after `like` the one on `day` is."""
    made = {event.occurs_on for event in evenings(series) if event.occurs_on}
    since = like.occurs_on or day
    return sum(since < other < day for other in made) + 1


def _at_home(event: Event) -> Plan:
    """The event's plan on the day the rule gave it, wherever it has been moved to."""
    plan, day = event.plan, event.occurs_on
    return plan if day is None else on_day(plan, day)


def _changed_alike(plan: Plan, before: Plan, after: Plan, steps: int) -> Plan:
    changed = {
        field.name: getattr(after, field.name)
        for field in fields(plan)
        if field.name not in (*TIMES, "slots")
        and getattr(before, field.name) != getattr(after, field.name)
    }
    if "title" in changed:
        changed["title"] = numbered_on(after.title, steps)
    if any(getattr(before, name) != getattr(after, name) for name in TIMES):
        changed |= _same_clock(plan, after)
    if _asked(before) != _asked(after):
        changed["slots"] = _same_slots(plan, before, after)
    return replace(plan, **changed)


def _same_clock(plan: Plan, after: Plan) -> dict[str, object]:
    """The new hours on the evening's own day."""
    day = plan.starts_at.astimezone(ZoneInfo(plan.timezone)).date()
    there = on_day(after, day)
    return {name: getattr(there, name) for name in TIMES}


def _same_slots(plan: Plan, before: Plan, after: Plan) -> tuple[SlotPlan, ...]:
    """The slots of `after`, each in the place of the one it stands for there.

    One that is not wanted any more is closed: somebody may have a seat in it.
    """
    day = plan.starts_at.astimezone(ZoneInfo(plan.timezone)).date()
    places = {slot.slot_id: place for place, slot in enumerate(before.slots)}
    kept: set[int] = set()
    wanted = []
    for slot in on_day(after, day).slots:
        place = places.get(slot.slot_id) if slot.slot_id is not None else None
        there = plan.slots[place] if place is not None and place < len(plan.slots) else None
        kept |= {place} if there is not None and place is not None else set()
        wanted.append(replace(slot, slot_id=there.slot_id if there else None))
    rest = (slot for place, slot in enumerate(plan.slots) if place not in kept)
    closed = (replace(slot, capacity=0, has_waitlist=False) for slot in rest)
    return (*wanted, *closed)


def _asked(plan: Plan) -> list[tuple[object, ...]]:
    """The slots, with the days from their draw to the evening: its date is each evening's own."""
    zone = ZoneInfo(plan.timezone)
    day = plan.starts_at.astimezone(zone).date()
    found: list[tuple[object, ...]] = []
    for slot in plan.slots:
        drawn = slot.lottery_at and slot.lottery_at.astimezone(zone)
        when = (drawn.date() - day, drawn.time()) if drawn else ()
        found.append((replace(slot, lottery_at=None), *when))
    return found


def _drafts(series: Series) -> list[Event]:
    """The drafts of a series but for the evening it began with, which somebody has written."""
    return [
        event
        for event in evenings(series)
        if event.status == Status.DRAFT and event.occurs_on != series.starts_on
    ]


def _locked(series: Series) -> Series:
    lock(series)
    if series.ended_at is not None:
        raise SeriesEnded
    return series


def _write_down(series: Series, deed: Deed, by: User, at: datetime) -> None:
    group = db.session.get_one(Group, series.group_id)
    event = db.session.scalars(
        sa.select(Event).where(Event.series_id == series.id).order_by(Event.occurs_on).limit(1)
    ).one_or_none()
    note(group, deed, by=by, at=at, event=event)
