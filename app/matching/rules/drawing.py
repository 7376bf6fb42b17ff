"""Two-sided bars: what is looked for to the left, what is offered to the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from app.matching.rules.market import Row

# The sheet, in its own measure: words stand in the middle, the longest bar fills its side.
SIDE, WORDS, LINE = 150.0, 260.0, 34.0
LEAST = 4.0
# So many half-width letters fit between the bars.
LETTERS = 24


@dataclass(frozen=True)
class Bars:
    """One line of the picture. Lengths and places are in units of the sheet."""

    tag: int
    y: float
    needs: int
    offers: int
    needs_x: float
    needs_width: float
    offers_x: float
    offers_width: float
    is_gap: bool


def bars_of(rows: Sequence[Row]) -> list[Bars]:
    """The bars for these rows, from the top."""
    most = max((max(row.offers, row.needs) for row in rows), default=1) or 1
    return [_bars(place, row, most) for place, row in enumerate(rows)]


def _bars(place: int, row: Row, most: int) -> Bars:
    needs, offers = (_length(number, most) for number in (row.needs, row.offers))
    return Bars(
        tag=row.tag,
        y=place * LINE,
        needs=row.needs,
        offers=row.offers,
        needs_x=SIDE - needs,
        needs_width=needs,
        offers_x=SIDE + WORDS,
        offers_width=offers,
        is_gap=row.is_gap,
    )


def _length(number: int, most: int) -> float:
    # Room is left for the figure beside the longest bar.
    return max(LEAST, (SIDE - LINE) * number / most) if number else 0.0


def fitting(words: str) -> str:
    """`words`, cut where they would run into the bars: wide letters take two places."""
    room = LETTERS
    for place, letter in enumerate(words):
        room -= 2 if east_asian_width(letter) in "WFA" else 1
        if room < 0:
            return words[: place - 1].rstrip() + "…"
    return words
