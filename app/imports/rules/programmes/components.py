"""The lines of calendar files (RFC 5545) and the parts they make, whatever is wrong with them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.imports.rules.decoding import Text, decode
from app.imports.rules.programmes.entries import MOST_ENTRIES, NoProgramme, Unusable

MOST_LINES = 1_000_000
MOST_PROPERTIES = 1_000
MOST_LEVELS = 20
MOST_ZONES = 200
_LINE_END = re.compile("\r\n|\n|\r")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;:]*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Property:
    """One line: its parameters by their names in capitals, and its value as written."""

    value: str
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value as text, its escapes undone."""
        return _ESCAPED.sub(lambda it: "\n" if it[1] in "nN" else it[1], self.value)


@dataclass(slots=True)
class Component:
    """One part of a calendar, with the parts inside it that matter."""

    name: str
    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)
    size: int = 0

    def first(self, name: str) -> Property | None:
        """The first property of a name; its later ones contradict it and do not count."""
        return next(iter(self.properties.get(name, ())), None)

    def text(self, name: str) -> str:
        found = self.first(name)
        return found.text if found else ""

    def add(self, name: str, one: Property) -> None:
        if self.size < MOST_PROPERTIES:
            self.properties.setdefault(name, []).append(one)
            self.size += 1


def read_components(data: bytes) -> list[Component]:
    """Every calendar in the file. Raises NoProgramme."""
    tree = _Tree()
    for number, line in _unfolded(_text_of(data)):
        tree.take(number, line)
    if not tree.calendars:
        raise NoProgramme(Unusable.UNKNOWN)
    return tree.calendars


class _Tree:
    """The parts being read. What is never closed ends where its surroundings do."""

    def __init__(self) -> None:
        self.calendars: list[Component] = []
        self._open: list[Component] = []
        self._entries = self._zones = 0

    def take(self, number: int, line: str) -> None:
        read = _property(line)
        if read is None:
            return
        name, found = read
        if name == "BEGIN":
            self._begin(found.value.strip().upper(), number)
        elif name == "END":
            self._end(found.value.strip().upper())
        elif self._open:
            self._open[-1].add(name, found)

    def _begin(self, name: str, line: int) -> None:
        if name == "VCALENDAR":
            self._open.clear()
        # An event is never inside another one: the last was not closed.
        elif any(part.name == name for part in self._open[1:]) and name.startswith("V"):
            self._end(name)
        if len(self._open) >= MOST_LEVELS:
            raise NoProgramme(Unusable.TOO_DEEP, line)
        part = Component(name, line)
        self._keep(part)
        self._open.append(part)

    def _keep(self, part: Component) -> None:
        if not self._open:
            if part.name == "VCALENDAR":
                self.calendars.append(part)
            return
        above = self._open[-1]
        if above.name == "VCALENDAR":
            self._count(part)
            above.parts.append(part)
        elif above.name == "VTIMEZONE":
            above.parts.append(part)

    def _count(self, part: Component) -> None:
        is_zone = part.name == "VTIMEZONE"
        self._zones += is_zone
        self._entries += not is_zone
        if self._entries > MOST_ENTRIES or self._zones > MOST_ZONES:
            raise NoProgramme(Unusable.TOO_MANY, part.line)

    def _end(self, name: str) -> None:
        if any(part.name == name for part in self._open):
            while self._open.pop().name != name:
                pass


def _text_of(data: bytes) -> str:
    """The file's text; bytes that fit no encoding are read as Western ones."""
    found = decode(data)
    if isinstance(found, Text):
        return data.decode(found.encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Whole lines with the number of their first one."""
    begun, parts = 1, list[str]()
    for number, line in enumerate(_LINE_END.split(text), 1):
        if number > MOST_LINES:
            raise NoProgramme(Unusable.TOO_MANY, number)
        if line[:1] in (" ", "\t"):
            parts.append(line[1:])
            continue
        if parts:
            yield begun, "".join(parts)
        begun, parts = number, [line]
    yield begun, "".join(parts)


def _property(line: str) -> tuple[str, Property] | None:
    """Name and property of a line; None for a line that is neither."""
    named = _NAME.match(line)
    if named is None:
        return None
    at, parameters = named.end(), dict[str, str]()
    while (found := _PARAMETER.match(line, at)) is not None:
        parameters.setdefault(found[1].upper(), found[2].strip('"'))
        at = found.end()
    if line[at : at + 1] != ":":
        # A parameter that is written wrongly; the value still begins at a colon.
        at = line.find(":", at)
        if at < 0:
            return None
    return named[0].upper(), Property(line[at + 1 :], parameters)
