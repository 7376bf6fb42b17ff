"""Closing evenings that are over."""

from datetime import datetime

from app.recaps.operations import close, promise_to_latecomers
from app.recaps.queries import events_corrected, events_to_close


def close_evenings(at: datetime) -> int:
    """Close every event that ended two hours ago; returns how many recaps that has promised."""
    closed = [(close(event, at=at), event) for event in events_to_close(at)]
    late = sum(promise_to_latecomers(event, at=at) for event in events_corrected(at))
    return len(closed) + sum(promised for promised, _event in closed) + late
