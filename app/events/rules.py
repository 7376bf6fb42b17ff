"""Where an event stands, who finds it, how its seats are given, and what local time means."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Status(StrEnum):
    """Where an event stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class Openness(StrEnum):
    """Who finds the page."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    MEMBERS = "members"
    INVITED = "invited"


class Mode(StrEnum):
    """How a slot gives its seats away."""

    FCFS = "fcfs"
    LOTTERY = "lottery"
    APPROVAL = "approval"


class Asks(StrEnum):
    """What kind of answer a question wants."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"


class NoSuchTime(ValueError):
    """A local time that the clocks skip when summer time begins."""


@dataclass(frozen=True)
class SlotPlan:
    """One way to come, as planned. Without an id it is new; without a capacity, unlimited."""

    name: str = ""
    capacity: int | None = None
    door_fee: int = 0
    slot_id: int | None = None


@dataclass(frozen=True)
class Plan:
    """An evening as the organizers plan it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str = "Asia/Tokyo"
    summary: str = ""
    description: str = ""
    languages: tuple[str, ...] = ()
    openness: Openness = Openness.PUBLIC
    place_name: str = ""
    address: str = ""
    access: str = ""
    online_url: str = ""
    slots: tuple[SlotPlan, ...] = (SlotPlan(capacity=20),)


@dataclass(frozen=True)
class Usual:
    """What evenings of a kind are usually like, to begin a form with."""

    starts: time
    length: timedelta
    seats: int
    door_fee: int
    days_ahead: int


USUAL = {
    "study_group": Usual(time(19), timedelta(hours=2), 30, 0, 21),
    "cross_industry": Usual(time(19), timedelta(hours=2), 24, 1000, 28),
}


def instant(local: datetime, zone: str) -> datetime:
    """The instant of a local time; the first one where clocks are turned back.

    Raises NoSuchTime for an hour that is skipped.
    """
    aware = local.replace(tzinfo=ZoneInfo(zone))
    there = aware.astimezone(UTC)
    if there.astimezone(aware.tzinfo).replace(tzinfo=None) != local:
        raise NoSuchTime(local)
    return there


def usual_times(usual: Usual, today: date) -> tuple[datetime, datetime]:
    """A first suggestion for start and end, in local time: on a Friday, some weeks ahead."""
    day = today + timedelta(days=usual.days_ahead)
    friday = day + timedelta(days=(4 - day.weekday()) % 7)
    starts = datetime.combine(friday, usual.starts)
    return starts, starts + usual.length
