"""Chores and small meals beside the programme of an event, as one reader may see them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.alongside.operations import ChoreDraft as NewChore
from app.alongside.operations import MealDraft as NewMeal
from app.alongside.queries.chores import Line as BoardLine
from app.alongside.queries.meals import Table
from app.alongside.rules import (
    LONGEST_CHORE,
    LONGEST_NOTE,
    LONGEST_PLACE,
    MOST_HANDS,
    TABLE_SIZES,
    HandState,
    MealState,
)
from app.api.shapes.base import Body, Instant, Line, Shape
from app.api.shapes.people import Person, person_shape

Remark = Annotated[Line, Field(max_length=LONGEST_NOTE)]


class Hand(Shape):
    """The caller's own part in a chore."""

    state: HandState
    shows_name: bool


class Chore(Shape):
    """Something to be done. `helpers`, for organizers, are those who let them read their names."""

    id: str
    words: str
    remark: str
    wanted: int
    hands: int
    done: int
    hand: Hand | None
    helpers: list[Person]


class Chores(Shape):
    """What is to be done for an event, the oldest first."""

    items: list[Chore]


class ChoreDraft(Body):
    """Something that has to be done, and by how many."""

    words: Annotated[Line, Field(min_length=1, max_length=LONGEST_CHORE)]
    remark: Remark = ""
    wanted: int = Field(1, ge=1, le=MOST_HANDS)

    @property
    def chore(self) -> NewChore:
        return NewChore(self.words, self.remark, self.wanted)


class HandDraft(Body):
    """Taking a chore on; the organizers read one's name only where one says so."""

    shows_name: bool = False


class HandChange(Body):
    """What is to become different in one's own part; what is left out stays."""

    done: bool | None = None
    shows_name: bool | None = None


class Meal(Shape):
    """A small meal. `free` is nought where it is full, and where the caller could not sit.

    Those `at_table` are named to those who sit there, and to the organizers.
    """

    id: str
    place: str
    remark: str
    begins_at: datetime
    seats: int
    free: int
    state: MealState
    seated: bool
    at_table: list[Person]


class Meals(Shape):
    """The meals around an event, the first one first."""

    items: list[Meal]


class MealDraft(Body):
    """Where, when and for how many, the caller included."""

    place: Annotated[Line, Field(min_length=1, max_length=LONGEST_PLACE)]
    begins_at: Instant
    seats: int = Field(TABLE_SIZES[-1], ge=TABLE_SIZES[0], le=TABLE_SIZES[-1])
    remark: Remark = ""

    @property
    def meal(self) -> NewMeal:
        return NewMeal(self.place, self.begins_at, self.seats, self.remark)


class MealDecision(Body):
    """Whether the others may sit down."""

    approve: bool


def chore_shape(line: BoardLine) -> Chore:
    chore, mine = line.chore, line.mine
    return Chore(
        id=chore.public_id,
        words=chore.words,
        remark=chore.note,
        wanted=chore.wanted,
        hands=line.hands,
        done=line.done,
        hand=Hand(state=mine.state, shows_name=mine.shows_name) if mine else None,
        helpers=[person_shape(one) for one in line.names],
    )


def meal_shape(table: Table) -> Meal:
    meal = table.meal
    return Meal(
        id=meal.public_id,
        place=meal.place,
        remark=meal.note,
        begins_at=meal.begins_at,
        seats=meal.seats,
        free=table.free,
        state=meal.state,
        seated=table.is_mine,
        at_table=[person_shape(one) for one in table.people],
    )
