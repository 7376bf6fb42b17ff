"""Forgetting people who were only guests of one evening."""

from datetime import datetime

from app.attendance.operations.forgetting import forget_guests as forget


def forget_guests(at: datetime) -> int:
    """Take the names of guests out of the records a month later; returns how many."""
    return forget(at=at)
