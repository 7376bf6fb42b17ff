"""Give and take: each keeps their own lines, and nobody sees the other's."""

from datetime import datetime

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.operations import side_kept
from app.connections.queries import between
from app.connections.rules import State
from app.keeping.models import FavourEntry
from app.keeping.rules import Direction, Favour
from app.kit.db import db


def gave(giver: User, receiver: User, kind: Favour, *, at: datetime, words: str = "") -> None:
    """One has done something for the other: a line in the ledger of each.

    Nothing where there is no tie between them.
    """
    connection = between(giver, receiver)
    if connection is None or connection.state != State.ACTIVE:
        return
    for owner, direction in ((giver, Direction.GAVE), (receiver, Direction.RECEIVED)):
        line = FavourEntry(
            connection_id=connection.id,
            owner_id=owner.id,
            direction=direction,
            kind=kind,
            words=words.strip(),
            at=at,
        )
        db.session.add(line)


def note_favour(
    connection: Connection, owner: User, direction: Direction, words: str, *, at: datetime
) -> None:
    """Write a line of one's own; the other's ledger stays as it is."""
    line = FavourEntry(
        connection_id=connection.id,
        owner_id=owner.id,
        direction=direction,
        kind=Favour.MANUAL,
        words=words.strip(),
        at=at,
    )
    db.session.add(line)


def reviewed(connection: Connection, owner: User, *, at: datetime) -> None:
    """It is fine as it is: not asked about again for three months."""
    side_kept(connection, owner, at=at).reviewed_at = at
