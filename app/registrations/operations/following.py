"""What hangs on a seat: places at events that are only for people with a seat at this one."""

from datetime import datetime

from app.accounts.models import User
from app.kit.db import lock
from app.registrations import mails, queries
from app.registrations.models import Registration
from app.registrations.operations import pairing
from app.registrations.operations.filling import refill
from app.registrations.operations.steps import move
from app.registrations.states import State


def give_back_what_hangs_on(registration: Registration, *, by: User | None, at: datetime) -> None:
    """End the places that need the one just given up, tell the person, and pass the seats on.

    Locks the events they are at, after the one whose place has ended.
    """
    for hanging in queries.hanging_on(registration):
        event = lock(hanging.event)
        move(hanging, State.CANCELLED, by=by, at=at, reason="main_seat_given_up")
        mails.cancelled_with_main(hanging, at=at)
        pairing.part(hanging, at=at)
        give_back_what_hangs_on(hanging, by=by, at=at)
        refill(event, at)
