"""What an entry says of an event, and what is new about that since the last time."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from app.imports.rules.programmes.entries import Entry

FIELDS = (
    *("title", "summary", "description", "starts_at", "ends_at", "timezone", "place_name"),
    *("address", "online_url", "elsewhere_url", "speakers", "track", "languages"),
)
_INSTANTS = {"starts_at", "ends_at"}
_LISTS = {"speakers", "languages"}


class Doing(StrEnum):
    """What bringing a programme in does to one entry."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CALLED_OFF_HERE = "called_off_here"


def said_of(entry: Entry) -> dict[str, Any]:
    """Everything an entry says, as JSON can keep it."""
    return {name: kept(name, getattr(entry, name)) for name in FIELDS}


def kept(name: str, value: Any) -> Any:
    """A field's value as JSON can keep it."""
    if name in _INSTANTS:
        return value.isoformat()
    return list(value or ()) if name in _LISTS else value


def unkept(name: str, value: Any) -> Any:
    """The same, as a plan has it."""
    if name in _INSTANTS:
        return datetime.fromisoformat(value)
    return tuple(value) if name in _LISTS else value


def news(
    now: dict[str, Any], before: dict[str, Any], here: dict[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """What the programme changes: the fields it tells otherwise than last time, from and to.

    What somebody has changed here stays, unless the programme has changed it, too.
    """
    return {
        name: (here[name], now[name])
        for name in FIELDS
        if not _same(name, now[name], before.get(name)) and not _same(name, now[name], here[name])
    }


def _same(name: str, one: Any, other: Any) -> bool:
    if name in _INSTANTS and one and other:
        return datetime.fromisoformat(one) == datetime.fromisoformat(other)
    return bool(one == other)
