"""What senders that died had in their hands is taken back."""

from datetime import datetime

import sqlalchemy as sa

from app.notifications.insisting import insist
from app.notifications.ledger import MAILS, changed
from app.notifications.models import Mail
from app.notifications.rules import State

MOST_CLAIMS = 40


def tidy(at: datetime) -> int:
    """Take back what senders that died had in their hands. Returns how many letters moved.

    Waits for nobody: a letter that is just being written to is looked at the next time, so that
    two who tidy, and a sender slower than its lease, never wait for each other in a circle.
    """
    return insist(lambda: _tidy(at))


def _tidy(at: datetime) -> int:
    left_behind = Mail.lease_until < at
    waiting = sa.and_(Mail.state == State.QUEUED, Mail.expires_at <= at)
    died = "The sender stopped before the letter was handed over."
    unknown = "The sender stopped after the letter was handed over; nobody knows whether it is."
    changes: tuple[tuple[sa.ColumnElement[bool], dict[str, object]], ...] = (
        (
            sa.and_(Mail.state == State.CLAIMED, left_behind, Mail.tries >= MOST_CLAIMS),
            {"state": State.FAILED, "lease_until": None, "last_answer": died},
        ),
        (
            sa.and_(Mail.state == State.CLAIMED, left_behind),
            {"state": State.QUEUED, "lease_until": None, "last_answer": died},
        ),
        (
            sa.and_(Mail.state == State.DOT, left_behind),
            {"state": State.PARKED, "lease_until": None, "last_answer": unknown},
        ),
        (waiting, {"state": State.TOO_LATE}),
    )
    return sum(changed(_free(which).values(to)) for which, to in changes)


def _free(which: sa.ColumnElement[bool]) -> sa.Update:
    """Those of the letters that no other transaction holds."""
    free = sa.select(Mail.id).where(which).with_for_update(skip_locked=True)
    return sa.update(MAILS).where(Mail.id.in_(free))
