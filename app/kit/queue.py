"""Work for later: a bell rung when the transaction commits, never before.

PostgreSQL holds the promise; a lost bell only means that the next sweep does the work.
"""

import logging
from collections.abc import Callable
from functools import wraps
from threading import Event
from uuid import uuid4

from flask import current_app
from redis import RedisError
from rq import Queue
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.kit.db import db

log = logging.getLogger(__name__)

# Set in a worker that has been told to stop: whoever does one thing after the other ends then.
leaving = Event()

Work = Callable[[], None]

# A mail server may take ten minutes over one answer; nothing of ours is to be cut off before.
JOB_SECONDS = 2400


def job(work: Work) -> Work:
    """Mark a function as a job: no arguments, one transaction, harmless to repeat."""

    @wraps(work)
    def run() -> None:
        work()
        db.session.commit()

    return run


def enqueue(work: Work) -> None:
    """Ring for `work` once this transaction has committed; many rings make one."""
    db.session.info.setdefault("bells", {})[work] = None


def ring(work: Work) -> bool:
    """Ring for `work` at once. False when Redis is away: then somebody else must do the work."""
    queue: Queue = current_app.extensions["queue"]
    name = work.__name__
    try:
        # One that nobody has begun yet will find this work, too: it looks after our commit.
        if any(waiting.startswith(f"{name}-") for waiting in queue.job_ids):
            return True
        queue.enqueue(
            work,
            job_id=f"{name}-{uuid4()}",
            job_timeout=JOB_SECONDS,
            result_ttl=0,
            failure_ttl=7 * 86400,
        )
    except RedisError as error:
        log.warning("The bell did not ring, the sweep will do the work: %s", error)
        return False
    return True


@event.listens_for(Session, "after_commit")
def _ring(session: Session) -> None:
    if session.in_nested_transaction():
        return  # only a savepoint: nobody else can see the work yet
    for work in session.info.pop("bells", {}):
        ring(work)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    if session.in_nested_transaction():
        return  # what was rung for outside the savepoint still stands; one bell more harms nobody
    session.info.pop("bells", None)
