"""Chores and small meals: where each can stand, how many and how large, and when."""

from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_CHORE = 60
LONGEST_PLACE = 80
LONGEST_NOTE = 200
MOST_HANDS = 20
"""Wanted for one chore: whoever needs more needs a plan."""
MOST_CHORES = 40
"""On the board of one event."""
MOST_NAMED = 3
"""Open at once by somebody who does not run the event."""
DONE_WITHIN = timedelta(days=7)
"""For so long after an evening one can still say that a chore is done, or is not."""
TABLE_SIZES = (4, 5, 6)
"""More than six do not hold one conversation; with fewer than four one is soon left out."""
BESIDE = timedelta(hours=12)
"""A meal belongs to an evening when it is no farther from it."""
ONE_SITTING = timedelta(hours=2)
"""Nobody sits at two tables that begin within so long of each other."""


class ChoreState(StrEnum):
    """Whether a chore is on the board."""

    OPEN = "open"
    DROPPED = "dropped"


class HandState(StrEnum):
    """Where somebody stands who has taken a chore."""

    TAKEN = "taken"
    DONE = "done"
    GIVEN_BACK = "given_back"


HELPS = (HandState.TAKEN, HandState.DONE)


class MealState(StrEnum):
    """Where a meal stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    CALLED_OFF = "called_off"


STANDS = (MealState.PROPOSED, MealState.APPROVED)


class SeatState(StrEnum):
    """Whether somebody sits at the table."""

    TAKEN = "taken"
    LEFT = "left"


def is_beside(begins: datetime, starts: datetime, ends: datetime) -> bool:
    """Whether a meal at `begins` comes before or after the evening, and near enough."""
    is_before = starts - BESIDE <= begins < starts
    return is_before or ends <= begins <= ends + BESIDE
