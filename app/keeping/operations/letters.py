"""Answers through our addresses: two who write to each other have been in touch."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.connections.models import Connection
from app.connections.rules import State
from app.keeping.models import TouchEntry
from app.keeping.rules import Touch
from app.kit.db import db
from app.relay.models import RelayedMessage

# A server that was away makes up for as much.
LOOKED_BACK = timedelta(days=30)


def note_letters(*, at: datetime) -> int:
    """Touch every tie whose two have written to each other since they have it.

    Twice is as good as once. Returns how many letters are new.
    """
    writer, reader = RelayedMessage.writer_id, RelayedMessage.reader_id
    pair = sa.and_(
        Connection.low_id == sa.func.least(writer, reader),
        Connection.high_id == sa.func.greatest(writer, reader),
        Connection.state == State.ACTIVE,
        Connection.connected_at <= RelayedMessage.received_at,
    )
    noted = sa.exists().where(
        TouchEntry.connection_id == Connection.id,
        TouchEntry.kind == Touch.RELAY,
        TouchEntry.at == RelayedMessage.received_at,
    )
    letters = (
        sa.select(
            Connection.id,
            sa.literal(Touch.RELAY, TouchEntry.kind.type),
            sa.literal("").label("words"),
            RelayedMessage.received_at,
        )
        .join(Connection, pair)
        .where(RelayedMessage.received_at > at - LOOKED_BACK, ~noted)
    )  # fmt: skip
    once = insert(TouchEntry).from_select(["connection_id", "kind", "words", "at"], letters)
    new = once.on_conflict_do_nothing().returning(TouchEntry.id)
    return len(db.session.scalars(new).all())
