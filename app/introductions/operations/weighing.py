"""How strong a tie is: one, and one more for each evening both have been to."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.connections.contacts import Contact
from app.connections.models import Connection
from app.keeping.models import TouchEntry
from app.keeping.rules import Touch
from app.kit.db import db

LOOKS_BACK = timedelta(days=2)


def weigh_contacts(at: datetime) -> int:
    """Bring the strength of ties in step with the evenings of late; returns how many changed.

    A tie that somebody is just ending is passed over: nobody waits for anybody here.
    """
    fresh = sa.select(TouchEntry.connection_id).where(
        TouchEntry.kind == Touch.EVENT, TouchEntry.at > at - LOOKS_BACK, TouchEntry.at <= at
    )
    met = (
        sa.select(Connection.low_id, Connection.high_id, (1.0 + sa.func.count()).label("strength"))
        .join(TouchEntry, TouchEntry.connection_id == Connection.id)
        .where(TouchEntry.kind == Touch.EVENT, Connection.id.in_(fresh))
        .group_by(Connection.id)
        .subquery()
    )
    is_pair = sa.or_(
        sa.and_(Contact.a == met.c.low_id, Contact.b == met.c.high_id),
        sa.and_(Contact.a == met.c.high_id, Contact.b == met.c.low_id),
    )
    stale = (
        sa.select(Contact.a, Contact.b, met.c.strength)
        .join(met, is_pair)
        .where(Contact.strength != met.c.strength)
        .with_for_update(of=Contact, skip_locked=True)
        .cte("stale")
    )
    changed = db.session.execute(
        sa.update(Contact)
        .values(strength=stale.c.strength)
        .where(Contact.a == stale.c.a, Contact.b == stale.c.b)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(changed, "rowcount", 0))
