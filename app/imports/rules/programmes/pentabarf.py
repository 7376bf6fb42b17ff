"""Pentabarf XML (frab, pretalx, FOSDEM), read as it streams by and never as a whole tree."""

from xml.parsers import expat

from app.imports.rules.programmes.entries import (
    MOST_ENTRIES,
    Form,
    NoProgramme,
    Programme,
    Unusable,
)
from app.imports.rules.programmes.talks import Conference, Talk, entry_of, sorted_out

MOST_LEVELS = 40
MOST_TEXT = 200_000
_CHUNK = 64 * 1024
_OF_CONFERENCE = {
    *("title", "acronym", "city", "venue", "time_zone_name", "day_change", "base_url"),
}
_NAMES = {"id", "guid", "code"}
_LINKS = {"link", "attachment"}


def read_pentabarf(data: bytes, zone: str) -> Programme:
    """Every event of a schedule. Raises NoProgramme."""
    reader = _Reader(zone)
    reader.read(data)
    entries, faults = sorted_out(entry_of(talk, reader.conference) for talk in reader.talks)
    name = reader.conference.name
    return Programme(Form.PENTABARF, name, entries, faults, len(reader.talks))


class _Reader:
    """Listens to the parser and keeps nothing but talks."""

    def __init__(self, zone: str) -> None:
        self.conference = Conference(zone)
        self.talks: list[Talk] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._day = self._room = ""
        self._talk: Talk | None = None
        self._address = ""
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._said

    def read(self, data: bytes) -> None:
        try:
            for start in range(0, len(data), _CHUNK):
                self._parser.Parse(data[start : start + _CHUNK], False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as broken:
            raise NoProgramme(Unusable.BROKEN_XML, broken.lineno) from None

    def _doctype(self, _name: str, _system: object, _public: object, has_own: int) -> None:
        # Entities are declared here, and nothing else a schedule could need.
        if has_own:
            raise NoProgramme(Unusable.TRICKS, self._parser.CurrentLineNumber)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if not self._path and name != "schedule":
            raise NoProgramme(Unusable.UNKNOWN)
        self._path.append(name)
        if len(self._path) > MOST_LEVELS:
            raise NoProgramme(Unusable.TOO_DEEP, self._parser.CurrentLineNumber)
        self._text, self._length = [], 0
        self._address = given.get("href", "")
        if self._talk is None:
            self._go_to(name, given)

    def _go_to(self, name: str, given: dict[str, str]) -> None:
        if name == "day":
            self._day, self._room = given.get("date", ""), ""
        elif name == "room":
            self._room = given.get("name", "")
        elif name == "event":
            self._begin(given)

    def _begin(self, given: dict[str, str]) -> None:
        if len(self.talks) >= MOST_ENTRIES:
            raise NoProgramme(Unusable.TOO_MANY)
        known = {name: said for name, said in given.items() if name in _NAMES}
        self._talk = Talk(self._parser.CurrentLineNumber, self._day, self._room, known)

    def _said(self, text: str) -> None:
        self._length += len(text)
        if self._length <= MOST_TEXT:
            self._text.append(text)

    def _end(self, name: str) -> None:
        self._path.pop()
        text = "".join(self._text)
        above = self._path[-1] if self._path else ""
        if name == "event" and self._talk is not None and "event" not in self._path:
            self.talks.append(self._talk)
            self._talk = None
        elif self._talk is None:
            if above == "conference" and name in _OF_CONFERENCE:
                setattr(self.conference, name, text)
        else:
            self._keep(self._talk, name, above, text)
        self._text, self._length = [], 0

    def _keep(self, talk: Talk, name: str, above: str, text: str) -> None:
        if name == "person":
            talk.speakers.append(text)
        elif name in _LINKS:
            talk.links.append((text, self._address or text))
        elif above == "event":
            talk.texts.setdefault(name, text)
