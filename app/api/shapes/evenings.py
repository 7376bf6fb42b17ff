"""The evening itself: the tables."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.api.shapes.base import Body, Shape
from app.api.shapes.people import Person, person_shape
from app.matching.models import Round as RoundRow
from app.matching.models import Seating
from app.matching.rules.seating import (
    LARGEST,
    MOST_MINUTES,
    MOST_ROUNDS,
    SEATS_TO_COME,
    SMALLEST,
    RoundState,
    Who,
    Wish,
)


class RoundsDraft(Body):
    """How many rounds in all, how many people at a table, and for whom.

    The same people, rules and `seed` give the same plan. `minutes` is how long a round is meant
    to last.
    """

    rounds: Annotated[int, Field(ge=1, le=MOST_ROUNDS)]
    size: Annotated[int, Field(ge=SMALLEST, le=LARGEST)]
    pool: Who = Who.ARRIVED
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] | None = None

    def wish(self, usual: Wish) -> Wish:
        """What is asked for; what a program cannot say stays as it is on the pages."""
        return replace(
            usual,
            rounds=self.rounds,
            size=self.size,
            who=self.pool,
            seed=self.seed,
            minutes=self.minutes or usual.minutes,
        )


class Round(Shape):
    """One sitting: who sits with whom. A round that has begun is never planned again."""

    number: int
    state: RoundState
    began_at: datetime | None
    ended_at: datetime | None
    tables: list[list[Person]]


class Quality(Shape):
    """How good a plan is. Nothing could reach more than `bound`, and often nothing can reach it.

    `repeats` counts pairs that meet again, `left_out` people without a place in some round.
    """

    total: float
    bound: float
    repeats: int
    left_out: int


class Rounds(Shape):
    """The evening's rounds. While `is_being_planned`, a better plan is being thought out."""

    rounds: list[Round]
    quality: Quality | None = None
    is_being_planned: bool = False


def rounds_shape(rows: Sequence[RoundRow], seating: Seating | None) -> Rounds:
    return Rounds(
        rounds=[_round_shape(row) for row in rows],
        quality=_quality_shape(seating) if seating is not None else None,
        is_being_planned=seating is not None and seating.state in SEATS_TO_COME,
    )


def _round_shape(row: RoundRow) -> Round:
    people = {seat.member_id: seat.member for seat in row.seats}
    return Round(
        number=row.number,
        state=row.state,
        began_at=row.began_at,
        ended_at=row.ended_at,
        tables=[[person_shape(people[it]) for it in table] for table in row.tables.values()],
    )


def _quality_shape(seating: Seating) -> Quality | None:
    """What these tables are worth; nothing before there are any."""
    worth = seating.worth
    if not worth:
        return None
    return Quality(
        total=worth["total"],
        bound=worth["bound"],
        repeats=worth["repeats"],
        left_out=len({member_id for _number, member_id, _reason in worth["left_out"]}),
    )
