"""The JSON schedule of conferences (frab, pretalx, the c3voc tools), and connpass's own JSON."""

import json
import math
from collections.abc import Iterator
from typing import Any

from app.imports.rules.programmes.connpass import read_connpass
from app.imports.rules.programmes.entries import (
    MOST_ENTRIES,
    Form,
    NoProgramme,
    Programme,
    Unusable,
)
from app.imports.rules.programmes.talks import Conference, Talk, entry_of, sorted_out

MOST_PARTS = 400_000
_TEXTS = (
    *("guid", "id", "code", "date", "start", "duration", "room", "slug", "url", "title"),
    *("subtitle", "track", "type", "language", "abstract", "description"),
)
_OF_CONFERENCE = ("title", "acronym", "city", "venue", "time_zone_name", "day_change")


def read_json(data: bytes, zone: str) -> Programme:
    """Every event of a schedule in JSON. Raises NoProgramme."""
    # Ten bytes of brackets cost a thousand of memory: what is mostly brackets is no programme.
    if data.count(b"{") + data.count(b"[") > MOST_PARTS:
        raise NoProgramme(Unusable.TOO_MANY)
    whole = _parsed(data)
    if _is_connpass(whole):
        return read_connpass(whole["events"], zone)
    told = whole.get("schedule") if isinstance(whole, dict) else None
    if not isinstance(told, dict) or not isinstance(told.get("conference"), dict):
        raise NoProgramme(Unusable.UNKNOWN)
    return _schedule(told, zone)


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except RecursionError:
        raise NoProgramme(Unusable.TOO_DEEP) from None
    except json.JSONDecodeError as broken:
        raise NoProgramme(Unusable.BROKEN_JSON, broken.lineno) from None
    except ValueError:
        raise NoProgramme(Unusable.BROKEN_JSON) from None


def _is_connpass(whole: Any) -> bool:
    """Whether it is an answer of connpass's API, version 1 or 2."""
    return (
        isinstance(whole, dict)
        and "results_returned" in whole
        and isinstance(whole.get("events"), list)
    )


def _schedule(told: dict[str, Any], zone: str) -> Programme:
    about = told["conference"]
    conference = Conference(
        zone,
        base_url=_text(told.get("base_url")) or _text(about.get("base_url")),
        **{name: _text(about.get(name)) for name in _OF_CONFERENCE},
    )
    talks: list[Talk] = []
    for talk in _talks(about.get("days")):
        if len(talks) >= MOST_ENTRIES:
            raise NoProgramme(Unusable.TOO_MANY)
        talks.append(talk)
    entries, faults = sorted_out(entry_of(talk, conference) for talk in talks)
    return Programme(Form.SCHEDULE, conference.name, entries, faults, len(talks))


def _talks(days: Any) -> Iterator[Talk]:
    number = 0
    for day in _listed(days):
        rooms = day.get("rooms") if isinstance(day, dict) else None
        named = rooms.items() if isinstance(rooms, dict) else _named(rooms)
        for room, talks in named:
            for told in _listed(talks):
                number += 1
                yield _talk(number, _text(day.get("date")), _text(room), told)


def _named(rooms: Any) -> Iterator[tuple[Any, Any]]:
    """Rooms as a list of objects, each with its name and its talks."""
    for room in _listed(rooms):
        if isinstance(room, dict):
            yield room.get("name"), room.get("events") or room.get("talks")


def _talk(number: int, day: str, room: str, told: Any) -> Talk:
    if not isinstance(told, dict):
        return Talk(number, day, room)
    return Talk(
        number,
        day,
        room,
        texts={name: _text(told.get(name)) for name in _TEXTS},
        speakers=[_person(person) for person in _listed(told.get("persons"))],
        links=[
            (_text(link.get("title")), _text(link.get("url")))
            for name in ("links", "attachments")
            for link in _listed(told.get(name))
            if isinstance(link, dict)
        ],
    )


def _person(told: Any) -> str:
    if isinstance(told, dict):
        return (
            _text(told.get("public_name"))
            or _text(told.get("name"))
            or _text(told.get("full_public_name"))
        )
    return _text(told)


def _listed(told: Any) -> list[Any]:
    return told if isinstance(told, list) else []


def _text(told: Any) -> str:
    """Words and numbers as text; in several languages, the first; nothing for anything else."""
    if isinstance(told, dict):
        told = told.get("en") or next(iter(told.values()), "")
    if isinstance(told, bool) or (isinstance(told, float) and not math.isfinite(told)):
        return ""
    return str(told) if isinstance(told, str | int | float) else ""
