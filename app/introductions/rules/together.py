"""What two people do together: learning side by side, and small tasks with an owner and a date."""

from datetime import date, timedelta
from enum import IntEnum, StrEnum

ANSWER_WITHIN = timedelta(days=30)
"""After this, a question that nobody answered is no question any more."""
MOST_TASKS = 5
"""Open at once between two people: small ones."""
MOST_PAIRS = 3
"""Running at once for one person: more would be kept up with by nobody."""


class Rhythm(IntEnum):
    """Every how many days the two tell each other how it goes."""

    WEEKLY = 7
    FORTNIGHTLY = 14
    MONTHLY = 28


class PairState(StrEnum):
    """Where two stand who mean to learn together."""

    ASKED = "asked"
    ACTIVE = "active"
    DECLINED = "declined"
    ENDED = "ended"


def next_meeting(last: date, rhythm: Rhythm, today: date) -> date:
    """The coming day to tell each other: missed ones are let go, not caught up with."""
    coming = last + timedelta(days=int(rhythm))
    while coming <= today:
        coming += timedelta(days=int(rhythm))
    return coming


def state_for(member_id: int, asked_by_id: int, state: PairState) -> PairState:
    """Where it stands as one of the two sees it: to whoever asked, a no stays a question."""
    is_hidden = state == PairState.DECLINED and member_id == asked_by_id
    return PairState.ASKED if is_hidden else state
