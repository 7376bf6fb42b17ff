"""Calendar files (RFC 5545) that other people's calendars understand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone
from icalendar import Event as Component

MIME = "text/calendar; charset=utf-8"
PRODUCT = "-//Kizuna//Kizuna//EN"
# How often programs that subscribe should come back (RFC 7986, and what Outlook reads instead).
ASK_AGAIN = timedelta(hours=6)
# The library looks for changes of the clocks in steps of up to 64 days, past Ramadan in Morocco.
_STEPS = [timedelta(seconds=2**power) for power in range(20, -1, -1)]


class Standing(StrEnum):
    """How sure an entry is, in the words of RFC 5545."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. `uid` never changes; `sequence` grows with every move."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    timezone: str
    changed_at: datetime
    title: str
    text: str = ""
    place: str = ""
    url: str = ""
    standing: Standing = Standing.CONFIRMED


def calendar(entries: Sequence[Entry], *, name: str = "") -> bytes:
    """The file of `entries`, in local times with the zones' rules beside them.

    With a name it is a calendar to subscribe to, which is never called off as a whole.
    """
    ended = all(entry.standing == Standing.CANCELLED for entry in entries)
    called_off = bool(entries) and ended and not name
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "CANCEL" if called_off else "PUBLISH")
    if name:
        whole.add("name", name)
        whole.add("x-wr-calname", name)
        whole.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
        whole.add("x-published-ttl", "PT6H")
    for entry in entries:
        whole.add_component(_component(entry))
    for zone in sorted(whole.get_missing_tzids()):
        whole.subcomponents.insert(0, _rules_of(zone))
    content: bytes = whole.to_ical()
    return content


class _Rules(Timezone):
    """The zone's rules, with no change of the clocks passed over."""

    _from_tzinfo_skip_search = _STEPS


@lru_cache(maxsize=64)
def _rules_of(zone: str) -> Timezone:
    """When the clocks change there. Working it out takes longer than all the rest of a file."""
    rules = _Rules.from_tzid(zone)
    for change in rules.subcomponents:
        _begin_by_the_old_clock(change)
    return rules


def _begin_by_the_old_clock(change: Any) -> None:
    """A change begins at a time by the clock it puts an end to (RFC 5545, 3.6.5).

    The library writes the time after it, where clocks are put forward.
    """
    jump = change["TZOFFSETTO"].td - change["TZOFFSETFROM"].td
    if jump > timedelta(0):
        for key in ("DTSTART", "RDATE"):
            for when in getattr(change.get(key), "dts", [change.get(key)]):
                if when is not None:
                    when.dt -= jump


def _component(entry: Entry) -> Component:
    zone = ZoneInfo(entry.timezone)
    component = Component()
    component.add("uid", entry.uid)
    component.add("sequence", entry.sequence)
    component.add("dtstamp", entry.changed_at.astimezone(UTC))
    component.add("last-modified", entry.changed_at.astimezone(UTC))
    component.add("dtstart", entry.starts_at.astimezone(zone))
    component.add("dtend", entry.ends_at.astimezone(zone))
    component.add("summary", entry.title)
    component.add("status", entry.standing.value)
    for key, value in (("description", entry.text), ("location", entry.place), ("url", entry.url)):
        if value:
            component.add(key, value)
    return component
