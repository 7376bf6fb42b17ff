"""Which of the events a list shows: by words, days, place, kind, language and fee."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from app.events.models import Event, Slot
from app.events.queries import about
from app.groups.models import Group
from app.groups.rules import Kind
from app.kit.db import db

ONLINE = "online"
# No zone is further from UTC than this.
FURTHEST = timedelta(hours=14)


class When(StrEnum):
    """Stretches of days that have a name."""

    TODAY = "today"
    WEEK = "week"
    WEEKEND = "weekend"
    MONTH = "month"


@dataclass(frozen=True)
class Filters:
    """What somebody looks for. Days are those of the place; what is empty does not matter."""

    text: str = ""
    first: date | None = None
    last: date | None = None
    area: str = ""
    kind: Kind | None = None
    language: str = ""
    is_free: bool = False
    has_seats: bool = False


def days_of(when: When, today: date) -> tuple[date, date]:
    """The first and the last day still to come of a stretch; weeks end on Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    if when == When.TODAY:
        return today, today
    if when == When.WEEK:
        return today, sunday
    if when == When.WEEKEND:
        return max(today, sunday - timedelta(days=1)), sunday
    return today, (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def found(events: "sa.Select[Event]", wanted: Filters) -> "sa.Select[Event]":
    """Of `events`, those that fit all but the free seats, which are counted elsewhere."""
    events = about(events, wanted.text)
    events = between(events, wanted.first, wanted.last)
    if wanted.area == ONLINE:
        events = events.where(Event.online_url != "")
    elif wanted.area:
        events = events.where(Event.area == wanted.area)
    if wanted.kind:
        events = events.where(
            Event.group_id.in_(sa.select(Group.id).where(Group.kind == wanted.kind))
        )
    if wanted.language:
        events = events.where(Event.languages.contains([wanted.language]))
    if wanted.is_free:
        events = events.where(~sa.exists().where(Slot.event_id == Event.id, Slot.door_fee > 0))
    return events


def between(
    events: "sa.Select[Event]", first: date | None, last: date | None
) -> "sa.Select[Event]":
    """Of `events`, those that are on between the two days, as calendars count where they are."""
    if first is not None:
        ends = sa.cast(sa.func.timezone(Event.timezone, Event.ends_at), sa.Date)
        events = events.where(Event.ends_at >= _midnight(first) - FURTHEST, ends >= first)
    if last is not None:
        starts = sa.cast(sa.func.timezone(Event.timezone, Event.starts_at), sa.Date)
        latest = _midnight(last) + timedelta(days=1) + FURTHEST
        events = events.where(Event.starts_at < latest, starts <= last)
    return events


def areas_in_use(events: "sa.Select[Event]") -> dict[str, int]:
    """How many of `events` take place in each prefecture, and how many online."""
    ids = _ids(events)
    where = sa.select(Event.area, sa.func.count()).where(Event.id.in_(ids), Event.area != "")
    found = {code: number for code, number in db.session.execute(where.group_by(Event.area))}  # noqa: C416
    online = sa.select(sa.func.count()).where(Event.id.in_(ids), Event.online_url != "")
    if number := db.session.scalars(online).one():
        found[ONLINE] = number
    return found


def naming(event_ids: Collection[int], questions: Mapping[str, str]) -> dict[int, set[str]]:
    """Which of the tsqueries, by their names, each of the events answers."""
    if not questions or not event_ids:
        return {}
    asked = sa.values(sa.column("name", sa.Text), sa.column("question", sa.Text), name="asked")
    asked = asked.data(list(questions.items()))
    matches = Event.search.op("@@", is_comparison=True)(sa.cast(asked.c.question, TSQUERY))
    query = sa.select(Event.id, asked.c.name).join(asked, matches).where(Event.id.in_(event_ids))
    answered: dict[int, set[str]] = {}
    for event_id, name in db.session.execute(query):
        answered.setdefault(event_id, set()).add(name)
    return answered


def _ids(events: "sa.Select[Event]") -> Any:
    rows = events.order_by(None).subquery()
    return sa.select(rows.c.id)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
