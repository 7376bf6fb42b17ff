"""iCalendar files: every event, series written out, everything else accounted for."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.imports.rules.programmes import times
from app.imports.rules.programmes.components import Component, read_components
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
from app.imports.rules.programmes.moments import Clocks, Moment
from app.imports.rules.programmes.prose import joined, markdown, one_line, web_address
from app.imports.rules.programmes.repeats import repeats
from app.imports.rules.programmes.talks import another_name

_CALLED_OFF = "CANCELLED"
_DAY = timedelta(days=1)
_NUMBER = re.compile("[0-9]{1,9}")


@dataclass(slots=True)
class Version:
    """One VEVENT, as far as it could be read. `again` is which of a series it stands for."""

    part: Component
    clocks: Clocks
    uid: str
    title: str
    start: Moment
    again: Moment | None
    is_called_off: bool

    @property
    def number(self) -> int:
        """How often it has been changed."""
        said = self.part.text("SEQUENCE").strip()
        return int(said) if _NUMBER.fullmatch(said) else 0

    @property
    def key(self) -> tuple[str, str]:
        """What other versions of the same entry share."""
        return self.uid, f"{self.again.local:%Y%m%dT%H%M}" if self.again else ""

    @property
    def words(self) -> tuple[object, ...]:
        """What two copies of one version say alike."""
        return self.key, self.number, self.title, self.start

    def fault(self, why: Why, detail: str = "") -> Fault:
        return Fault(self.part.line, why, self.title, detail)


def read_calendar(data: bytes, zone: str, at: datetime) -> Programme:
    """Every event of every calendar in the file. Raises NoProgramme."""
    calendars = read_components(data)
    versions: list[Version] = []
    faults: list[Fault] = []
    told = 0
    for calendar in calendars:
        clocks = Clocks.of(calendar, zone)
        for part in calendar.parts:
            if part.name == "VTIMEZONE":
                continue
            told += 1
            read = _version(part, calendar, clocks)
            (faults if isinstance(read, Fault) else versions).append(read)  # type: ignore[arg-type]
    entries = _written_out(_latest(versions, faults), faults, at)
    names = (calendar.text("X-WR-CALNAME") for calendar in calendars)
    name = next(filter(None, map(one_line, names)), "")
    ordered = tuple(sorted(faults, key=lambda fault: fault.line))
    return Programme(Form.CALENDAR, name, tuple(entries), ordered, told)


def _version(part: Component, calendar: Component, clocks: Clocks) -> Version | Fault:
    title = one_line(part.text("SUMMARY"))
    if part.name != "VEVENT":
        return Fault(part.line, Why.NOT_AN_EVENT, title, part.name[:40])
    begins, again = part.first("DTSTART"), part.first("RECURRENCE-ID")
    if begins is None:
        return Fault(part.line, Why.NO_START, title)
    try:
        start = clocks.moment(begins)
        instead = clocks.moment(again) if again is not None else None
    except Impossible as reason:
        return Fault(part.line, reason.why, title, reason.detail)
    said = (part.text("STATUS"), calendar.text("METHOD") + "LED")
    return Version(
        part,
        clocks,
        uid=one_line(part.text("UID")) or f"{start.local:%Y%m%dT%H%M}/{title}",
        title=title,
        start=start,
        again=instead,
        is_called_off=_CALLED_OFF in (word.strip().upper() for word in said),
    )


def _latest(versions: Iterable[Version], faults: list[Fault]) -> list[Version]:
    """Of several versions of one entry the newest; those that are not versions, all of them."""
    kept: dict[tuple[str, str], list[Version]] = defaultdict(list)
    said: set[object] = set()
    for version in versions:
        others = kept[version.key]
        if not others or others[0].number == version.number:
            if version.words in said:
                faults.append(version.fault(Why.TWICE))
            else:
                others.append(version)
                said.add(version.words)
        elif others[0].number > version.number:
            faults.append(version.fault(Why.OLDER_VERSION))
        else:
            faults.extend(other.fault(Why.OLDER_VERSION) for other in others)
            kept[version.key] = [version]
            said.add(version.words)
    return [version for group in kept.values() for version in group]


def _written_out(versions: list[Version], faults: list[Fault], at: datetime) -> list[Entry]:
    """The entries of everything that can come in; what cannot joins the faults."""
    instead = _changed(versions)
    entries: dict[str, Entry] = {}
    for version in versions:
        replaced = instead[version.uid] if version.again is None else []
        for found in _tried(version, replaced, at):
            if isinstance(found, Fault):
                faults.append(found)
                continue
            kept = another_name(found, entries.__contains__) if found.uid in entries else found
            entries[kept.uid] = kept
        if len(entries) > MOST_ENTRIES:
            raise NoProgramme(Unusable.TOO_MANY, version.part.line)
    return list(entries.values())


def _changed(versions: list[Version]) -> dict[str, list[Version]]:
    """The changed occurrences of each series."""
    found: dict[str, list[Version]] = defaultdict(list)
    for version in versions:
        if version.again is not None:
            found[version.uid].append(version)
    return found


def _tried(version: Version, instead: list[Version], at: datetime) -> list[Entry] | list[Fault]:
    try:
        return list(_entries(version, instead, at))
    except Impossible as reason:
        return [version.fault(reason.why, reason.detail)]


def _entries(version: Version, instead: list[Version], at: datetime) -> Iterator[Entry]:
    if version.is_called_off:
        raise Impossible(Why.CALLED_OFF)
    for local, name, oddities in repeats(version.part, version.start, version.clocks, at):
        if not any(_stands_for(other, version, local) for other in instead):
            uid = f"{_base(version)}{name}"
            yield _entry(version, local, uid, [*version.start.oddities, *oddities]).fitted()


def _stands_for(other: Version, version: Version, local: datetime) -> bool:
    """Whether a changed occurrence takes the place of the one by the rule."""
    if other.again is None:
        return False
    theirs = version.start.on_these_clocks(other.again)
    return theirs == local or (other.again.is_day and theirs.date() == local.date())


def _base(version: Version) -> str:
    """The name of an entry; a changed occurrence is called like the one it stands for."""
    if version.again is None:
        return f"ical:{version.uid}"
    return f"ical:{version.uid}/{version.again.local:%Y%m%d}"


def _entry(version: Version, local: datetime, uid: str, oddities: times.Oddities) -> Entry:
    part, start = version.part, version.start
    starts_at = start.at(local, oddities)
    if start.is_day:
        oddities.append((Oddity.ALL_DAY, ""))
    if not version.title:
        oddities.append((Oddity.NO_TITLE, ""))
    place, online = _where(part)
    return Entry(
        line=part.line,
        uid=uid,
        title=version.title or one_line(part.text("DESCRIPTION"))[:60] or "—",
        starts_at=starts_at,
        ends_at=_end(version, local, starts_at, oddities),
        timezone=start.shown,
        description=_description(part),
        place_name=place,
        online_url=online,
        track=one_line(part.text("CATEGORIES")),
        oddities=tuple(oddities),
    )


def _end(
    version: Version, local: datetime, starts_at: datetime, oddities: times.Oddities
) -> datetime:
    """When it ends, each time as long after its start as the first time."""
    part, start = version.part, version.start
    usual = _DAY if start.is_day else None
    ends = part.first("DTEND")
    if ends is not None:
        length = start.on_these_clocks(version.clocks.moment(ends)) - start.local
        return times.ending(starts_at, _after(start, local, length), oddities, usual)
    whole = times.period(part.text("DURATION"))
    if whole is None and start.is_day:
        return start.at(local + _DAY, oddities)
    return times.ending(starts_at, starts_at + whole if whole else None, oddities, usual)


def _after(start: Moment, local: datetime, length: timedelta) -> datetime:
    try:
        return start.at(local + length, [])
    except OverflowError:
        raise Impossible(Why.TOO_LONG) from None


def _where(part: Component) -> tuple[str, str]:
    """The place, and the address of the web where there is one."""
    place = one_line(part.text("LOCATION"))
    online = web_address(place)
    others = (part.text(name) for name in ("CONFERENCE", "X-GOOGLE-CONFERENCE"))
    address = online or next(filter(None, map(web_address, others)), "")
    return ("" if online else place), address


def _description(part: Component) -> str:
    url = web_address(part.text("URL"))
    return joined(markdown(part.text("DESCRIPTION")), f"<{url}>" if url else "")
