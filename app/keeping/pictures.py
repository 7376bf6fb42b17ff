"""Figures as pictures: bars on a sheet 100 wide."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 36.0
GAP = 0.3


@dataclass(frozen=True)
class Bar:
    """One upright bar, in the measure of a sheet 100 wide and HEIGHT high."""

    x: float
    y: float
    width: float
    height: float


def months_plot(numbers: Sequence[int]) -> list[Bar]:
    """A bar for each number, the tallest as high as the sheet; nothing where all are zero."""
    step, top = 100 / max(len(numbers), 1), max(numbers, default=0)
    if not top:
        return []
    heights = [HEIGHT * number / top for number in numbers]
    return [
        Bar(
            round(i * step + step * GAP / 2, 2),
            round(HEIGHT - high, 2),
            round(step * (1 - GAP), 2),
            round(high, 2),
        )
        for i, high in enumerate(heights)
    ]
