"""Somebody says yes: a short file comes in at once, a long one behind the page."""

from datetime import datetime

from app.accounts.models import User
from app.imports import jobs
from app.imports.models import AttendeeImport, ProgrammeImport
from app.imports.operations.bringing import bring_in_list
from app.imports.operations.looking import NoNames, pending
from app.imports.operations.programmes import bring_in_programme, pending_programme
from app.imports.reports import report_kept
from app.kit.queue import enqueue

AT_ONCE = 60


def begin_list(import_: AttendeeImport, *, takes_back: bool, by: User, at: datetime) -> bool:
    """Bring a short list in at once, let a worker do a long one; whether it is in now.

    With `takes_back`, whoever is no longer on the list gives the place back.
    Raises BroughtInAlready, NoNames.
    """
    pending(import_)
    if not report_kept(import_.report).knows_names:
        raise NoNames
    import_.takes_back = takes_back
    if _is_short(import_):
        bring_in_list(import_, by=by, at=at)
        return True
    _leave_to_worker(import_, by, at)
    return False


def begin_programme(import_: ProgrammeImport, *, by: User, at: datetime) -> bool:
    """Bring a short programme in at once, let a worker do a long one; whether it is in now.

    Raises ProgrammeIsIn.
    """
    pending_programme(import_)
    if _is_short(import_):
        bring_in_programme(import_, by=by, at=at)
        return True
    _leave_to_worker(import_, by, at)
    return False


def _is_short(import_: AttendeeImport | ProgrammeImport) -> bool:
    return len(import_.report.get("rows", ())) <= AT_ONCE


def _leave_to_worker(import_: AttendeeImport | ProgrammeImport, by: User, at: datetime) -> None:
    import_.by_id, import_.begun_at, import_.failed_at = by.id, at, None
    enqueue(jobs.bring_in)
