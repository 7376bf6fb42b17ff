"""How a freed seat is passed on: less time to the start, more say for those who wait."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.registrations.states import LatestNotice

AT_ONCE_UNTIL = timedelta(hours=72)
OFFERS_UNTIL = timedelta(hours=3)
LATE_FROM = timedelta(hours=24)
REMINDER = timedelta(days=2)
LET_THINK = timedelta(hours=12)
NIGHT_BEGINS, NIGHT_ENDS = time(22), time(8)
NIGHT_COUNTS_BELOW = timedelta(hours=12)

# Time left to the start, at least; and how long an offer made then stands.
TIMES_TO_ANSWER = (
    (timedelta(hours=24), timedelta(hours=12)),
    (timedelta(hours=6), timedelta(hours=3)),
    (timedelta(0), timedelta(minutes=45)),
)


class Passage(StrEnum):
    """How a freed seat reaches the next in line: less time to the start, more say for them."""

    AT_ONCE = "at_once"
    OFFER = "offer"
    OPEN = "open"
    CLOSED = "closed"


def passage(at: datetime, starts_at: datetime) -> Passage:
    """How a seat freed at that moment is passed on."""
    left = starts_at - at
    if left <= timedelta(0):
        return Passage.CLOSED
    if left >= AT_ONCE_UNTIL:
        return Passage.AT_ONCE
    return Passage.OFFER if left >= OFFERS_UNTIL else Passage.OPEN


def is_too_late(notice: LatestNotice, at: datetime, starts_at: datetime) -> bool:
    """Whether a seat would come too late for somebody who needs that much notice."""
    return starts_at - at < notice.time_needed


def is_late_cancel(at: datetime, starts_at: datetime) -> bool:
    """Whether a seat given back now is hard to fill again."""
    return at > starts_at - LATE_FROM


def reminds_at(asked_at: datetime, starts_at: datetime) -> datetime | None:
    """When whoever has not said whether they still come is asked once more; None: no time left.

    Two days later, and at the latest a day before the start, as long as that is not at once.
    """
    remind_at = min(asked_at + REMINDER, starts_at - LATE_FROM)
    return remind_at if remind_at - asked_at >= LET_THINK else None


def offer_until(at: datetime, starts_at: datetime, zone: str) -> datetime:
    """When an offer made at `at` ends: less time near the start, and no running at night.

    Within 12 hours of the start the nights count too. Never later than the start.
    """
    left = starts_at - at
    length = next(answer for least, answer in TIMES_TO_ANSWER if left >= least)
    if left < NIGHT_COUNTS_BELOW:
        return at + length
    return min(_after_waking_time(at, length, ZoneInfo(zone)), starts_at)


def _after_waking_time(at: datetime, length: timedelta, zone: ZoneInfo) -> datetime:
    """The instant at which `length` has passed on a clock that stands still at night."""
    here = at
    while True:
        here = _next_waking(here, zone)
        local = here.astimezone(zone)
        bedtime = datetime.combine(local.date(), NIGHT_BEGINS, zone).astimezone(at.tzinfo)
        if here + length <= bedtime:
            return here + length
        length -= bedtime - here
        here = bedtime


def _next_waking(at: datetime, zone: ZoneInfo) -> datetime:
    """`at`, or eight in the morning when that is at night."""
    local = at.astimezone(zone)
    if NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return at
    day = local.date() + timedelta(days=local.time() >= NIGHT_BEGINS)
    return datetime.combine(day, NIGHT_ENDS, zone).astimezone(at.tzinfo)
