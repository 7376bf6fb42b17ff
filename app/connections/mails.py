"""What people hear about their ties."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.rules import State
from app.kit.clock import now
from app.kit.db import db
from app.kit.letters import Letter, write
from app.moderation.queries import are_kept_apart
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.notifications.rules import Topic

ASKED = "connection.asked"


def asked_to_connect(
    connection: Connection, other: User, *, at: datetime, not_before: datetime
) -> None:
    key = f"{ASKED}:{connection.id}:{at.isoformat()}"
    promise = Promise(ASKED, key, about_id=connection.id, not_before=not_before)
    post(other, promise, at=at)


@composes(ASKED, topic=Topic.TIES)
def _asked(mail: Mail) -> Letter | None:
    query = (
        sa.select(Connection)
        .options(
            joinedload(Connection.low), joinedload(Connection.high), joinedload(Connection.event)
        )
        .where(Connection.id == mail.about_id, Connection.state == State.REQUESTED)
    )
    connection = db.session.scalars(query).one_or_none()
    if connection is None or not connection.awaits(mail.member, now()):
        return None
    if are_kept_apart(connection.low, connection.high):
        return None
    asker = connection.other(mail.member)
    return write(
        "connections/mail/asked",
        to=mail.member,
        asker=asker,
        event=connection.event,
        greeting=connection.greeting,
    )
