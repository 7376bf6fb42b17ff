"""What is looked after without anybody asking."""

from datetime import datetime
from functools import partial

from app.keeping import operations
from app.keeping.queries import evenings_to_note
from app.kit.singly import one_by_one


def note_evenings(at: datetime) -> int:
    """Touch the ties of everybody who met at an event that is over; returns how many."""
    return one_by_one(evenings_to_note(at), partial(operations.note_evening, at=at))


def note_letters(at: datetime) -> int:
    """Touch the ties of those who have answered each other's letters; returns how many letters."""
    return operations.note_letters(at=at)


def put_away(at: datetime) -> int:
    """Put away ties of which nothing has come within a week; returns how many."""
    return operations.put_away_idle(at)


def remind(at: datetime) -> int:
    """Promise the digests and nudges that are due; returns how many."""
    return operations.promise_digests(at) + operations.nudge(at)
