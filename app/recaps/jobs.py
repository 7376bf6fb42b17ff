"""Promising the recaps of evenings that have been closed."""

from datetime import datetime

from app.recaps.operations import promise_again, promise_recaps
from app.recaps.queries import events_corrected, events_without_recap


def write_recaps(at: datetime) -> int:
    """Promise what closed evenings owe to everybody; returns how many letters that is."""
    first = sum(promise_recaps(event, at=at) for event in events_without_recap())
    return first + sum(promise_again(event, at=at) for event in events_corrected(at))
