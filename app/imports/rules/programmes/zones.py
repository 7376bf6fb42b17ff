"""Which time zone a programme means, in whatever way it names one."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

# Asked in this order where several zones end with the same word.
_CONTINENTS = (
    *("Europe", "Asia", "America", "Australia", "Pacific", "Africa", "Atlantic", "Indian"),
)
_REGIONS = (
    *_CONTINENTS,
    *("US", "Canada", "Antarctica", "Arctic", "Brazil", "Chile", "Mexico"),
)
_SHORT = {"jst": "Asia/Tokyo", "kst": "Asia/Seoul", "z": "UTC", "utc": "UTC", "gmt": "UTC"}
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_PREFIX = re.compile(r"\((?:utc|gmt)[^)]*\)\s*", re.IGNORECASE)
_LONGEST_NAME = 200
_WEST, _EAST = -12, 14


def zone_named(name: str) -> str | None:
    """The IANA name of a zone, however it is spelled: a path, a city, a name of Windows."""
    return _zone_named(name.strip().strip('"')[:_LONGEST_NAME])


@lru_cache(maxsize=1024)
def _zone_named(name: str) -> str | None:
    said = name.casefold()
    if said in _SHORT:
        return _SHORT[said]
    whole = _zones().get(said) or _windows().get(said)
    return whole or _at_the_end(said) or _by_city(said) or _by_offset(said)


def zone_at(offset: timedelta, at: datetime, likely: Iterable[str | None]) -> str:
    """A zone whose clocks show `offset` at that moment, one of the likely if possible."""
    for zone in filter(None, likely):
        if at.astimezone(ZoneInfo(zone)).utcoffset() == offset:
            return zone
    return fixed(offset) or "UTC"


def fixed(offset: timedelta) -> str | None:
    """The zone that always is `offset` away from UTC; none is by half hours."""
    hours, rest = divmod(int(offset.total_seconds()), 3600)
    if rest or not _WEST <= hours <= _EAST:
        return None
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"  # their signs are turned around


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    aliases: dict[str, str] = dict(get_global("zone_aliases"))
    names = sorted(name for name in available_timezones() if name not in ("localtime", "Factory"))
    # Names such as Japan and US/Eastern have been given up for those of places.
    return {
        name.casefold(): name if name.split("/")[0] in _CONTINENTS else aliases.get(name, name)
        for name in names
    }


@lru_cache(maxsize=1)
def _windows() -> dict[str, str]:
    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Zones by the last part of their names."""
    found: dict[str, str] = {}
    ranks = {region: rank for rank, region in enumerate(_REGIONS)}
    for name in sorted(available_timezones(), key=lambda it: ranks.get(it.split("/")[0], 99)):
        region, _, city = name.rpartition("/")
        if region.split("/")[0] in ranks:
            found.setdefault(city.replace("_", " ").casefold(), _zones()[name.casefold()])
    return found


def _at_the_end(said: str) -> str | None:
    """The zone that a path such as /example.org/2005/Europe/London ends with."""
    parts = said.split("/")
    ends = ("/".join(parts[-length:]) for length in (3, 2) if len(parts) > length)
    return next(filter(None, map(_zones().get, ends)), None)


def _by_city(said: str) -> str | None:
    """The zone of the first place named, as in (UTC+08:00) Kuala Lumpur, Singapore."""
    places = (place.strip() for place in re.split(r"[,\\;]", _PREFIX.sub("", said)))
    return next(filter(None, (_cities().get(place.replace("_", " ")) for place in places)), None)


def _by_offset(said: str) -> str | None:
    found = _OFFSET.fullmatch(said)
    if not found or int(found[3] or 0):
        return None
    return fixed(timedelta(hours=int(found[1] + found[2])))
