"""How lists are kept: whom they are for, how long they hold, how many a week."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

Name = TypeVar("Name")

COMMUNITY = "community"
# One place in so many is filled from far away.
EVERY = 4
# A list holds what the longest page shows; the first ones alone are the short list.
PER_LIST = 8
SHORT = 4
# People one has met, or is no longer connected with, are not suggested again for so long.
REST = timedelta(days=180)
# Changes that come one upon the other are taken together.
SETTLES = timedelta(seconds=30)
# When Redis is away for longer than this, the scheduler works lists out itself.
PATIENCE = timedelta(minutes=2)
WEEKLY = 3
FEWEST_WEEKLY, MOST_WEEKLY = 1, 8
MONDAY_MORNING = time(5)


class Came(StrEnum):
    """How somebody came to stand on a list."""

    BEST = "best"
    CHANCE = "chance"
    LOT = "lot"


class Hint(StrEnum):
    """Why a list is empty or says little: by the evening, by its reader, or by chance alone."""

    LANGUAGE = "language"
    UNWILLING = "unwilling"
    CHANCE = "chance"


def woven(best: Sequence[Name], drawn: Sequence[Name], came: Came) -> Iterator[tuple[Name, Came]]:
    """Three of the best, one drawn, and so on; what is left over follows."""
    step = EVERY - 1
    for turn in range(max(len(drawn), -(-len(best) // step))):
        yield from ((it, Came.BEST) for it in best[turn * step : (turn + 1) * step])
        yield from ((it, came) for it in drawn[turn : turn + 1])


def occasion_of(event_id: int, *, is_here: bool) -> str:
    """The name of an evening's lists: of all who come, or of those who are there."""
    return f"event:{event_id}:here" if is_here else f"event:{event_id}"


def week_of(at: datetime, timezone: str) -> datetime:
    """When the week around `at` began: on Monday morning, by the clock of `timezone`."""
    zone = ZoneInfo(timezone)
    local = at.astimezone(zone)
    monday = local.date() - timedelta(days=local.weekday())
    begins = datetime.combine(monday, MONDAY_MORNING, zone)
    return begins if begins <= local else begins - timedelta(days=7)


def next_week(at: datetime, timezone: str) -> datetime:
    """When the next week begins."""
    zone = ZoneInfo(timezone)
    return (week_of(at, timezone).astimezone(zone) + timedelta(days=7)).astimezone(at.tzinfo)


def seed_of(week: datetime) -> int:
    """The lots of a week: the same for everybody, others the next."""
    year, number, _ = (week + timedelta(days=1)).isocalendar()
    return year * 100 + number
