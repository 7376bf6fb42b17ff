"""Writing the door's record: what an attempt is, what it comes to, one line at a time."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.attendance.models import Attempt, Entry
from app.attendance.operations.closing import keep_in_step
from app.attendance.rules import Code, Flag, Kind, Method
from app.events.models import Event
from app.events.rules import Status
from app.kit.db import db
from app.kit.errors import Refused
from app.registrations.models import Registration

LONGEST_DEVICE = 40


class NothingToUndo(Refused):
    message = _l("There is nothing to undo any more.")


@dataclass(frozen=True)
class Scan:
    """One attempt at the door. `id` is made by the device: the same id is the same attempt."""

    id: UUID
    method: Method
    occurred_at: datetime
    device: str = ""
    # Whoever stands at the door has seen that it is early and lets the person in all the same.
    is_early_all_right: bool = False
    # The helper's phone, where nobody has signed in.
    device_id: int | None = None
    # It has happened already, out of the network's reach: what really happened wins.
    is_offline: bool = False
    # One picture of a film: the next one shows the same.
    is_frame: bool = False
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The door's answer, whom it is about, and the entry that let them in. `fee` is in yen."""

    code: Code
    registration: Registration | None = None
    entry: Entry | None = None
    fee: int = 0
    flags: list[str] = field(default_factory=list)


def write(
    registration: Registration, kind: Kind, scan: Scan, *, by: User | None, at: datetime
) -> Entry:
    """Add one line to the record."""
    line = entry(registration, kind, scan, by=by, at=at)
    db.session.add(line)
    db.session.flush()
    return line


def write_arrival(
    registration: Registration, kind: Kind, scan: Scan, *, by: User | None, at: datetime
) -> Entry:
    """Add that somebody came. Once the evening is closed that is flagged: what happened wins."""
    is_late = registration.event.status == Status.CLOSED
    flags = (*scan.flags, Flag.AFTER_CLOSE) if is_late else scan.flags
    line = write(registration, kind, replace(scan, flags=flags), by=by, at=at)
    keep_in_step(registration.event)
    return line


def join_waiting() -> int:
    """Let what was taken back before it was handed in be about whom it is about; how many."""
    line = aliased(Entry)
    found = (
        sa.update(Entry)
        .where(Entry.registration_id.is_(None), Entry.undoes_id == line.id)
        .where(Entry.event_id == line.event_id, line.registration_id.is_not(None))
        .values(registration_id=line.registration_id)
        .returning(Entry.id)
        .execution_options(synchronize_session=False)
    )
    return len(db.session.scalars(found).all())


def entry(
    registration: Registration, kind: Kind, scan: Scan, *, by: User | None, at: datetime
) -> Entry:
    """A line that is not in the record yet."""
    line = about_nobody(kind, scan, by=by, at=at)
    line.event_id, line.registration_id = registration.event_id, registration.id
    return line


def about_nobody(kind: Kind, scan: Scan, *, by: User | None, at: datetime) -> Entry:
    """A line of which it is not known yet where and whom it is about."""
    return Entry(
        id=scan.id,
        kind=kind,
        method=scan.method,
        device=scan.device[:LONGEST_DEVICE],
        device_id=scan.device_id,
        actor_id=by.id if by else None,
        occurred_at=scan.occurred_at,
        received_at=at,
        is_offline=scan.is_offline,
        flags=[str(flag) for flag in dict.fromkeys(scan.flags)],
    )


def was_tried_since(event: Event, outcome: Outcome, scan: Scan, since: datetime) -> bool:
    """Whether the same phone has had the same answer about the same ticket since then."""
    query = sa.select(Attempt.id).where(
        Attempt.event_id == event.id,
        Attempt.code == outcome.code,
        Attempt.registration_id == _about(event, outcome),
        Attempt.device == scan.device[:LONGEST_DEVICE],
        Attempt.received_at > since,
    )
    return db.session.scalars(query.limit(1)).first() is not None


def note_attempt(
    event: Event,
    outcome: Outcome,
    scan: Scan,
    *,
    by: User | None,
    at: datetime,
    is_repeat: bool = False,
) -> Attempt:
    """Write down a try that let nobody in, so that the same id gets the same answer again.

    Of two at the same moment one is kept; they are the same.
    """
    attempt = Attempt(
        id=scan.id,
        event_id=event.id,
        registration_id=_about(event, outcome),
        code=outcome.code,
        method=scan.method,
        device=scan.device[:LONGEST_DEVICE],
        actor_id=by.id if by else None,
        occurred_at=scan.occurred_at,
        received_at=at,
        is_repeat=is_repeat,
    )
    add_once(attempt)
    return attempt


def add_once(row: Entry | Attempt) -> None:
    """Add a row whose device has made its id; nothing where it is there already."""
    kind = type(row)
    told = {
        column.key: getattr(row, column.key)
        for column in kind.__table__.columns
        if getattr(row, column.key) is not None
    }
    db.session.execute(insert(kind).values(told).on_conflict_do_nothing())


def _about(event: Event, outcome: Outcome) -> int | None:
    """Whom a try is about, where they are on the list of this event."""
    about = outcome.registration
    return about.id if about is not None and about.event_id == event.id else None
