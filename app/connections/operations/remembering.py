"""What each keeps to themselves about a tie, and what they open to the other."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.connections.models import Connection, Side
from app.connections.people import contacts_filled_in
from app.connections.queries import side_of
from app.connections.rules import State
from app.kit.db import db
from app.kit.errors import Refused

MOST_MARKS = 12


class NotConnected(Refused):
    message = _l("You can only vouch for people you are connected with.")


@dataclass(frozen=True)
class Memory:
    """One person's own words about a tie; nobody else reads them."""

    note: str = ""
    how_met: str = ""
    idea: str = ""
    marks: tuple[str, ...] = ()


def share(connection: Connection, owner: User, fields: Collection[str], *, at: datetime) -> None:
    """Grant exactly `fields` of `owner`'s contacts to the other; the rest is revoked."""
    side = side_kept(connection, owner, at=at)
    side.shares = sorted(set(fields) & contacts_filled_in(owner).keys())
    side.changed_at = at


def remember(connection: Connection, owner: User, memory: Memory, *, at: datetime) -> None:
    """Keep `owner`'s private words about the other, instead of those kept before."""
    side = side_kept(connection, owner, at=at)
    side.note, side.how_met = memory.note.strip(), memory.how_met.strip()
    side.idea, side.marks = memory.idea.strip(), list(dict.fromkeys(memory.marks))[:MOST_MARKS]
    if side.idea:
        side.archived_at = None
    side.changed_at = at


def mute(connection: Connection, owner: User, *, at: datetime) -> None:
    """Suggest and remind of the other no more. They do not notice."""
    side_kept(connection, owner, at=at).muted_at = at


def unmute(connection: Connection, owner: User, *, at: datetime) -> None:
    side_kept(connection, owner, at=at).muted_at = None


def put_away(connection: Connection, owner: User, *, at: datetime) -> None:
    """Keep the tie, out of sight."""
    side_kept(connection, owner, at=at).archived_at = at


def bring_back(connection: Connection, owner: User, *, at: datetime) -> None:
    side_kept(connection, owner, at=at).archived_at = None


def vouch(connection: Connection, owner: User, *, at: datetime) -> None:
    """Say that the other is who they say they are. Who says so is told to nobody.

    Raises NotConnected.
    """
    if connection.state != State.ACTIVE:
        raise NotConnected
    side_kept(connection, owner, at=at).vouched_at = at


def vouch_no_more(connection: Connection, owner: User, *, at: datetime) -> None:
    side_kept(connection, owner, at=at).vouched_at = None


def side_kept(connection: Connection, owner: User, *, at: datetime) -> Side:
    """The half that belongs to `owner`; made where there is none yet."""
    side = side_of(connection, owner)
    if side is None:
        side = Side(connection_id=connection.id, owner_id=owner.id, shares=[], changed_at=at)
        db.session.add(side)
        db.session.flush()
    return side
