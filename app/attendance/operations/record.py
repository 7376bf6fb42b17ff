"""Writing the door's record: what an attempt is, what it comes to, one line at a time."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.attendance.models import Attempt, Entry
from app.attendance.rules import Code, Flag, Kind, Method
from app.events.models import Event
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


def entry(
    registration: Registration, kind: Kind, scan: Scan, *, by: User | None, at: datetime
) -> Entry:
    """A line that is not in the record yet."""
    return Entry(
        id=scan.id,
        event_id=registration.event_id,
        registration_id=registration.id,
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


def note_attempt(
    event: Event, outcome: Outcome, scan: Scan, *, by: User | None, at: datetime
) -> None:
    """Write down a try that let nobody in, so that the same id gets the same answer again."""
    about = outcome.registration
    is_here = about is not None and about.event_id == event.id
    db.session.add(
        Attempt(
            id=scan.id,
            event_id=event.id,
            registration_id=about.id if about is not None and is_here else None,
            code=outcome.code,
            method=scan.method,
            device=scan.device[:LONGEST_DEVICE],
            actor_id=by.id if by else None,
            occurred_at=scan.occurred_at,
            received_at=at,
        )
    )
    db.session.flush()
