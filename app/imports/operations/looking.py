"""Before a list comes in: it is kept to be looked at, and its columns are named."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.accounts.names import one_line
from app.events.models import Event
from app.imports.models import AttendeeImport
from app.imports.reports import mapping_to_keep
from app.imports.rules import ColumnMapping
from app.kit.db import db, lock
from app.kit.errors import Refused

LONGEST_FILENAME = 200


class BroughtInAlready(Refused):
    message = _l("This list has been brought in already.")


class NoNames(Refused):
    message = _l("Please say which column holds the names. Without names nobody can come in.")


@dataclass(frozen=True)
class Upload:
    """A file somebody chose."""

    filename: str
    content: bytes


def look_at(event: Event, upload: Upload, *, by: User | None, at: datetime) -> AttendeeImport:
    """Keep a file to be looked at before it comes in; an earlier one of `by` is dropped."""
    stale = sa.delete(AttendeeImport).where(
        AttendeeImport.event_id == event.id,
        AttendeeImport.by_id == (by.id if by else None),
        AttendeeImport.applied_at.is_(None),
    )
    db.session.execute(stale)
    kept = AttendeeImport(
        event_id=event.id,
        by_id=by.id if by else None,
        filename=one_line(upload.filename)[:LONGEST_FILENAME],
        layout="",
        content=upload.content,
        mapping={},
        report={},
        uploaded_at=at,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def name_columns(import_: AttendeeImport, mapping: ColumnMapping) -> None:
    """Say what the columns hold. Locks the list. Raises BroughtInAlready, NoNames."""
    pending(import_)
    if not mapping.names_people:
        raise NoNames
    import_.mapping = mapping_to_keep(mapping)


def drop(import_: AttendeeImport) -> None:
    """Forget a file that nobody wants to bring in. Locks the list. Raises BroughtInAlready."""
    db.session.delete(pending(import_))


def pending(import_: AttendeeImport) -> AttendeeImport:
    """Hold a list that still waits. Raises BroughtInAlready."""
    lock(import_)
    if import_.applied_at is not None:
        raise BroughtInAlready
    return import_
