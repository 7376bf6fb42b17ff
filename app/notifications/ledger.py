"""The outbox's bookkeeping: what is about to happen to a letter is written down first.

Everywhere else one request or one job is one transaction. Here every step commits: SMTP has no
two-phase commit, so a sender that is killed at any moment must leave a row that says how far
its letter got. Each step names the lease it works under; a row that another sender has taken
over meanwhile is not changed.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.kit.db import db, is_passing
from app.notifications.models import Mail, SenderPause
from app.notifications.rules import State

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
# Ten minutes for the server's answer to the dot (RFC 5321, 4.5.3.2.6), and a minute for us.
DOT_LEASE = timedelta(minutes=11)
PARKED_FOR = timedelta(minutes=15)
MOST_COPIES = 2
MOST_CLAIMS = 40
THE_PAUSE = 1
PATIENCE = (0.2, 1, 2, 4, 8, 8, 8)

Result = TypeVar("Result")


@dataclass(frozen=True)
class Claim:
    """One letter in one sender's hands, until its lease ends."""

    mail_id: int
    lease_until: datetime
    tries: int
    copies: int
    has_dot: bool = False


def claim(at: datetime) -> Claim | None:
    """Take the most urgent letter that is due and in nobody's hands."""
    return _written(lambda: _claim(at), is_vital=False)


def _claim(at: datetime) -> Claim | None:
    if (pause := db.session.get(SenderPause, THE_PAUSE)) and pause.holds(at):
        return None
    next_up = sa.select(Mail.id, Mail.tries, Mail.copies).where(is_due(at))
    by_urgency = next_up.order_by(Mail.priority, Mail.next_try_at, Mail.id).limit(1)
    row = db.session.execute(by_urgency.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    taken = Claim(row.id, at + LEASE, row.tries + 1, row.copies)
    values = {"state": State.CLAIMED, "lease_until": taken.lease_until, "tries": taken.tries}
    db.session.execute(sa.update(Mail).where(Mail.id == row.id).values(values))
    return taken


def is_due(at: datetime) -> sa.ColumnElement[bool]:
    """Whether a letter is to be sent at that moment. A parked one is sent once more, not twice."""
    return sa.and_(
        Mail.next_try_at <= at,
        sa.or_(
            Mail.state == State.QUEUED,
            sa.and_(Mail.state == State.PARKED, Mail.copies < MOST_COPIES),
        ),
    )


def has_due(at: datetime) -> bool:
    """Whether there is anything to send."""
    return bool(db.session.scalar(sa.select(sa.exists().where(is_due(at)))))


def begin_dot(held: Claim, at: datetime) -> Claim | None:
    """Write down that the letter is about to be handed over; None when it is no longer ours."""
    dotted = replace(held, lease_until=at + DOT_LEASE, copies=held.copies + 1, has_dot=True)
    change = _ours(held).values(
        state=State.DOT,
        lease_until=dotted.lease_until,
        next_try_at=at + PARKED_FOR,
        copies=dotted.copies,
    )
    return dotted if _written(lambda: _changed(change)) else None


def settle(held: Claim, state: State, answer: str, **values: object) -> None:
    """Write down how it went, and let go of the letter. Insists while the database is away."""
    change = _ours(held).values(state=state, lease_until=None, last_answer=answer[:500], **values)
    _written(lambda: _changed(change))


def let_go(held: Claim, reason: str) -> None:
    """Put the letter back as if it had not been taken: the fault was not its own."""
    settle(held, State.QUEUED, reason, tries=held.tries - 1, copies=held.copies)


def rest(reason: str, until: datetime, *, at: datetime) -> None:
    """Let the whole sender rest. Every letter stays where it is."""

    def write() -> None:
        pause = db.session.get(SenderPause, THE_PAUSE) or SenderPause(id=THE_PAUSE, began_at=at)
        pause.until, pause.reason = until, reason[:500]
        db.session.add(pause)

    _written(write)


def wake() -> None:
    """The server takes our letters: nothing is left of the last rest."""
    _written(lambda: db.session.execute(sa.delete(SenderPause)))


def tidy(at: datetime) -> int:
    """Take back what senders that died had in their hands. Returns how many letters moved."""
    return _written(lambda: _tidy(at))


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
    return sum(_changed(sa.update(Mail).where(which).values(to)) for which, to in changes)


def _ours(held: Claim) -> sa.Update:
    return sa.update(Mail).where(
        Mail.id == held.mail_id,
        Mail.lease_until == held.lease_until,
        Mail.state == (State.DOT if held.has_dot else State.CLAIMED),
    )


def _changed(change: sa.Update) -> int:
    result = db.session.execute(change.execution_options(synchronize_session=False))
    return int(getattr(result, "rowcount", 0))


def _written(step: Callable[[], Result], *, is_vital: bool = True) -> Result:
    """Do `step` and commit, again and again while the database is only away for a moment."""
    for seconds in (*PATIENCE, None):
        try:
            if not is_vital:
                # A claim that a crash of the database forgets is only claimed again.
                db.session.execute(sa.text("SET LOCAL synchronous_commit = off"))
            done = step()
            db.session.commit()
        except DBAPIError as error:
            db.session.rollback()
            if seconds is None or not is_passing(error):
                raise
            log.warning("The outbox waits for the database: %s", error.orig)
            time.sleep(seconds)
        else:
            return done
    raise AssertionError("unreachable")  # the last try has returned or raised
