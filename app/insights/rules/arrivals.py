"""How people came through the door: arrivals in equal stretches of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# The finest stretch that leaves at most this many bars.
STRETCHES = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 15, 30, 60))
MOST_BARS = 36
WIDTH, HEIGHT = 100.0, 36.0
GAP = 0.15


@dataclass(frozen=True)
class Stretch:
    """How many came from `begins` on, and how many had come by its end."""

    begins: datetime
    came: int
    in_all: int


@dataclass(frozen=True)
class Bar:
    """One upright bar on a sheet 100 wide and 36 high."""

    x: float
    y: float
    width: float
    height: float


def stretches(arrivals: Sequence[datetime]) -> list[Stretch]:
    """The stretches from the first arrival to the last, none left out; nothing without arrivals."""
    if not arrivals:
        return []
    came = sorted(arrivals)
    length = next(
        (each for each in STRETCHES if (came[-1] - came[0]) / each < MOST_BARS - 1), STRETCHES[-1]
    )
    begins = came[0] - (came[0] - datetime.min.replace(tzinfo=came[0].tzinfo)) % length
    found: list[Stretch] = []
    while begins <= came[-1] and len(found) < MOST_BARS:
        number = sum(begins <= at < begins + length for at in came)
        found.append(Stretch(begins, number, (found[-1].in_all if found else 0) + number))
        begins += length
    return found


def bars(course: Sequence[Stretch]) -> list[Bar]:
    """The stretches as bars, the busiest as high as the sheet."""
    top, each = max(stretch.came for stretch in course), WIDTH / len(course)
    return [
        Bar(
            round((number + GAP / 2) * each, 2),
            round(HEIGHT * (1 - stretch.came / top), 2),
            round(each * (1 - GAP), 2),
            round(HEIGHT * stretch.came / top, 2),
        )
        for number, stretch in enumerate(course)
        if stretch.came
    ]
