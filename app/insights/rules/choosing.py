"""Deciding about many people at once: whom it can be done to."""

from enum import StrEnum

from app.registrations.states import ACTIVE, State


class Act(StrEnum):
    """What organizers do to people on their list."""

    CONFIRM = "confirm"
    WAITLIST = "waitlist"
    DECLINE = "decline"
    MOVE = "move"
    REMOVE = "remove"


_FROM: dict[Act, tuple[State, ...]] = {
    Act.CONFIRM: (State.PENDING,),
    Act.WAITLIST: (State.PENDING,),
    Act.DECLINE: (State.PENDING,),
    Act.MOVE: (State.CONFIRMED,),
    Act.REMOVE: ACTIVE,
}


def is_possible(act: Act, state: State) -> bool:
    """Whether `act` can be done to somebody in that state."""
    return state in _FROM[act]


def acts_for(states: set[State], slots: int) -> list[Act]:
    """What can be done to any of these people at an event with so many slots."""
    possible = [act for act in Act if any(is_possible(act, state) for state in states)]
    return [act for act in possible if act != Act.MOVE or slots > 1]
