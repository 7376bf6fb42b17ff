"""One look at every row before any is read: how many there are and what the columns hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.imports.rules import cells
from app.imports.rules.columns import Column, ColumnMapping, Role, asks_about_someone_else
from app.imports.rules.layouts import Source, find_header, suggest
from app.imports.rules.outcomes import Refusal, Unreadable
from app.imports.rules.tables import MAX_BLANK, Row, Table

MAX_ROWS = 20_000
MAX_BROKEN = 100
MAX_HEADER = 300

_SAMPLES = 3
_SAMPLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (`line` 0: nowhere), what it says, and whose it is."""

    line: int
    written: list[str]
    names: tuple[str, ...]
    source: Source
    roles: tuple[Role, ...]

    @classmethod
    def of(cls, head: list[Row], mapping: ColumnMapping | None) -> "Header":
        written = [row.cells or [] for row in head]
        position, layout = find_header(written)
        if mapping:
            position = max(position, 0) if mapping.has_header else -1
        if position < 0:
            width = max(map(len, written), default=0)
            return cls(0, [], ("",) * width, Source.UNKNOWN, (Role.ANSWER,) * width)
        names = tuple(cells.one_line(name)[:MAX_HEADER] for name in written[position])
        source = layout.source if layout else Source.UNKNOWN
        return cls(
            head[position].line, written[position], names, source, suggest(list(names), layout)
        )


@dataclass(slots=True)
class Survey:
    """What one look at every row found, before any of them is read."""

    table: Table
    header: Header
    rows: int = 0
    blank: int = 0
    broken: int = 0
    filled: list[int] = field(default_factory=list)
    addresses: list[int] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)

    def body(self) -> Iterator[Row]:
        """The rows after the header. Said again, in a list joined from several, it is a blank."""
        for row in self.table.rows():
            if row.line > self.header.line:
                yield Row(row.line, []) if row.cells == self.header.written else row

    def look_at(self, row: Row) -> None:
        """Count one row and remember what its cells look like."""
        if row.is_blank:
            self.blank += 1
            return
        self.rows += 1
        self.broken += row.cells is None
        for at, cell in enumerate((row.cells or [])[: len(self.filled)]):
            if cell and not cell.isspace():
                self.filled[at] += 1
                self.addresses[at] += cells.address(cell) is not None
                if len(self.samples[at]) < _SAMPLES:
                    self.samples[at].append(cells.one_line(cell[:_SAMPLE_LENGTH]))

    def holds_addresses(self, at: int) -> bool:
        """Whether most of what stands in a column are e-mail addresses."""
        return self.addresses[at] * 2 > self.filled[at]

    def columns(self) -> tuple[Column, ...]:
        """The columns with a few of their cells."""
        pairs = zip(self.header.names, self.samples, strict=True)
        return tuple(Column(name, tuple(samples)) for name, samples in pairs)

    def suggested(self) -> ColumnMapping:
        """What the columns hold: headers suggest the one with addresses, the cells decide."""
        roles = list(self.header.roles)
        for at, role in enumerate(roles):
            if role is Role.EMAIL and self.filled[at] and not self.holds_addresses(at):
                roles[at] = Role.ANSWER
        if Role.EMAIL not in roles:
            for at, role in enumerate(roles):
                own = role is Role.ANSWER and not asks_about_someone_else(self.header.names[at])
                if own and self.holds_addresses(at):
                    roles[at] = Role.EMAIL
                    break
        return ColumnMapping(tuple(roles), has_header=self.header.line > 0)


def survey_of(table: Table, header: Header) -> Survey | Unreadable:
    width = len(header.names)
    found = Survey(table, header, filled=[0] * width, addresses=[0] * width)
    found.samples = [[] for _ in range(width)]
    for row in found.body():
        found.look_at(row)
        if found.rows > MAX_ROWS or found.blank > MAX_BLANK:
            return Unreadable(Refusal.TOO_MANY_ROWS)
        if found.broken > MAX_BROKEN:
            return Unreadable(Refusal.BROKEN_ROWS, row.line)
    return found
