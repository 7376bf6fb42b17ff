"""Timers: answers that have been kept long enough."""

from datetime import datetime

from app.api import operations


def forget_replies(at: datetime) -> int:
    """Drop the answers that nobody may ask for again; returns how many."""
    return operations.forget_replies(at)
