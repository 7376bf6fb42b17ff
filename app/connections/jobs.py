"""Requests that nobody answers end by themselves."""

from datetime import datetime

from app.connections import operations


def lapse(at: datetime) -> int:
    """End the requests whose month is over; returns how many."""
    return operations.lapse(at)
