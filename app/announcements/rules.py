"""Whom an announcement is for, and how many anybody may send."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from app.registrations.states import State

# Whoever has given up or was taken off the list hears nothing more of the event.
WRITABLE = (
    *(State.CONFIRMED, State.WAITLISTED, State.OFFERED, State.APPLIED, State.PENDING),
    *(State.NOT_SELECTED, State.EVENT_CANCELLED),
)
# Time to think better of it: letters wait that long before the first one leaves.
GRACE = timedelta(minutes=1)
# A letter that could not leave within that time is news no more.
STAYS_OF_USE = timedelta(days=3)
DAY = timedelta(days=1)
MOST_A_DAY = 10
MOST_TESTS_AN_HOUR = 20
HOUR = timedelta(hours=1)
FURTHEST = timedelta(days=365)


class Turnout(StrEnum):
    """Which of those who had a seat, once the doors have opened."""

    ALL = "all"
    CAME = "came"
    MISSING = "missing"


@dataclass(frozen=True)
class Audience:
    """Whom a letter about an event is for. No slots means all of them."""

    states: tuple[State, ...] = (State.CONFIRMED,)
    slots: tuple[int, ...] = ()
    turnout: Turnout = Turnout.ALL
    newcomers: bool = False

    @property
    def kept(self) -> dict[str, Any]:
        """As the row keeps it."""
        return {
            "states": [state.value for state in self.states],
            "slots": list(self.slots),
            "turnout": self.turnout.value,
            "newcomers": self.newcomers,
        }


def audience_from(kept: dict[str, Any]) -> Audience:
    """What `Audience.kept` gave; a row that says nothing is for those with a seat."""
    return Audience(
        states=tuple(State(state) for state in kept.get("states", [State.CONFIRMED])),
        slots=tuple(kept.get("slots", ())),
        turnout=Turnout(kept.get("turnout", Turnout.ALL)),
        newcomers=bool(kept.get("newcomers")),
    )


def scope_of_group(public_id: str) -> str:
    """What members turn off in order to hear no more of what that group has on."""
    return f"group:{public_id}"


class Stage(StrEnum):
    """How far an announcement has come."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


def stage(
    send_at: datetime | None, sent_at: datetime | None, withdrawn_at: datetime | None
) -> Stage:
    """Withdrawn counts also for one of which some letters have left."""
    if withdrawn_at is not None:
        return Stage.WITHDRAWN
    if sent_at is not None:
        return Stage.SENT
    return Stage.DRAFT if send_at is None else Stage.SCHEDULED
