"""Events as connpass tells of them: a saved answer of its API, version 1 or 2."""

from datetime import datetime, timedelta
from typing import Any

from app.imports.rules.programmes import times
from app.imports.rules.programmes.entries import (
    MOST_ENTRIES,
    Entry,
    Fault,
    Form,
    Impossible,
    NoProgramme,
    Oddity,
    Programme,
    Unusable,
    Why,
)
from app.imports.rules.programmes.prose import joined, markdown, one_line, web_address
from app.imports.rules.programmes.talks import sorted_out
from app.imports.rules.programmes.zones import zone_at

TOKYO = "Asia/Tokyo"
MOST_SEATS = 100_000
_CALLED_OFF = "cancelled"


def read_connpass(events: list[Any], zone: str) -> Programme:
    """Every event of the answer. Registration stays on connpass. Raises NoProgramme."""
    if len(events) > MOST_ENTRIES:
        raise NoProgramme(Unusable.TOO_MANY)
    read = (_entry_of(number, told, zone) for number, told in enumerate(events, 1))
    entries, faults = sorted_out(read)
    names = dict.fromkeys(filter(None, (_group(told) for told in events)))
    return Programme(Form.CONNPASS, " · ".join([*names][:3]), entries, faults, len(events))


def _entry_of(number: int, told: Any, zone: str) -> Entry | Fault:
    if not isinstance(told, dict):
        return Fault(number, Why.BROKEN)
    title = one_line(_text(told, "title"))
    if _text(told, "open_status") == _CALLED_OFF:
        return Fault(number, Why.CALLED_OFF, title)
    try:
        return _entry(number, told, title, zone).fitted()
    except Impossible as reason:
        return Fault(number, reason.why, title, reason.detail)


def _entry(number: int, told: dict[str, Any], title: str, zone: str) -> Entry:
    oddities: times.Oddities = [] if title else [(Oddity.NO_TITLE, "")]
    starts_at, there = _instant(told, "started_at", zone)
    ends_at = _instant(told, "ended_at", zone)[0] if _text(told, "ended_at") else None
    address = web_address(_text(told, "url", "event_url"))
    event_id = _text(told, "id", "event_id")
    if not event_id:
        raise Impossible(Why.BROKEN, "id")
    limit = told.get("limit")
    return Entry(
        line=number,
        uid=f"connpass:{event_id}",
        title=title or "—",
        starts_at=starts_at,
        ends_at=times.ending(starts_at, ends_at, oddities),
        timezone=there,
        summary=one_line(_text(told, "catch")),
        description=joined(markdown(_text(told, "description"))),
        place_name=one_line(_text(told, "place")),
        address=one_line(_text(told, "address")),
        # What is only announced there is registered for somewhere else again.
        elsewhere_url=address,
        capacity=limit if isinstance(limit, int) and 0 <= limit <= MOST_SEATS else None,
        oddities=tuple(oddities),
    )


def _instant(told: dict[str, Any], name: str, zone: str) -> tuple[datetime, str]:
    said = _text(told, name)
    found = times.written(said)
    if found is None:
        raise Impossible(Why.NO_START, said[:40])
    at, has_offset = found
    if not has_offset:
        return times.instant(at, TOKYO, []), TOKYO
    there = times.possible(at)
    return there, zone_at(at.utcoffset() or timedelta(0), there, (TOKYO, zone))


def _group(told: Any) -> str:
    group = told.get("group", told.get("series")) if isinstance(told, dict) else None
    return one_line(_text(group, "title")) if isinstance(group, dict) else ""


def _text(told: dict[str, Any], *names: str) -> str:
    for name in names:
        if isinstance(told.get(name), str | int) and not isinstance(told[name], bool):
            return str(told[name])
    return ""
