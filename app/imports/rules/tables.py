"""From lines to rows: quoting, delimiters, and rows that went wrong without taking others along."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from app.imports.rules.decoding import MAX_LINE, Text

MAX_LINES_IN_A_ROW = 500
MAX_BLANK = 50_000

_DELIMITERS = (",", "\t", ";")
_SAMPLE_LINES = 60
_HEADER_IS_WITHIN = 10
# Decoding refuses NUL, so no file can say this.
_END = "\0"


@dataclass(frozen=True, slots=True)
class Row:
    """One row and the line it begins on. `cells` is None when its quotes never close."""

    line: int
    cells: list[str] | None

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all is written in it."""
        return self.cells is not None and not any(map(str.strip, self.cells))


@dataclass(frozen=True, slots=True)
class Table:
    """A text read with one delimiter, which its first line may state."""

    text: Text
    delimiter: str
    is_stated: bool

    def rows(self) -> Iterator[Row]:
        """All rows, blank ones too, read from the start each time this is called."""
        return islice(rows(self.text.lines(), self.delimiter), int(self.is_stated), None)

    def head(self) -> list[Row]:
        """The first rows with something in them; the header is one of these."""
        written = (row for row in islice(self.rows(), MAX_BLANK) if not row.is_blank)
        return list(islice(written, _HEADER_IS_WITHIN))


def rows(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """Rows of comma-separated text.

    A quote that opens and never closes would swallow the rest of the file, or everybody up to
    the next quote. Such a row is given back without cells, and reading goes on at the next line.
    """
    feed = _Feed(iter(lines))
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        line = feed.mark()
        try:
            cells = next(reader)
        except csv.Error:
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
            yield Row(line, _alone(feed.rewind(), delimiter))
        else:
            if cells == [_END]:
                return
            yield Row(line, cells)


def _alone(line: str, delimiter: str) -> list[str] | None:
    """The cells of a line with quotes of its own kind, as in `"So" she said,…`, if they close."""
    if len(line) > MAX_LINE:
        return None
    try:
        read = list(csv.reader([line, _END], delimiter=delimiter))
    except csv.Error:
        return None
    return read[0] if read[1:] == [[_END]] else None


class _Feed:
    """Lines for one row at a time, which can be handed back. After the last it says `_END`."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._waiting: list[str] = []
        self._taken: list[str] = []
        self._line = 1

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else self._next_line()
        self._taken.append(line)
        if len(self._taken) > MAX_LINES_IN_A_ROW or len(line) > MAX_LINE:
            raise csv.Error
        return line

    def mark(self) -> int:
        """Begin a row here; the number of its first line."""
        self._line += len(self._taken)
        self._taken.clear()
        return self._line

    def rewind(self) -> str:
        """Hand back every line of this row but the first, which is the answer."""
        self._waiting.extend(reversed(self._taken[1:]))
        del self._taken[1:]
        return self._taken[0]

    def _next_line(self) -> str:
        line = next(self._lines, _END)
        if len(line) > MAX_LINE and not line.endswith(("\n", "\r")):
            self._leave_the_rest_of_the_line()
        return line

    def _leave_the_rest_of_the_line(self) -> None:
        for piece in self._lines:
            if piece.endswith(("\n", "\r")) or len(piece) <= MAX_LINE:
                return


def read_table(text: Text, familiar: Callable[[str], bool]) -> Table:
    """The text as a table, with the delimiter that makes most sense of its first lines.

    `familiar` says whether a word is known from headers; a header understood outweighs any
    regularity, because free answers are full of commas and semicolons.
    """
    sample = list(islice(text.lines(), _SAMPLE_LINES))
    stated = _stated(sample)
    best = stated or max(_DELIMITERS, key=lambda it: _sense(sample, it, familiar))
    return Table(text, best, bool(stated))


def _stated(sample: list[str]) -> str:
    """The delimiter that Excel's first line `sep=;` names."""
    first = sample[0].strip("\ufeff\r\n ").lower() if sample else ""
    said = first.removeprefix("sep=")
    return said if said != first and said in _DELIMITERS else ""


def _sense(
    sample: list[str], delimiter: str, familiar: Callable[[str], bool]
) -> tuple[int, float, int]:
    read = [row.cells for row in rows(sample, delimiter) if row.cells and not row.is_blank]
    known = max((sum(map(familiar, cells)) for cells in read[:_HEADER_IS_WITHIN]), default=0)
    widths = Counter(len(cells) for cells in read if len(cells) > 1)
    width, times = widths.most_common(1)[0] if widths else (1, 0)
    return known, times / max(len(read), 1), width
