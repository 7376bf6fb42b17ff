"""Promising the recaps of evenings that have been closed."""

from datetime import datetime
from functools import partial

from app.kit.singly import one_by_one
from app.recaps.operations import promise_again, promise_recaps
from app.recaps.queries import events_corrected, events_without_recap


def write_recaps(at: datetime) -> int:
    """Promise what closed evenings owe to everybody; returns how many letters that is."""
    first = one_by_one(events_without_recap(), partial(promise_recaps, at=at))
    return first + one_by_one(events_corrected(at), partial(promise_again, at=at))
