"""After an event: whoever knows each other and was there has been in touch."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.attendance.queries import was_there
from app.connections.models import Connection, Side
from app.connections.rules import Origin, State
from app.events.models import Event
from app.keeping.models import EveningNoted, TouchEntry
from app.keeping.rules import FIRST_LINE, Touch
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import ListVisibility
from app.registrations.states import State as Standing

# A tie is put away within this time after its first week, or never: not years later at once.
LATEST = timedelta(days=30)


def note_evening(event: Event, *, at: datetime) -> int:
    """Touch every tie between two who came and showed themselves to participants.

    Ties that began online become real ones. Twice is as good as once. Returns how many. Locks
    the ties, the oldest first.
    """
    came = sa.select(Registration.attendee_id).where(
        Registration.event_id == event.id,
        Registration.state == Standing.CONFIRMED,
        Registration.list_visibility != ListVisibility.ORGANIZERS,
        was_there(Registration.id),
    )
    ties = sa.and_(
        Connection.state == State.ACTIVE,
        Connection.low_id.in_(came),
        Connection.high_id.in_(came),
    )
    in_order = sa.select(Connection.id).where(ties).order_by(Connection.id)
    found = list(db.session.scalars(in_order.with_for_update(key_share=True)))
    _touch(found, event)
    db.session.execute(
        sa.update(Connection)
        .where(Connection.id.in_(found), Connection.origin == Origin.ONLINE)
        .values(origin=Origin.MET, event_id=event.id)
    )
    noted = insert(EveningNoted).values(event_id=event.id, noted_at=at)
    db.session.execute(
        noted.on_conflict_do_update(index_elements=["event_id"], set_={"noted_at": at})
    )
    return len(found)


def put_away_idle(at: datetime) -> int:
    """Put ties away for whoever has not said within a week what the two could do together.

    Whoever has written, sorted, shared or planned anything keeps theirs in sight. What somebody
    is just changing is passed over.
    """
    idle = (
        sa.select(Side.connection_id, Side.owner_id)
        .join(Connection, Connection.id == Side.connection_id)
        .where(
            Connection.state == State.ACTIVE,
            Connection.connected_at.between(at - LATEST, at - FIRST_LINE),
            *(column == "" for column in (Side.idea, Side.note, Side.how_met)),
            *(column == [] for column in (Side.marks, Side.shares)),
            *(column.is_(None) for column in (Side.cadence_days, Side.archived_at, Side.muted_at)),
        )
        .with_for_update(of=Side, skip_locked=True)
    )
    half = sa.tuple_(Side.connection_id, Side.owner_id)
    changed = sa.update(Side).where(half.in_(idle)).values(archived_at=at)
    return len(db.session.scalars(changed.returning(Side.connection_id)).all())


def _touch(tie_ids: list[int], event: Event) -> None:
    if not tie_ids:
        return
    rows = [
        {"connection_id": key, "kind": Touch.EVENT, "event_id": event.id, "at": event.starts_at}
        for key in tie_ids
    ]
    once = insert(TouchEntry).on_conflict_do_nothing(
        index_elements=["connection_id", "event_id"], index_where=sa.text("kind = 'event'")
    )
    db.session.execute(once, rows)
