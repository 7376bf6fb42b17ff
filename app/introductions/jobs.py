"""Letting requests end that nobody has answered."""

from datetime import datetime

from app.introductions import operations


def expire(at: datetime) -> int:
    """End every request whose step has run out by `at`; returns how many there were."""
    return operations.expire(at)
