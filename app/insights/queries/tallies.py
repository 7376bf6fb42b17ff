"""Everything that is counted for the desk, for many events with the same few statements."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from app.announcements.models import Announcement
from app.attendance.queries import has_open_claim, was_there
from app.attendance.rules import closes_at
from app.events.models import DOORS_OPEN, Event, Slot
from app.events.rules import Mode, Status
from app.imports.models import AttendeeImport
from app.insights.queries.attendees import is_silent, is_unanswered
from app.insights.rules import Evening, Lots, Tally, Todo, todos
from app.kit.db import db
from app.registrations.models import Draw, Registration, Skip
from app.registrations.queries import free_while_waiting
from app.registrations.states import HOLDS_SEAT, State


@dataclass
class Sheet:
    """One event with what is counted for it and what is to be done."""

    event: Event
    tally: Tally
    todos: list[Todo] = field(default_factory=list)
    states: Counter[State] = field(default_factory=Counter)
    taken: Counter[int] = field(default_factory=Counter)

    @property
    def capacity(self) -> int | None:
        """All seats together; None when any slot has no limit."""
        numbers = [slot.capacity for slot in self.event.slots]
        return None if None in numbers else sum(number or 0 for number in numbers)

    @property
    def everybody(self) -> int:
        return self.states.total()


def sheets(events: Sequence[Event], at: datetime) -> list[Sheet]:
    """The events with their numbers and their things to do, in the same order."""
    found = {event.id: Sheet(event, Tally()) for event in events}
    if found:
        _count_places(found)
        _count_people(found)
        _count_lots(found)
        _count_lists(found)
        _count_announcements(found, at)
        _count_passed_over(found)
    for sheet in found.values():
        _add_up(sheet)
        if len(found) == 1:
            _look_for_free_seats(sheet, at)
        sheet.todos = todos(evening_of(sheet.event), sheet.tally, at)
    return list(found.values())


def evening_of(event: Event) -> Evening:
    """As much of `event` as decides what is to be done."""
    return Evening(
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        is_draft=event.status == Status.DRAFT,
        is_on=event.status in (Status.PUBLISHED, Status.CLOSED),
        is_elsewhere=event.is_elsewhere,
        has_disclosed=event.group.has_disclosed,
        doors_open=DOORS_OPEN,
        open_until=_open_until(event),
    )


def _open_until(event: Event) -> datetime | None:
    """Until when its record is open again; None for an event that has not been opened again."""
    if event.reopened_at is None or event.closed_at is not None:
        return None
    return closes_at(event.ends_at, event.reopened_at)


def _count_places(sheets: dict[int, Sheet]) -> None:
    query = (
        sa.select(
            Registration.event_id,
            Registration.slot_id,
            Registration.state,
            sa.func.count(),
            sa.func.min(Registration.offer_expires_at),
            sa.func.count().filter(is_silent()),
        )
        .where(Registration.event_id.in_(sheets))
        .group_by(Registration.event_id, Registration.slot_id, Registration.state)
    )
    for event_id, slot_id, state, number, offer_ends, silent in db.session.execute(query):
        sheet = sheets[event_id]
        sheet.states[state] += number
        sheet.tally.silent += silent
        if state in HOLDS_SEAT and slot_id is not None:
            sheet.taken[slot_id] += number
        if state == State.OFFERED and offer_ends is not None:
            first = sheet.tally.first_offer_ends
            sheet.tally.first_offer_ends = min(first or offer_ends, offer_ends)


def _count_people(sheets: dict[int, Sheet]) -> None:
    """Who has come, and who has left a question open."""
    for event_id, number in _counted(sheets, was_there(Registration.id)):
        sheets[event_id].tally.came = number
    for event_id, number in _counted(sheets, has_open_claim(Registration.id)):
        sheets[event_id].tally.claims = number
    for event_id, number in _counted(sheets, is_unanswered()):
        sheets[event_id].tally.unanswered = number


def _counted(sheets: dict[int, Sheet], clause: sa.ColumnElement[bool]) -> Iterator[tuple[int, int]]:
    query = (
        sa.select(Registration.event_id, sa.func.count())
        .where(Registration.event_id.in_(sheets), clause)
        .group_by(Registration.event_id)
    )
    yield from ((event_id, number) for event_id, number in db.session.execute(query))


def _count_lots(sheets: dict[int, Sheet]) -> None:
    slots = [slot for sheet in sheets.values() for slot in sheet.event.slots]
    wanted = [slot for slot in slots if slot.mode == Mode.LOTTERY and slot.lottery_at is not None]
    if not wanted:
        return
    drawn = sa.select(Draw.slot_id).where(Draw.drawn_at.is_not(None))
    done = set(db.session.scalars(drawn.where(Draw.slot_id.in_([slot.id for slot in wanted]))))
    named = Counter(db.session.scalars(_nominated(wanted)))
    for slot in wanted:
        if slot.id not in done and slot.lottery_at is not None:
            left = max(0, slot.nominee_max - named[slot.event_id])
            sheets[slot.event_id].tally.lots.append(Lots(slot.lottery_at, left))


def _nominated(slots: Sequence[Slot]) -> sa.Select[int]:
    return sa.select(Registration.event_id).where(
        Registration.event_id.in_({slot.event_id for slot in slots}),
        Registration.is_nominated,
        Registration.state == State.APPLIED,
    )


def _count_lists(sheets: dict[int, Sheet]) -> None:
    is_open = AttendeeImport.applied_at.is_(None) & AttendeeImport.content.is_not(None)
    query = (
        sa.select(
            AttendeeImport.event_id,
            sa.func.count().filter(is_open),
            sa.func.max(AttendeeImport.applied_at),
        )
        .where(AttendeeImport.event_id.in_(sheets))
        .group_by(AttendeeImport.event_id)
    )
    for event_id, unfinished, applied_at in db.session.execute(query):
        tally = sheets[event_id].tally
        tally.lists_unfinished, tally.list_applied_at = unfinished, applied_at


def _count_announcements(sheets: dict[int, Sheet], at: datetime) -> None:
    query = (
        sa.select(Announcement.event_id, sa.func.count(), sa.func.min(Announcement.send_at))
        .where(Announcement.event_id.in_(sheets), Announcement.send_at > at)
        .where(Announcement.sent_at.is_(None), Announcement.withdrawn_at.is_(None))
        .group_by(Announcement.event_id)
    )
    for event_id, number, first in db.session.execute(query):
        tally = sheets[event_id].tally  # type: ignore[index]  # the clause above leaves none out
        tally.announcements, tally.next_announcement = number, first


def _count_passed_over(sheets: dict[int, Sheet]) -> None:
    query = (
        sa.select(Registration.event_id, sa.func.count(Skip.registration_id.distinct()))
        .join(Skip, Skip.registration_id == Registration.id)
        .where(Registration.event_id.in_(sheets), Registration.state == State.WAITLISTED)
        .group_by(Registration.event_id)
    )
    for event_id, number in db.session.execute(query):
        sheets[event_id].tally.passed_over = number


def _look_for_free_seats(sheet: Sheet, at: datetime) -> None:
    """Whether a seat is free while somebody waits. Asked on the desk of one event only."""
    is_free = any(
        slot.capacity is not None and sheet.taken[slot.id] < slot.capacity
        for slot in sheet.event.slots
    )
    if is_free and sheet.tally.waiting:
        stuck = free_while_waiting(at, sheet.event)
        sheet.tally.free_while_waiting = sum(one.seats for one in stuck)


def _add_up(sheet: Sheet) -> None:
    tally, states = sheet.tally, sheet.states
    tally.pending, tally.applied = states[State.PENDING], states[State.APPLIED]
    tally.waiting, tally.offered = states[State.WAITLISTED], states[State.OFFERED]
    tally.confirmed = states[State.CONFIRMED]
    for slot in sheet.event.slots:
        tally.fees += slot.door_fee * sheet.taken[slot.id]
        if slot.capacity is not None:
            tally.overfull += max(0, sheet.taken[slot.id] - slot.capacity)
