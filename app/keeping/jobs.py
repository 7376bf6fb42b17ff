"""What is looked after without anybody asking."""

from datetime import datetime

from app.keeping import operations
from app.keeping.queries import evenings_to_note


def note_evenings(at: datetime) -> int:
    """Touch the ties of everybody who met at an event that is over; returns how many."""
    return sum(operations.note_evening(event, at=at) for event in evenings_to_note(at))


def note_letters(at: datetime) -> int:
    """Touch the ties of those who have answered each other's letters; returns how many letters."""
    return operations.note_letters(at=at)


def put_away(at: datetime) -> int:
    """Put away ties of which nothing has come within a week; returns how many."""
    return operations.put_away_idle(at)


def remind(at: datetime) -> int:
    """Promise the digests and nudges that are due; returns how many."""
    return operations.promise_digests(at) + operations.nudge(at)
