"""Emptying the outbox: when the bell rings, and again and again in case it did not."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.kit.db import db
from app.kit.queue import job, ring
from app.notifications import ledger, mails
from app.notifications.models import Notice
from app.notifications.sender import empty_outbox
from app.notifications.tidying import tidy

SWEEP_SECONDS = 20
READ_KEPT_FOR = timedelta(days=30)
UNREAD_KEPT_FOR = timedelta(days=90)

# The daily letter signs up for its kind where it is imported.
__all__ = ["drain", "forget_notices", "mails", "sweep"]


@job
def drain() -> None:
    """Send every letter that is due."""
    empty_outbox()


def sweep(at: datetime) -> int:
    """Find letters that are due although no bell rang, and ring; send them here if Redis is away.

    Returns how many letters moved.
    """
    moved = tidy(at)
    if ledger.has_due(at) and not ring(drain):
        return empty_outbox(SWEEP_SECONDS)
    return moved


def forget_notices(at: datetime) -> int:
    """Throw away what has been read for a month, or shown for three; how many lines that were."""
    old = sa.or_(Notice.read_at < at - READ_KEPT_FOR, Notice.shown_at < at - UNREAD_KEPT_FOR)
    return int(getattr(db.session.execute(sa.delete(Notice).where(old)), "rowcount", 0))
