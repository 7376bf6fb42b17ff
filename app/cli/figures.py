"""A measured figure, and how figures are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width


@dataclass(frozen=True)
class Figure:
    """One number with its unit, perhaps the number it must be, and how it compares.

    `ratio` is how many times as large it is as what `against` names, measured in the same run.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    against: str = ""
    must_be: float | None = None

    @property
    def holds(self) -> bool:
        return self.must_be is None or self.value == self.must_be

    @property
    def remark(self) -> str:
        """What to make of the number."""
        if self.must_be is not None:
            return f"= {_rounded(self.must_be)}" if self.holds else f"≠ {_rounded(self.must_be)} !"
        return f"{_rounded(self.ratio)} × {self.against}" if self.ratio is not None else ""


def table(figures: Sequence[Figure]) -> list[str]:
    """The figures as lines whose columns stand below each other."""
    numbers = [_rounded(figure.value) for figure in figures]
    names = max(_width(figure.name) for figure in figures)
    wide = max(map(len, numbers))
    units = max(_width(figure.unit) for figure in figures)
    return [
        f"  {_filled(figure.name, names)}  {number:>{wide}} {_filled(figure.unit, units)}"
        f"  {figure.remark}".rstrip()
        for figure, number in zip(figures, numbers, strict=True)
    ]


def _rounded(value: float) -> str:
    """Three digits are as many as a measurement on a shared machine is good for."""
    if value == int(value) or abs(value) >= 100:  # noqa: PLR2004 -- three digits before the point
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _filled(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Columns of a terminal: Japanese signs take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
