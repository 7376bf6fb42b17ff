"""Bringing in what is too long for a page to wait for; the page shows how far it has come."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa

from app.accounts.models import User
from app.imports.models import AttendeeImport, ProgrammeImport
from app.imports.operations.bringing import bring_in_list
from app.imports.operations.programmes import bring_in_programme
from app.kit.clock import now
from app.kit.db import db, raise_if_passing
from app.kit.progress import tell
from app.kit.queue import enqueue, job, ring

log = logging.getLogger(__name__)

Import = AttendeeImport | ProgrammeImport
Kind = TypeVar("Kind", AttendeeImport, ProgrammeImport)
EVERY = 50


@job
def bring_in() -> None:
    """Bring one waiting file in, and ring again if another one waits."""
    if work_on_one(now()) and _waits():
        enqueue(bring_in)


def sweep(at: datetime) -> int:
    """Ring for files whose bell was lost; bring one in here if Redis is away."""
    if not _waits() or ring(bring_in):
        return 0
    return work_on_one(at)


def work_on_one(at: datetime) -> int:
    """Bring the first waiting file in that nobody else works on; 0 when there is none.

    A file that cannot come in is marked, so that it is not tried for ever.
    """
    import_: Import | None = _next(AttendeeImport) or _next(ProgrammeImport)
    if import_ is None:
        return 0
    try:
        with db.session.begin_nested():
            _bring(import_, at)
    except Exception as reason:
        # Whatever is wrong with one file, its owner waits for a word and others wait behind it.
        raise_if_passing(reason)
        log.exception("Import %s did not come in", import_.public_id)
        import_.failed_at = at
    return 1


def _bring(import_: Import, at: datetime) -> None:
    by = db.session.get(User, import_.by_id) if import_.by_id else None
    tick = counting(import_.public_id, len(import_.report.get("rows", ())))
    if isinstance(import_, AttendeeImport):
        bring_in_list(import_, by=by, at=at, tick=tick)
    else:
        bring_in_programme(import_, by=by, at=at, tick=tick)


def counting(name: str, whole: int) -> Callable[[], None]:
    """Something to call at every step, which says now and then how far it has come."""
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if done % EVERY == 0:
            tell(name, done, whole)

    tell(name, 0, whole)
    return tick


def _next(kind: type[Kind]) -> Kind | None:
    query = (
        sa.select(kind)
        .where(kind.begun_at.is_not(None), kind.applied_at.is_(None), kind.failed_at.is_(None))
        .order_by(kind.begun_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalars(query).one_or_none()


def _waits() -> bool:
    return any(
        db.session.scalar(
            sa.select(kind.id)
            .where(kind.begun_at.is_not(None), kind.applied_at.is_(None), kind.failed_at.is_(None))
            .limit(1)
        )
        for kind in (AttendeeImport, ProgrammeImport)
    )
