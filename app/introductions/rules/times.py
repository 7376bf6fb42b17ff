"""Hours and days: when each step ends, and when everything does."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OPEN_FOR = timedelta(days=14)
STEP = timedelta(days=7)
MARGIN = timedelta(hours=12)
REMINDER = timedelta(days=3)
SCREENED_WITHIN = timedelta(hours=24)
UNTIL_OUTCOME = timedelta(days=14)
DIGEST_DAY = 1
"""Tuesday: people have read what the weekend brought."""
DIGEST_HOUR = time(9)


def closes_at(asked_at: datetime, jitter: float) -> datetime:
    """The neutral hour, fixed when somebody asks; `jitter` from 0 to 1 spreads it over a day.

    Every ending but success and withdrawal is told then, so that its hour says nothing.
    """
    return asked_at + OPEN_FOR + timedelta(hours=24 * jitter)


def step_due_at(begun_at: datetime, closes: datetime) -> datetime:
    """Until when the one whose turn it is may answer; always before the neutral hour."""
    return min(begun_at + STEP, closes - MARGIN)


def digest_at(at: datetime, timezone: str) -> datetime:
    """The coming hour of the weekly digest, where its reader is."""
    local = at.astimezone(ZoneInfo(timezone))
    days = (DIGEST_DAY - local.weekday()) % 7
    coming = datetime.combine(local.date() + timedelta(days), DIGEST_HOUR, ZoneInfo(timezone))
    if coming <= local:
        coming += timedelta(days=7)
    return coming.astimezone(at.tzinfo)
