"""Nobody is woken: night is from ten in the evening to eight in the morning, where they are."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING = time(22)
MORNING = time(8)


def is_night(instant: datetime, timezone: str) -> bool:
    """Whether it is night in `timezone` at that instant."""
    clock = instant.astimezone(ZoneInfo(timezone)).time()
    return clock >= EVENING or clock < MORNING


def after_night(instant: datetime, timezone: str) -> datetime:
    """The instant itself by day; the coming morning by night."""
    if not is_night(instant, timezone):
        return instant
    local = instant.astimezone(ZoneInfo(timezone))
    day = local.date() + timedelta(days=1 if local.time() >= EVENING else 0)
    return datetime.combine(day, MORNING, ZoneInfo(timezone)).astimezone(instant.tzinfo)


def next_morning(instant: datetime, timezone: str, at: time) -> datetime:
    """The next time, after that instant, that clocks in `timezone` show `at`."""
    zone = ZoneInfo(timezone)
    today = instant.astimezone(zone).date()
    mornings = (datetime.combine(today + timedelta(days=days), at, zone) for days in range(3))
    return next(each for each in mornings if each > instant).astimezone(instant.tzinfo)
