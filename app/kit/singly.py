"""One thing after the other, each for itself: what is wrong with one keeps nobody else waiting."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from app.kit.db import db, raise_if_passing

log = logging.getLogger(__name__)

Thing = TypeVar("Thing")


def one_by_one(things: Iterable[Thing], deed: Callable[[Thing], int | None]) -> int:
    """Do `deed` with each; returns how much was done, where a deed that does not say counts one.

    A deed that fails is undone and written to the log, and the next one is begun. While the
    database is away, all of it has to wait.
    """
    done = 0
    for thing in list(things):
        try:
            with db.session.begin_nested():
                count = deed(thing)
        except Exception as fault:
            # Looked after again and again, one broken row would stop everybody behind it for good.
            raise_if_passing(fault)
            log.exception("%s could not be looked after", type(thing).__name__)
        else:
            done += 1 if count is None else count
    return done
