"""The letter to two people who would like to meet each other."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.rules import State
from app.kit.db import db
from app.kit.letters import Letter, write
from app.moderation.queries import are_kept_apart
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post

FOUND = "matching.found"


def found_each_other(connection: Connection, reader: User, *, at: datetime) -> None:
    """Tell one of the two, once for each time that they find each other."""
    key = f"{FOUND}:{connection.id}:{reader.id}:{at.isoformat()}"
    post(reader, Promise(FOUND, key, about_id=connection.id), at=at)


@composes(FOUND)
def _found(mail: Mail) -> Letter | None:
    query = (
        sa.select(Connection)
        .options(
            joinedload(Connection.low), joinedload(Connection.high), joinedload(Connection.event)
        )
        .where(Connection.id == mail.about_id, Connection.state == State.ACTIVE)
    )
    connection = db.session.scalars(query).one_or_none()
    if connection is None or are_kept_apart(connection.low, connection.high):
        return None
    other = connection.other(mail.member)
    return write("matching/mail/found", to=mail.member, other=other, event=connection.event)
