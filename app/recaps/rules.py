"""When a recap leaves, what kind of one it is, and which figures it may tell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zlib import crc32
from zoneinfo import ZoneInfo

STAYS_OF_USE = timedelta(hours=72)
# For so long after an event the links of its recap still open.
LINKS_OPEN = timedelta(days=30)
# An evening that runs past midnight still belongs to the day before.
DAY_BEGINS = time(5)
NOON = time(12)
EVENING = time(17)
NEXT_MORNING = time(8, 30)
SAME_EVENING = time(18)
# Letters to many leave one by one from then on, so that no provider gets them all at once.
MORNING_LASTS, EVENING_LASTS = timedelta(minutes=90), timedelta(minutes=60)
FEWEST_TOLD = 5
STEP = timedelta(minutes=10)
MOST_STEPS = 48


class Variant(StrEnum):
    """Whom a recap is for. Each person gets one of them for an event."""

    ATTENDED = "attended"
    NO_SHOW = "no_show"
    LATE_CANCEL = "late_cancel"
    WAITING = "waitlisted"
    GUEST = "guest"
    ORGANIZER = "organizer"


CAME = (Variant.ATTENDED, Variant.GUEST)


class Face(StrEnum):
    """How it was, from best to worst."""

    DELIGHTED = "delighted"
    GLAD = "glad"
    FAIR = "fair"
    TIRED = "tired"
    SAD = "sad"


class Tap(StrEnum):
    """What the reader of a recap may say with one tap about somebody it names."""

    CONNECT = "connect"
    LIKE = "like"
    MET = "met"
    NOT_MET = "not_met"
    SOON = "soon"
    FORTNIGHT = "fortnight"
    QUARTER = "quarter"
    NEVER = "never"

    @property
    def days(self) -> int | None:
        """How often one wants to be reminded of them, in days; 0: never; None: not about that."""
        return _DAYS.get(self)


_DAYS = {Tap.SOON: 3, Tap.FORTNIGHT: 14, Tap.QUARTER: 90, Tap.NEVER: 0}
# About somebody one is connected with, and about anybody else who was there.
CADENCE_TAPS = tuple(_DAYS)
CADENCES_OFFERED = (Tap.SOON, Tap.FORTNIGHT, Tap.QUARTER)
OTHER_TAPS = (Tap.CONNECT, Tap.LIKE, Tap.MET, Tap.NOT_MET)


class Ago(StrEnum):
    """How long ago an event feels to somebody who reads of it now."""

    TODAY = "today"
    LAST_NIGHT = "last_night"
    YESTERDAY = "yesterday"
    LATELY = "lately"


def sending_time(ends_at: datetime, timezone: str, share: float = 0.0) -> datetime:
    """The next morning on the reader's own clock; the same evening if it ended before noon.

    `share`, from 0 to 1, says when between half past eight and ten, or between six and seven.
    """
    zone = ZoneInfo(timezone)
    local = ends_at.astimezone(zone)
    if DAY_BEGINS <= local.time() < NOON:
        hour, lasts, day = SAME_EVENING, EVENING_LASTS, local.date()
    else:
        is_past_midnight = local.time() < DAY_BEGINS
        hour, lasts = NEXT_MORNING, MORNING_LASTS
        day = local.date() + timedelta(days=0 if is_past_midnight else 1)
    return datetime.combine(day, hour, zone).astimezone(ends_at.tzinfo) + share * lasts


def share_of(event_id: int, member_id: int) -> float:
    """Where in that time somebody's letter leaves: the same whenever it is asked."""
    return crc32(f"{event_id}:{member_id}".encode()) / 2**32


def ago(ends_at: datetime, at: datetime, timezone: str) -> Ago:
    """How the reader, on their own clock, would speak of an event that ended at `ends_at`."""
    zone = ZoneInfo(timezone)
    ended, read = ends_at.astimezone(zone), at.astimezone(zone)
    is_night = ended.time() >= EVENING or ended.time() < DAY_BEGINS
    shift = timedelta(hours=DAY_BEGINS.hour)
    days = ((read - shift).date() - (ended - shift).date()).days
    if days <= 0:
        return Ago.TODAY
    if days == 1:
        return Ago.LAST_NIGHT if is_night else Ago.YESTERDAY
    return Ago.LATELY


@dataclass(frozen=True)
class Rush:
    """How people arrived: `bars` of ten minutes each, None where it was fewer than five.

    `peak` is when the fullest ten minutes began.
    """

    begins_at: datetime
    bars: list[int | None]
    peak: datetime


def rush(arrivals: Sequence[datetime]) -> Rush | None:
    """The arrivals in steps of ten minutes; None where fewer than five came at all."""
    if told(len(arrivals)) is None:
        return None
    first = min(arrivals)
    begins_at = first - timedelta(
        minutes=first.minute % 10, seconds=first.second, microseconds=first.microsecond
    )
    counted = Counter((arrival - begins_at) // STEP for arrival in arrivals)
    steps = range(min(max(counted) + 1, MOST_STEPS))
    peak = max(counted, key=lambda step: (counted[step], -step))
    return Rush(begins_at, [told(counted[step]) for step in steps], begins_at + peak * STEP)


def share_told(part: int, whole: int) -> int | None:
    """A share in hundredths; None where the part or what is left of the whole is under five."""
    if told(part) is None or told(whole) is None or 0 < whole - part < FEWEST_TOLD:
        return None
    return round(100 * part / whole)


def told(count: int) -> int | None:
    """The count as it may be told; None when it is too small not to point at somebody."""
    return count if count >= FEWEST_TOLD else None
