"""The evening itself: the tables, the morning after."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.api.shapes.base import Body, Shape
from app.api.shapes.meeting import Suggestion
from app.api.shapes.people import Person, person_shape
from app.matching.engine.rounds import Quality as Planned
from app.matching.models import Round as RoundRow
from app.recaps.rules import Variant


class RoundsDraft(Body):
    """How many rounds in all, and how many people at a table."""

    rounds: Annotated[int, Field(ge=1, le=12)]
    size: Annotated[int, Field(ge=2, le=8)]


class Round(Shape):
    """One sitting: who sits with whom. A round that has begun is never planned again."""

    number: int
    began_at: datetime | None
    tables: list[list[Person]]


class Quality(Shape):
    """How good a plan is, beside the best there could be."""

    total: float
    bound: float
    repeats: int
    left_out: int


class Rounds(Shape):
    """The evening's rounds; `quality` is told when they have just been planned."""

    rounds: list[Round]
    quality: Quality | None = None


class Acquaintance(Shape):
    """Somebody the reader met, with what they have let the reader know."""

    person: Person
    line: str
    contacts: dict[str, str]
    note: str


class Recap(Shape):
    """The morning after, as it would be written now."""

    event: str
    variant: Variant
    came: int | None
    connected: list[Acquaintance]
    mates: list[Acquaintance]
    missed: list[Suggestion]
    next_event: str | None


def round_shape(row: RoundRow) -> Round:
    numbers = sorted({seat.table_no for seat in row.seats})
    return Round(
        number=row.number,
        began_at=row.began_at,
        tables=[
            [person_shape(seat.member) for seat in row.seats if seat.table_no == number]
            for number in numbers
        ],
    )


def quality_shape(quality: Planned) -> Quality:
    return Quality(
        total=quality.total,
        bound=quality.bound,
        repeats=quality.repeats,
        left_out=len({one.person for one in quality.left_out}),
    )
