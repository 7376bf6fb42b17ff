"""The evening itself: the tables."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.api.shapes.base import Body, Name, Shape
from app.api.shapes.people import Person, person_shape
from app.matching.models import Round as RoundRow
from app.matching.models import Seating
from app.matching.pages import said_about
from app.matching.queries.changes import Prospect
from app.matching.rules.changing import Change as ChangeOfSeats
from app.matching.rules.seating import (
    LARGEST,
    MOST_MINUTES,
    MOST_ROUNDS,
    SEATS_TO_COME,
    SMALLEST,
    Crossing,
    RoundState,
    Who,
    Wish,
)


class RoundsDraft(Body):
    """How many rounds in all, how many people at a table, for whom, and by which rules.

    The same people, rules and `seed` give the same plan. `minutes` is how long a round is meant
    to last. Rules that are left out stay as they were.
    """

    rounds: Annotated[int, Field(ge=1, le=MOST_ROUNDS)]
    size: Annotated[int, Field(ge=SMALLEST, le=LARGEST)]
    pool: Who = Who.ARRIVED
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] | None = None
    mixes: bool | None = None
    spreads: bool | None = None
    crossing: Crossing | None = None

    def wish(self, usual: Wish) -> Wish:
        """What is asked for."""
        return replace(
            usual,
            rounds=self.rounds,
            size=self.size,
            who=self.pool,
            seed=self.seed,
            minutes=self.minutes or usual.minutes,
            mixes=usual.mixes if self.mixes is None else self.mixes,
            spreads=usual.spreads if self.spreads is None else self.spreads,
            crossing=self.crossing or usual.crossing,
        )


class SeatDraft(Body):
    """Where somebody is to sit: at a table, in the place of `other`, or (`table` null) nowhere.

    `version` is that of the tables which led to the wish; if they have changed since, nothing is
    done. Without it the wish holds for the tables as they are.
    """

    table: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    other: Name | None = None
    version: Annotated[int, Field(ge=0, lt=2**31)] | None = None


class LockDraft(Body):
    """Whether a table is to stay as it is when the round is planned again."""

    locked: bool


class Round(Shape):
    """One sitting: who sits with whom. A round that has begun is never planned again.

    `table_numbers` are those of the `tables`, in the same order; `locked` are those that stay.
    """

    number: int
    state: RoundState
    began_at: datetime | None
    ended_at: datetime | None
    tables: list[list[Person]]
    table_numbers: list[int]
    locked: list[int]


class Quality(Shape):
    """How good a plan is. Nothing could reach more than `bound`, and often nothing can reach it.

    `repeats` counts pairs that meet again, `left_out` people without a place in some round.
    """

    total: float
    bound: float
    repeats: int
    left_out: int


class Said(Shape):
    """A sentence about the plan: good news (`yes`), to be known (`note`), or to be seen to."""

    tone: str
    text: str


class Rounds(Shape):
    """The evening's rounds. While `is_being_planned`, a better plan is being thought out.

    `said` is what there is to say of the plan in words, `version` counts the changes to it.
    """

    rounds: list[Round]
    quality: Quality | None = None
    is_being_planned: bool = False
    said: list[Said]
    version: int


class SeatChange(Shape):
    """A change that is possible: to a table, or places changed with `other`.

    `repeats` pairs would meet again; `gain` is in hundredths of what the tables are worth.
    """

    table: int
    other: Person | None
    repeats: int
    gain: int


class SeatChanges(Shape):
    """Where somebody sits, and what could be changed by hand, the best first."""

    person: Person
    table: int | None
    moves: list[SeatChange]
    swaps: list[SeatChange]
    version: int


def rounds_shape(rows: Sequence[RoundRow], seating: Seating | None) -> Rounds:
    return Rounds(
        rounds=[_round_shape(row) for row in rows],
        quality=_quality_shape(seating) if seating is not None else None,
        is_being_planned=seating is not None and seating.state in SEATS_TO_COME,
        said=[Said(tone=one.tone, text=one.text) for one in said_about(seating)],
        version=seating.version if seating is not None else 0,
    )


def changes_shape(found: Prospect, seating: Seating) -> SeatChanges:
    return SeatChanges(
        person=person_shape(found.person),
        table=found.table,
        moves=[_change_shape(it, found) for it in found.moves],
        swaps=[_change_shape(it, found) for it in found.swaps],
        version=seating.version,
    )


def _change_shape(change: ChangeOfSeats, found: Prospect) -> SeatChange:
    return SeatChange(
        table=change.table or 0,
        other=person_shape(found.people[change.other]) if change.other is not None else None,
        repeats=len(change.again),
        gain=change.share,
    )


def _round_shape(row: RoundRow) -> Round:
    people = {seat.member_id: seat.member for seat in row.seats}
    return Round(
        number=row.number,
        state=row.state,
        began_at=row.began_at,
        ended_at=row.ended_at,
        tables=[[person_shape(people[it]) for it in table] for table in row.tables.values()],
        table_numbers=list(row.tables),
        locked=sorted(row.locked),
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
