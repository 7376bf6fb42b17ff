"""How people stay in touch: real contact, give and take, goals, and a pace that asks little."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo


class Touch(StrEnum):
    """A real contact between two people. The last two only one of them has noted."""

    EVENT = "event"
    INTRODUCTION = "introduction"
    RELAY = "relay"
    THANKS = "thanks"
    TALKED = "talked"
    MET = "met"


class Favour(StrEnum):
    """What one did for the other."""

    INTRODUCTION = "introduction"
    THANKS = "thanks"
    ASK = "ask"
    TASK = "task"
    MANUAL = "manual"


class Direction(StrEnum):
    """Which way a favour went, seen from whoever remembers it."""

    GAVE = "gave"
    RECEIVED = "received"


class Cadence(IntEnum):
    """How often one would like to be in touch, in days."""

    SOON = 3
    FORTNIGHT = 14
    MONTH = 30
    QUARTER = 90
    HALF_YEAR = 180


class Horizon(StrEnum):
    """How far a goal looks ahead."""

    THREE_YEARS = "three_years"
    ONE_YEAR = "one_year"
    THREE_MONTHS = "three_months"


class Snooze(IntEnum):
    """How long a reminder rests, in days."""

    WEEK = 7
    MONTH = 30


MOST_TARGETS = 3
MOST_AIM = 7
LOPSIDED = 3
LEDGER_DAYS = 180
REVIEW_DAYS = 90
FIRST_LINE = timedelta(days=7)
YEARS_KEPT = 10
MOST_PROMISED = 50
"""Open at once: whoever has promised more than that keeps none of it."""
SOON = timedelta(days=10)
"""So long before its day the weekly letter names a promise: there is still time to be early."""
NAMED_LATE = timedelta(days=14)
"""So long after its day it is still named; then it waits on its page, without a word."""


@dataclass(frozen=True)
class Balance:
    """What somebody gave and received in one tie within the last half year."""

    gave: int
    received: int

    @property
    def is_lopsided(self) -> bool:
        """Whether one side has done much more for the other."""
        return abs(self.gave - self.received) >= LOPSIDED

    @property
    def gives_more(self) -> bool:
        return self.gave > self.received


def balance(directions: Iterable[Direction]) -> Balance:
    """Count both ways."""
    counted = list(directions)
    gave = counted.count(Direction.GAVE)
    return Balance(gave, len(counted) - gave)


def days_early(due_on: date | None, done_on: date) -> int:
    """How many days before its day something was done; 0 also where it came later, or had none."""
    return max(0, (due_on - done_on).days) if due_on else 0


def due_at(last: datetime, cadence_days: int, snoozed_until: datetime | None) -> datetime:
    """When it is time to be in touch again; a snooze only ever moves it later."""
    due = last + timedelta(days=cadence_days)
    return max(due, snoozed_until) if snoozed_until else due


def day_of(at: datetime, timezone: str) -> date:
    """The day it is where somebody lives."""
    return at.astimezone(ZoneInfo(timezone)).date()


def week_of(at: datetime, timezone: str) -> date:
    """The Monday of the week that `at` falls into, where somebody lives."""
    day = day_of(at, timezone)
    return day - timedelta(days=day.weekday())


def week_starts(at: datetime, timezone: str) -> datetime:
    """The instant at which that week began."""
    monday = week_of(at, timezone)
    return datetime(monday.year, monday.month, monday.day, tzinfo=ZoneInfo(timezone))
