"""Writing something down although the database may be away for a moment."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.kit.db import db, is_passing

log = logging.getLogger(__name__)

PATIENCE = (0.2, 1, 2, 4, 8, 8, 8)

Result = TypeVar("Result")


def insist(step: Callable[[], Result], *, is_vital: bool = True) -> Result:
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
