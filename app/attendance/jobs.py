"""Closing evenings that are over, and forgetting people who were only guests of one."""

from datetime import datetime

from app.attendance.operations import close_due, put_in_step
from app.attendance.operations.forgetting import forget_guests as forget
from app.attendance.operations.record import join_waiting


def close_evenings(at: datetime) -> int:
    """Close what has been over for two hours, or was open again for a week; how many that is."""
    return close_due(at=at) + join_waiting() + put_in_step(at=at)


def forget_guests(at: datetime) -> int:
    """Take the names of guests out of the records a month later; returns how many."""
    return forget(at=at)
