"""Instants of programmes: what local clocks mean, and what cannot be."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.imports.rules.programmes.entries import (
    EARLIEST,
    LATEST,
    LONGEST_EVENT,
    USUAL_LENGTH,
    Impossible,
    Oddity,
    Why,
)

Oddities = list[tuple[Oddity, str]]

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_MINUTES = re.compile("[0-9]{1,5}")
_DURATION = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})")
_PERIOD = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?",
    re.IGNORECASE,
)
_ENDS_WITH_ZONE = re.compile(r"[Zz]\Z|[+-]\d{2}:?\d{2}\Z")


def instant(local: datetime, zone: str, oddities: Oddities) -> datetime:
    """The instant of a local time; an hour that the clocks skip begins after the gap."""
    aware = local.replace(tzinfo=ZoneInfo(zone))
    try:
        there = aware.astimezone(UTC)
        if there.astimezone(aware.tzinfo).replace(tzinfo=None) != local:
            oddities.append((Oddity.SKIPPED_HOUR, f"{local:%Y-%m-%d %H:%M}"))
    except (OverflowError, ValueError):
        raise Impossible(Why.NO_SUCH_DATE, str(local.year)) from None
    return possible(there)


def possible(at: datetime) -> datetime:
    """The instant itself, if people could meet then. Raises Impossible."""
    if not EARLIEST <= at.year < LATEST:
        raise Impossible(Why.NO_SUCH_DATE, str(at.year))
    return at.astimezone(UTC)


def ending(
    starts_at: datetime,
    ends_at: datetime | None,
    oddities: Oddities,
    usual: timedelta | None = None,
) -> datetime:
    """When something ends; an hour after it begins where the file does not tell, or lies.

    Raises Impossible for what would last longer than a year.
    """
    if ends_at is None:
        oddities.append((Oddity.NO_END, ""))
    elif ends_at <= starts_at:
        oddities.append((Oddity.END_BEFORE_START, f"{ends_at:%Y-%m-%d %H:%M} UTC"))
    if ends_at is None or ends_at <= starts_at:
        return possible(starts_at + (usual or USUAL_LENGTH))
    if ends_at - starts_at > LONGEST_EVENT:
        raise Impossible(Why.TOO_LONG)
    return ends_at


def written(text: str) -> tuple[datetime, bool] | None:
    """An ISO 8601 instant, and whether it has an offset; None for anything else."""
    said = text.strip()
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found, _ENDS_WITH_ZONE.search(said) is not None and len(said) > len("2024-01-01")


def day(text: str) -> date | None:
    """The day an ISO 8601 date or instant names."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def clock(text: str) -> time | None:
    """A time of day such as 9:05 or 09:05:00."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def length(text: str) -> timedelta | None:
    """A length such as 00:45 (hours and minutes), 1:02:30 (days first), 45 (minutes) or PT45M."""
    said = text.strip()
    if _MINUTES.fullmatch(said):
        return timedelta(minutes=int(said)) or None
    found = _DURATION.fullmatch(said)
    if found is None:
        return period(said)
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes) or None


def period(text: str) -> timedelta | None:
    """A duration as calendars write it; None for nothing, less than nothing or nonsense."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None or found[1] == "-":
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    whole = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return whole or None
