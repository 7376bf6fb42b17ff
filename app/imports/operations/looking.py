"""Before a list comes in: it is kept to be looked at, and its columns are named."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.names import one_line
from app.events.models import Event
from app.imports.models import AttendeeImport
from app.imports.models import ColumnMapping as Remembered
from app.imports.queries.lists import prospect
from app.imports.reports import mapping_to_keep, reading_of, report_of
from app.imports.rules import ColumnMapping, Reading
from app.imports.rules.columns import key as plain_heading
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.tokens import fingerprint

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
        AttendeeImport.begun_at.is_(None),
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
    reading = reading_of(kept, event)
    if reading.needs_mapping:
        kept.mapping = _remembered(event, reading, at)
        reading = reading_of(kept, event) if kept.mapping else reading
    kept.report = report_of(prospect(event, reading), event)
    db.session.add(kept)
    db.session.flush()
    return kept


def name_columns(
    import_: AttendeeImport, mapping: ColumnMapping, *, by: User | None, at: datetime
) -> None:
    """Say what the columns hold, here and in the group's later lists with the same headings.

    Locks the list. Raises BroughtInAlready, NoNames.
    """
    event = _event(pending(import_))
    if not mapping.names_people:
        raise NoNames
    import_.mapping = mapping_to_keep(mapping)
    reading = reading_of(import_, event)
    import_.report = report_of(prospect(event, reading), event)
    if key := headings_key(reading):
        kept = {"mapping": import_.mapping, "by_id": by.id if by else None, "used_at": at}
        row = insert(Remembered).values(group_id=event.group_id, headings_key=key, **kept)
        names = [Remembered.group_id, Remembered.headings_key]
        db.session.execute(row.on_conflict_do_update(index_elements=names, set_=kept))


def headings_key(reading: Reading) -> str:
    """What lists with these headings have in common; empty for one without headings."""
    headings = "\n".join(plain_heading(column.header) for column in reading.columns)
    return fingerprint(headings) if headings.strip() else ""


def _remembered(event: Event, reading: Reading, at: datetime) -> dict[str, str]:
    """What the group once said that these headings mean."""
    row = db.session.get(Remembered, (event.group_id, headings_key(reading)))
    if row is None:
        return {}
    row.used_at = at
    return row.mapping


def _event(import_: AttendeeImport) -> Event:
    query = sa.select(Event).options(joinedload(Event.group)).where(Event.id == import_.event_id)
    return db.session.scalars(query).one()


def drop(import_: AttendeeImport) -> None:
    """Forget a file that nobody wants to bring in. Locks the list. Raises BroughtInAlready."""
    db.session.delete(pending(import_))


def pending(import_: AttendeeImport) -> AttendeeImport:
    """Hold a list that still waits. Raises BroughtInAlready."""
    lock(import_)
    if import_.applied_at is not None:
        raise BroughtInAlready
    return import_
