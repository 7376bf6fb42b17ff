"""What a member has done beside the programme of events, in that member's hands."""

from datetime import datetime

from app.alongside.rules import ChoreState, HandState, MealState, SeatState
from app.api.shapes.base import Shape


class HeldChore(Shape):
    """Something one has said that an event needs."""

    words: str
    note: str
    wanted: int
    state: ChoreState
    named_at: datetime


class HeldHand(Shape):
    """A chore one has taken on."""

    chore: str
    state: HandState
    shows_name: bool
    taken_at: datetime
    done_at: datetime | None


class HeldMeal(Shape):
    """A small meal one has proposed."""

    place: str
    note: str
    begins_at: datetime
    seats: int
    state: MealState
    proposed_at: datetime


class HeldMealSeat(Shape):
    """A seat at somebody's table. Who else sat there is theirs to tell."""

    place: str
    begins_at: datetime
    state: SeatState
    taken_at: datetime
