"""Being in touch: how often one means to, and that it has happened."""

from datetime import datetime, timedelta

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.operations import side_kept
from app.connections.queries import between
from app.connections.rules import State
from app.keeping.models import TouchEntry
from app.keeping.rules import Cadence, Snooze, Touch
from app.kit.db import db


def keep_up(connection: Connection, owner: User, cadence: Cadence | None, *, at: datetime) -> None:
    """Be reminded of the other every so often; None: not at all. The other does not notice."""
    side = side_kept(connection, owner, at=at)
    side.cadence_days = int(cadence) if cadence else None
    side.snoozed_until, side.archived_at = None, None


def snooze(connection: Connection, owner: User, rest: Snooze, *, at: datetime) -> None:
    """Be reminded later."""
    side_kept(connection, owner, at=at).snoozed_until = at + timedelta(days=int(rest))


def note_touch(
    connection: Connection, owner: User, kind: Touch, words: str, *, happened_at: datetime
) -> None:
    """Write down that the two have talked or met. Only `owner` sees it."""
    entry = TouchEntry(
        connection_id=connection.id,
        owner_id=owner.id,
        kind=kind,
        words=words.strip(),
        at=happened_at,
    )
    db.session.add(entry)
    side_kept(connection, owner, at=happened_at).snoozed_until = None


def touched(one: User, other: User, kind: Touch, *, at: datetime) -> None:
    """Write down a contact both know of, such as a letter. Nothing where there is no tie."""
    connection = between(one, other)
    if connection is not None and connection.state == State.ACTIVE:
        db.session.add(TouchEntry(connection_id=connection.id, kind=kind, at=at))
