"""Emptying the outbox: when the bell rings, and again and again in case it did not."""

from datetime import datetime

from app.kit.queue import job, ring
from app.notifications import ledger
from app.notifications.sender import empty_outbox

SWEEP_SECONDS = 20


@job
def drain() -> None:
    """Send every letter that is due."""
    empty_outbox()


def sweep(at: datetime) -> int:
    """Find letters that are due although no bell rang, and ring; send them here if Redis is away.

    Returns how many letters moved.
    """
    moved = ledger.tidy(at)
    if ledger.has_due(at) and not ring(drain):
        return empty_outbox(SWEEP_SECONDS)
    return moved
