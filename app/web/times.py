"""Instants as people read them: in the event's zone, in the reader's language."""

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta, get_timezone_name
from flask_babel import get_locale, get_timezone

from app.kit.clock import now

Zone = str | tzinfo | None

DAY = {"ja": "M月d日(EEE)", "en": "EEE d MMM"}
DAY_AND_YEAR = {"ja": "y年M月d日(EEE)", "en": "EEE d MMM y"}
BEFORE_CLOCK = {"ja": " ", "en": ", "}


def language() -> str:
    """The reader's language: `ja` or `en`."""
    locale = get_locale()
    return locale.language if locale and locale.language in DAY else "en"


def day(at: datetime, zone: Zone = None) -> str:
    """`12月4日(金)`, `Fri 4 Dec`; with the year only when it is not this one."""
    local = at.astimezone(_zone(zone))
    is_this_year = local.year == now().astimezone(_zone(zone)).year
    spelling = (DAY if is_this_year else DAY_AND_YEAR)[language()]
    return format_datetime(local, spelling, locale=language())


def clock(at: datetime, zone: Zone = None) -> str:
    """`19:00`."""
    return f"{at.astimezone(_zone(zone)):%H:%M}"


def moment(at: datetime, zone: Zone = None) -> str:
    """`12月4日(金) 19:00`, `Fri 4 Dec, 19:00`."""
    return f"{day(at, zone)}{BEFORE_CLOCK[language()]}{clock(at, zone)}"


def zoned_moment(at: datetime, zone: Zone) -> str:
    """`12月4日(金) 19:00 (日本時間)`: for whoever reads it anywhere, such as in a letter."""
    return f"{moment(at, zone)} ({zone_name(zone)})"


def span(starts_at: datetime, ends_at: datetime, zone: Zone = None) -> str:
    """`12月4日(金) 19:00–21:00`; both days are named when they differ."""
    if day(starts_at, zone) == day(ends_at, zone):
        return f"{moment(starts_at, zone)}–{clock(ends_at, zone)}"
    return f"{moment(starts_at, zone)} – {moment(ends_at, zone)}"


def zoned_span(starts_at: datetime, ends_at: datetime, zone: Zone) -> str:
    """`12月4日(金) 19:00–21:00 (日本時間)`."""
    return f"{span(starts_at, ends_at, zone)} ({zone_name(zone)})"


def hours(starts_at: datetime, ends_at: datetime, zone: Zone = None) -> str:
    """`19:00–21:00`, or the whole span when it runs past midnight."""
    if day(starts_at, zone) == day(ends_at, zone):
        return f"{clock(starts_at, zone)}–{clock(ends_at, zone)}"
    return span(starts_at, ends_at, zone)


def day_number(at: datetime, zone: Zone = None) -> int:
    """The day of the month."""
    return at.astimezone(_zone(zone)).day


def month(at: datetime, zone: Zone = None) -> str:
    """`12月`, `Dec`."""
    return format_datetime(at.astimezone(_zone(zone)), "MMM", locale=language())


def weekday(at: datetime, zone: Zone = None) -> str:
    """`金曜`, `Fri`."""
    spelling = {"ja": "EEE曜", "en": "EEE"}[language()]
    return format_datetime(at.astimezone(_zone(zone)), spelling, locale=language())


def day_of(date: date) -> str:
    """A day of the calendar, wherever: `12月4日(金)`, `Fri 4 Dec`."""
    return format_date(date, DAY[language()], locale=language())


def weekday_of(date: date) -> str:
    """`金曜`, `Fri`, of a day of the calendar."""
    return format_date(date, {"ja": "EEE曜", "en": "EEE"}[language()], locale=language())


def relative(at: datetime) -> str:
    """`3日後`, `in 3 days`, `2 hours ago`."""
    return format_timedelta(at - now(), add_direction=True, locale=language())


def lasting(time: timedelta) -> str:
    """`3時間`, `3 hours`: how long something took, in its largest unit."""
    return format_timedelta(time, locale=language())


def zone_name(zone: Zone) -> str:
    """`日本時間`, `Japan Time`."""
    return get_timezone_name(_zone(zone), zone_variant="generic", locale=language())


def is_elsewhere(at: datetime, zone: Zone) -> bool:
    """Whether the reader's clock shows another hour than the one in `zone`."""
    return at.astimezone(_zone(None)).utcoffset() != at.astimezone(_zone(zone)).utcoffset()


def _zone(zone: Zone) -> tzinfo:
    """`zone`, or the reader's own."""
    if isinstance(zone, str):
        return ZoneInfo(zone)
    return zone or get_timezone() or ZoneInfo("UTC")
