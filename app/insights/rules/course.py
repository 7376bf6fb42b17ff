"""The course of an event over days: from steps in registrations to curves on a sheet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.registrations.states import ACTIVE, HOLDS_SEAT, State

IN_LINE = (State.WAITLISTED, State.APPLIED, State.PENDING)

# The sheet is 100 wide; heights are in the same measure. Days beyond this many become weeks.
HEIGHT = 36.0
BARS = 9.0
MOST_DAYS = 70
LEAST_TOP = 4


@dataclass(frozen=True)
class Step:
    """How many registrations went from one state to another on one day."""

    day: date
    before: State | None
    after: State
    number: int


@dataclass(frozen=True)
class Day:
    """One day, or one week: who came on and went off the list, and how it stood in the evening."""

    day: date
    registered: int = 0
    left: int = 0
    seated: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Bar:
    """One upright bar."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Plot:
    """Curves and bars on a sheet 100 wide: seats and the line above, comings and goings below."""

    seated: str
    ground: str
    waiting: str
    registered: list[Bar]
    left: list[Bar]
    capacity: float | None
    top: int
    has_line: bool


def days_of(steps: Sequence[Step], until: datetime, zone: str) -> list[Day]:
    """Every day from the first step to `until`, also those on which nothing happened."""
    if not steps:
        return []
    by_day: dict[date, list[Step]] = defaultdict(list)
    for step in steps:
        by_day[step.day].append(step)
    last = max(*by_day, until.astimezone(ZoneInfo(zone)).date())
    days, day, here = [], min(by_day), Day(min(by_day))
    while day <= last:
        here = _after(here, day, by_day[day])
        days.append(here)
        day += timedelta(days=1)
    return days if len(days) <= MOST_DAYS else _weeks(days)


def plot(days: Sequence[Day], capacity: int | None) -> Plot | None:
    """The sheet for these days; None when there are too few to make a curve."""
    if len(days) < 2:  # noqa: PLR2004 -- a line has two ends
        return None
    highest = max(max(day.seated, day.waiting) for day in days)
    top = round_up(max(highest, capacity or 0))
    width = 100 / (len(days) - 1)
    seated = _line([day.seated for day in days], width, top)
    most = max(1, *(max(day.registered, day.left) for day in days))
    return Plot(
        seated=f"M{seated}",
        ground=f"M0 {HEIGHT}L{seated}L100 {HEIGHT}Z",
        waiting=f"M{_line([day.waiting for day in days], width, top)}",
        registered=_bars([day.registered for day in days], most, up=True),
        left=_bars([day.left for day in days], most, up=False),
        capacity=_height(capacity, top) if capacity else None,
        top=top,
        has_line=any(day.waiting for day in days),
    )


def tiers(numbers: Sequence[int]) -> list[Bar]:
    """Upright bars for a row of numbers, standing on the ground of a sheet HEIGHT high."""
    width, top = 100 / max(1, len(numbers)), round_up(max(numbers, default=0))
    heights = [max(0.6, HEIGHT * number / top) for number in numbers]
    return [
        Bar(*(round(x, 2) for x in (n * width, HEIGHT - height, width * 0.8, height)))
        for n, height in enumerate(heights)
    ]


def round_up(number: int) -> int:
    """The next number that reads well at the top of a scale: 4, 5, 6, 8, 10, 20, 30, 40."""
    if number <= LEAST_TOP:
        return LEAST_TOP
    size: int = 10 ** (len(str(number)) - 1)
    return next(step * size for step in (1, 2, 3, 4, 5, 6, 8, 10) if number <= step * size)


def _after(before: Day, day: date, steps: list[Step]) -> Day:
    come = sum(s.number for s in steps if s.before not in ACTIVE and s.after in ACTIVE)
    gone = sum(s.number for s in steps if s.before in ACTIVE and s.after not in ACTIVE)
    seats = sum(s.number * ((s.after in HOLDS_SEAT) - (s.before in HOLDS_SEAT)) for s in steps)
    line = sum(s.number * ((s.after in IN_LINE) - (s.before in IN_LINE)) for s in steps)
    return Day(day, come, gone, before.seated + seats, before.waiting + line)


def _weeks(days: Sequence[Day]) -> list[Day]:
    weeks = []
    for start in range(0, len(days), 7):
        week = days[start : start + 7]
        come, gone = sum(day.registered for day in week), sum(day.left for day in week)
        weeks.append(Day(week[0].day, come, gone, week[-1].seated, week[-1].waiting))
    return weeks


def _line(numbers: Sequence[int], width: float, top: int) -> str:
    points = (f"{n * width:.2f} {_height(number, top):.2f}" for n, number in enumerate(numbers))
    return "L".join(points)


def _height(number: int, top: int) -> float:
    return round(HEIGHT - HEIGHT * number / top, 2)


def _bars(numbers: Sequence[int], most: int, *, up: bool) -> list[Bar]:
    width = 100 / len(numbers)
    bars = []
    for n, number in enumerate(numbers):
        if number:
            height = max(0.6, BARS * number / most)
            y = BARS - height if up else BARS + 0.4
            bars.append(Bar(*(round(x, 2) for x in (n * width, y, width * 0.78, height))))
    return bars
