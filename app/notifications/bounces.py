"""Addresses that give mail back: counted, and left alone once it is clear that nobody is there."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.accounts.names import one_spelling
from app.kit.db import db
from app.notifications.insisting import insist
from app.notifications.models import Suppression
from app.notifications.rules import (
    FORGOTTEN_AFTER,
    HARD_FAULTS,
    MAILBOX_FULL,
    Trouble,
    faults_needed,
    status_in,
)


def refused(address: str, answer: str, *, at: datetime) -> None:
    """Our own mail server has said for good that it takes nothing for `address`. Commits.

    Once may be its own mistake, twice is not.
    """
    insist(lambda: note(address, status_in(answer), answer, at=at, least=HARD_FAULTS))


def note(address: str, status: str, answer: str, *, at: datetime, least: int = 1) -> bool:
    """Count a letter that came back with `status` (RFC 3463); whether that was one too many."""
    kept = one_spelling(address)
    row = _row(kept, Trouble.FULL if status in MAILBOX_FULL else Trouble.BOUNCED, at)
    if at - row.last_at > FORGOTTEN_AFTER:
        row.faults = 0
    row.faults += 1
    row.last_at, row.answer = at, answer[:500]
    if row.since is None and row.faults >= max(least, faults_needed(status)):
        row.since = at
    return row.since is not None


def complained(address: str, *, at: datetime) -> None:
    """Somebody has told their provider that our mail is not wanted."""
    row = _row(one_spelling(address), Trouble.COMPLAINED, at)
    row.trouble, row.last_at = Trouble.COMPLAINED, at
    row.faults += 1


def lift(address: str) -> bool:
    """Write to `address` again, as if nothing had been; whether there was anything."""
    gone = sa.delete(Suppression).where(Suppression.address == one_spelling(address))
    return bool(getattr(db.session.execute(gone), "rowcount", 0))


def _row(address: str, trouble: Trouble, at: datetime) -> Suppression:
    fresh = insert(Suppression).values(
        address=address, trouble=trouble, faults=0, answer="", last_at=at
    )
    db.session.execute(fresh.on_conflict_do_nothing())
    query = sa.select(Suppression).where(Suppression.address == address)
    found = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(found).one()
