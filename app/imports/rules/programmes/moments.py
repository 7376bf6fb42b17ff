"""What the dates and times of a calendar file mean, with the zones that it brings along."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.imports.rules.programmes import times
from app.imports.rules.programmes.components import Component, Property
from app.imports.rules.programmes.entries import Impossible, Oddity, Why
from app.imports.rules.programmes.recurrence import stamp
from app.imports.rules.programmes.zones import fixed, zone_named

# Places whose clocks stand for all that keep the same hours in winter and summer.
_WELL_KNOWN = (
    *("Europe/London", "Europe/Berlin", "Europe/Helsinki", "America/New_York", "America/Chicago"),
    *("America/Denver", "America/Los_Angeles", "Australia/Sydney", "Australia/Adelaide"),
    *("America/Anchorage", "America/Halifax", "America/St_Johns", "Pacific/Auckland"),
    *("Asia/Tokyo", "Asia/Shanghai", "Asia/Kolkata", "Asia/Dubai", "Asia/Bangkok"),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a calendar gives it: what the clocks of `zone` show, and the zone to show it in."""

    local: datetime
    zone: str
    shown: str
    is_day: bool = False
    oddities: tuple[tuple[Oddity, str], ...] = ()

    def at(self, local: datetime, oddities: times.Oddities) -> datetime:
        """The instant of another local time by the same clocks."""
        return times.instant(local, self.zone, oddities)

    def on_these_clocks(self, other: "Moment") -> datetime:
        """What another moment is called here."""
        if other.zone == self.zone or other.is_day:
            return other.local
        there = other.at(other.local, []).astimezone(ZoneInfo(self.zone))
        return there.replace(tzinfo=None)


@dataclass(slots=True)
class Clocks:
    """The zones of one calendar. `usual` goes for what names none; `own` is its own word."""

    usual: str
    own: str | None = None
    told: dict[str, Component] = field(default_factory=dict)

    @classmethod
    def of(cls, calendar: Component, usual: str) -> "Clocks":
        named = zone_named(calendar.text("X-WR-TIMEZONE") or calendar.text("TIMEZONE-ID"))
        told = {part.text("TZID"): part for part in calendar.parts if part.name == "VTIMEZONE"}
        return cls(usual, named, told)

    def moment(self, one: Property) -> Moment:
        """The moment a property names. Raises Impossible."""
        said = one.value.strip().upper()
        try:
            local = stamp(said.partition("/")[0])
        except ValueError:
            raise Impossible(Why.NO_SUCH_DATE, said[:40]) from None
        here = self.own or self.usual
        if said.endswith("Z") and "/" not in said:
            return Moment(local, "UTC", here)
        is_day = "T" not in said
        zone, oddity = self._zone(one.parameters.get("TZID", "").strip(), local, is_day=is_day)
        return Moment(local, zone, zone, is_day, oddity)

    def _zone(
        self, name: str, local: datetime, *, is_day: bool
    ) -> tuple[str, tuple[tuple[Oddity, str], ...]]:
        if not name:
            is_sure = self.own is not None or is_day
            return self.own or self.usual, () if is_sure else ((Oddity.FLOATING, ""),)
        told = self.told.get(name) or self.told.get(name.replace(",", "\\,"))
        found = zone_named(name) or (_by_rules(told, local.year) if told else None)
        if found is not None:
            return found, ()
        return self.own or self.usual, ((Oddity.UNKNOWN_ZONE, name[:60]),)


def _by_rules(told: Component, year: int) -> str | None:
    """A zone with the offsets that a calendar states for one that it names in its own way."""
    if named := zone_named(told.text("X-LIC-LOCATION") or told.text("TZID")):
        return named
    offsets = [_offset(part) for name in ("STANDARD", "DAYLIGHT") for part in _named(told, name)]
    known = {offset for offset in offsets if offset is not None}
    return _keeping(frozenset(known), min(max(year, 1970), 2037)) if known else None


def _named(told: Component, name: str) -> list[Component]:
    """The latest of the observances of a kind."""
    found = [part for part in told.parts if part.name == name]
    return sorted(found, key=lambda part: part.text("DTSTART"))[-1:]


def _offset(part: Component) -> timedelta | None:
    said = part.text("TZOFFSETTO").strip()
    sign, digits = said[:1], said[1:]
    if sign not in ("+", "-") or not digits.isascii() or not digits.isdecimal():
        return None
    whole = timedelta(hours=int(digits[:2] or 0), minutes=int(digits[2:4] or 0))
    return (-whole if sign == "-" else whole) if whole < timedelta(hours=15) else None


@lru_cache(maxsize=256)
def _keeping(offsets: frozenset[timedelta], year: int) -> str | None:
    for zone in _WELL_KNOWN:
        seasons = (datetime(year, month, 15, tzinfo=UTC) for month in (1, 7))
        if {at.astimezone(ZoneInfo(zone)).utcoffset() for at in seasons} == offsets:
            return zone
    return fixed(next(iter(offsets))) if len(offsets) == 1 else None


def stamps(found: Iterable[Property], clocks: Clocks) -> list[Moment]:
    """The moments of lists such as EXDATE; what is no date is passed over."""
    moments = []
    for one in found:
        for value in one.value.split(",")[:1000]:
            try:
                moments.append(clocks.moment(Property(value, one.parameters)))
            except Impossible:
                continue
    return moments
