"""From what a conference's schedule says about one talk to an entry, XML and JSON alike."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from app.imports.rules.programmes import times
from app.imports.rules.programmes.entries import Entry, Fault, Impossible, Oddity, Why
from app.imports.rules.programmes.prose import joined, markdown, one_line, web_address
from app.imports.rules.programmes.zones import zone_at, zone_named

LATEST_DAY_CHANGE = time(12)


@dataclass(slots=True)
class Conference:
    """What a schedule says about everything in it. `zone` is assumed where it names none."""

    zone: str
    title: str = ""
    acronym: str = ""
    city: str = ""
    venue: str = ""
    time_zone_name: str = ""
    day_change: str = ""
    base_url: str = ""

    @property
    def own_zone(self) -> str | None:
        """The zone the schedule names, by itself or by its city."""
        return zone_named(self.time_zone_name) if self.time_zone_name else zone_named(self.city)

    @property
    def name(self) -> str:
        return one_line(self.title) or one_line(self.acronym)


@dataclass(slots=True)
class Talk:
    """One talk as the file tells of it. `texts` are its simple fields by their names."""

    line: int
    day: str = ""
    room: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    speakers: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    def says(self, *names: str) -> str:
        """The first of the fields that is filled."""
        return next(filter(None, (self.texts.get(name, "").strip() for name in names)), "")


def entry_of(talk: Talk, of: Conference) -> Entry | Fault:
    """The talk as an entry, or why it cannot be one."""
    title = one_line(talk.says("title"))
    try:
        return _entry(talk, of, title).fitted()
    except Impossible as reason:
        return Fault(talk.line, reason.why, title, reason.detail)


def sorted_out(found: Iterable[Entry | Fault]) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Entries and faults apart; of two entries under one name that say the same, one."""
    entries: dict[str, Entry] = {}
    faults: list[Fault] = []
    for one in found:
        if isinstance(one, Fault):
            faults.append(one)
            continue
        twin = entries.get(one.uid)
        if twin is not None and (twin.starts_at, twin.title) == (one.starts_at, one.title):
            faults.append(Fault(one.line, Why.TWICE, one.title))
            continue
        kept = one if twin is None else another_name(one, entries.__contains__)
        entries[kept.uid] = kept
    return tuple(entries.values()), tuple(faults)


def another_name(entry: Entry, is_taken: Callable[[str], bool]) -> Entry:
    """An entry whose name another one has already, under a name that says what and when it is."""
    name = f"{entry.uid}@{entry.starts_at:%Y%m%dT%H%M}/{entry.title[:60]}"
    number = 2
    while is_taken(name):
        name = f"{entry.uid}@{entry.starts_at:%Y%m%dT%H%M}-{number}"
        number += 1
    return replace(entry, uid=name, oddities=(*entry.oddities, (Oddity.SAME_NAME, "")))


def _entry(talk: Talk, of: Conference, title: str) -> Entry:
    oddities: times.Oddities = [] if title else [(Oddity.NO_TITLE, "")]
    starts_at, zone = _start(talk, of, oddities)
    room = one_line(talk.says("room") or talk.room)
    return Entry(
        line=talk.line,
        uid=_uid(talk, of),
        title=title or one_line(talk.says("slug", "type")) or of.name or "—",
        starts_at=starts_at,
        ends_at=_end(talk, starts_at, oddities),
        timezone=zone,
        summary=one_line(talk.says("subtitle")),
        description=_description(talk, of),
        place_name=" · ".join(filter(None, (room, one_line(of.venue)))),
        address=one_line(of.city),
        speakers=tuple(dict.fromkeys(filter(None, map(one_line, talk.speakers)))),
        track=one_line(talk.says("track")),
        languages=_languages(talk.says("language")),
        oddities=tuple(oddities),
    )


def _uid(talk: Talk, of: Conference) -> str:
    """What the schedule calls the talk, the same in every edition of it."""
    if guid := talk.says("guid"):
        return f"schedule:{guid}"
    own = talk.says("id", "code", "slug") or f"{talk.day}/{talk.room}/{talk.says('start')}"
    return f"schedule:{one_line(of.acronym or of.title).casefold()}/{own}"


def _start(talk: Talk, of: Conference, oddities: times.Oddities) -> tuple[datetime, str]:
    """When the talk begins, and in which zone."""
    told = times.written(talk.says("date"))
    if told is not None and told[1]:
        at = times.possible(told[0])
        offset = told[0].utcoffset() or timedelta(0)
        return at, zone_at(offset, at, (of.own_zone, of.zone))
    zone = of.own_zone
    if zone is None:
        zone = of.zone
        oddities.append((Oddity.FLOATING, ""))
    is_whole = told is not None and len(talk.says("date")) > len("2024-01-01")
    local = told[0] if told is not None and is_whole else _local(talk, of)
    return times.instant(local, zone, oddities), zone


def _local(talk: Talk, of: Conference) -> datetime:
    """Day and clock put together; small hours belong to the evening before."""
    day, clock = _day(talk), times.clock(talk.says("start"))
    if day is None or clock is None:
        raise Impossible(Why.NO_START, " ".join(filter(None, (talk.day, talk.says("start")))))
    change = times.clock(of.day_change)
    is_next = change is not None and clock < change <= LATEST_DAY_CHANGE
    try:
        return datetime.combine(day, clock) + timedelta(days=int(is_next))
    except OverflowError:
        raise Impossible(Why.NO_SUCH_DATE, str(day.year)) from None


def _day(talk: Talk) -> date | None:
    return times.day(talk.says("date")) or times.day(talk.day)


def _end(talk: Talk, starts_at: datetime, oddities: times.Oddities) -> datetime:
    length = times.length(talk.says("duration"))
    try:
        ends_at = starts_at + length if length else None
    except OverflowError:
        raise Impossible(Why.TOO_LONG) from None
    return times.ending(starts_at, ends_at, oddities)


def _description(talk: Talk, of: Conference) -> str:
    """Everything the schedule says about a talk that has no place of its own here."""
    links = [(name, web_address(address) or _below(of, address)) for name, address in talk.links]
    own = web_address(talk.says("url"))
    listed = [(name, address) for name, address in links if address and address != own]
    lines = [f"- [{_label(name) or address}]({address})" for name, address in listed]
    lines += [f"- <{own}>"] if own else []
    return joined(
        markdown(talk.says("abstract")), markdown(talk.says("description")), "\n".join(lines)
    )


def _label(name: str) -> str:
    return one_line(name).replace("[", "(").replace("]", ")")


def _below(of: Conference, path: str) -> str:
    """The full address of a file that the schedule only names by its path."""
    base = web_address(of.base_url)
    return web_address(f"{base.rstrip('/')}/{path.lstrip('/')}") if base and path else ""


def _languages(told: str) -> tuple[str, ...]:
    code = told.strip().casefold().replace("_", "-").split("-")[0]
    return (code,) if code in ("ja", "en") else ()
