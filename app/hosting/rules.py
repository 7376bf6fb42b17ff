"""What a first event is usually like, and what it still lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.groups.rules import Kind

LEAST_EVENTS = 5
"""Of fewer evenings nothing is said in numbers."""
MOST_EVENTS = 60
MOST_SHOWN = 24
"""People one is shown at once to choose a co-host from; others are found by name."""
FRIDAY, SATURDAY = 4, 5


class Sort(StrEnum):
    """What a first event may be."""

    STUDY = "study"
    MIXER = "mixer"
    VOLUNTEER = "volunteer"
    MEAL = "meal"


@dataclass(frozen=True)
class Start:
    """What evenings of a sort begin with: small, and near enough to be looked forward to."""

    weekday: int
    begins: time
    lasts: timedelta
    seats: int
    kind: Kind


STARTS = {
    Sort.STUDY: Start(FRIDAY, time(19), timedelta(hours=2), 12, Kind.STUDY_GROUP),
    Sort.MIXER: Start(FRIDAY, time(19), timedelta(hours=2), 16, Kind.CROSS_INDUSTRY),
    Sort.VOLUNTEER: Start(SATURDAY, time(10), timedelta(hours=3), 10, Kind.CROSS_INDUSTRY),
    Sort.MEAL: Start(FRIDAY, time(19), timedelta(hours=2), 6, Kind.CROSS_INDUSTRY),
}
DAYS_AHEAD = 21


class Stage(StrEnum):
    """When something is to be done."""

    PLANNING = "planning"
    INVITING = "inviting"
    EVENING = "evening"
    AFTERWARDS = "afterwards"


class Step(StrEnum):
    """One line of the checklist, in the order in which one comes to it."""

    DATE = "date"
    PLACE = "place"
    SEATS = "seats"
    TEXT = "text"
    CARD = "card"
    CO_HOST = "co_host"
    PUBLISHED = "published"
    SOMEBODY = "somebody"
    LETTER = "letter"
    DOOR = "door"
    TABLES = "tables"
    ARRIVED = "arrived"
    WORDS = "words"
    NEXT = "next"


STAGES = {
    Stage.PLANNING: (Step.DATE, Step.PLACE, Step.SEATS, Step.TEXT, Step.CARD, Step.CO_HOST),
    Stage.INVITING: (Step.PUBLISHED, Step.SOMEBODY, Step.LETTER),
    Stage.EVENING: (Step.DOOR, Step.TABLES, Step.ARRIVED),
    Stage.AFTERWARDS: (Step.WORDS, Step.NEXT),
}
GOOD_TO_HAVE = frozenset({Step.CO_HOST, Step.LETTER, Step.TABLES, Step.WORDS, Step.NEXT})
"""What an evening does well without."""


@dataclass(frozen=True)
class Line:
    """A step, and whether it is done: read from the event, ticked by nobody."""

    step: Step
    is_done: bool

    @property
    def is_needed(self) -> bool:
        return self.step not in GOOD_TO_HAVE


@dataclass(frozen=True)
class Checklist:
    """Everything a first event takes."""

    stages: dict[Stage, list[Line]]

    @property
    def lines(self) -> Iterator[Line]:
        for lines in self.stages.values():
            yield from lines

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def number(self) -> int:
        return sum(1 for _line in self.lines)

    @property
    def next(self) -> Step | None:
        """What to do first of what an evening cannot do without."""
        return next((one.step for one in self.lines if one.is_needed and not one.is_done), None)


def checklist(done: frozenset[Step]) -> Checklist:
    """The list, with what is done ticked."""
    return Checklist(
        {stage: [Line(step, step in done) for step in steps] for stage, steps in STAGES.items()}
    )


def usual_times(start: Start, today: date) -> tuple[datetime, datetime]:
    """A first suggestion in local time: the weekday of its sort, three weeks ahead or more."""
    soonest = today + timedelta(days=DAYS_AHEAD)
    day = soonest + timedelta(days=(start.weekday - soonest.weekday()) % 7)
    begins = datetime.combine(day, start.begins)
    return begins, begins + start.lasts
