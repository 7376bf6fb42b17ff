"""The log of what happens beside the programme."""

from datetime import datetime

from app.accounts.models import User
from app.alongside.models import Chore, Hand, Meal, MealSeat, Step
from app.alongside.rules import HandState, MealState, SeatState
from app.kit.db import db


def log(about: Chore | Meal, was: str, becomes: str, *, by: User | None, at: datetime) -> None:
    """Write down that a chore or a meal as a whole stands elsewhere now."""
    _write(about, None, was, becomes, by, at)


def set_hand(hand: Hand, chore: Chore, to: HandState, *, by: User | None, at: datetime) -> None:
    """Move somebody's part in a chore on, with a line in the log. `chore` is locked."""
    _write(chore, hand.member_id, str(hand.state or ""), to, by, at)
    hand.state, hand.done_at = to, at if to == HandState.DONE else None


def set_seat(seat: MealSeat, meal: Meal, to: SeatState, *, by: User | None, at: datetime) -> None:
    """Take a seat or leave it, with a line in the log. `meal` is locked."""
    _write(meal, seat.member_id, str(seat.state or ""), to, by, at)
    seat.state = to


def set_meal(meal: Meal, to: MealState, *, by: User | None, at: datetime) -> None:
    """Let a meal stand elsewhere, with a line in the log. It is locked."""
    log(meal, meal.state, to, by=by, at=at)
    meal.state = to


def _write(
    about: Chore | Meal, member_id: int | None, was: str, to: str, by: User | None, at: datetime
) -> None:
    """One line of the log."""
    place = {"chore_id": about.id} if isinstance(about, Chore) else {"meal_id": about.id}
    db.session.add(
        Step(
            **place,
            member_id=member_id,
            from_state=was,
            to_state=to,
            actor_id=by.id if by else None,
            at=at,
        )
    )
