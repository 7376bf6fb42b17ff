"""Taking over who came from another platform's list."""

from collections.abc import Iterable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from app.accounts.models import User
from app.attendance.operations.record import Scan, entry
from app.attendance.queries import known_ids
from app.attendance.rules import Kind, Method
from app.events.models import Event
from app.kit.db import db
from app.registrations.models import Registration


def note_arrivals(
    event: Event, registrations: Iterable[Registration], *, by: User | None, at: datetime
) -> int:
    """Write down who came according to another platform's list; returns how many are new.

    Whoever the door knows anything about already is left alone, so repeating changes nothing.
    """
    known = known_ids(event)
    new = [row for row in registrations if row.id not in known]
    came_at = min(event.starts_at, at)
    for registration in new:
        # The list does not number its lines; the same person always gets the same entry.
        name = f"kizuna:import:{registration.public_id}"
        scan = Scan(uuid5(NAMESPACE_URL, name), Method.IMPORT, came_at)
        db.session.add(entry(registration, Kind.IN, scan, by=by, at=at))
    db.session.flush()
    return len(new)
