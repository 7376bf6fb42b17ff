"""What somebody has said they would do: written down, done, let go, taken up again."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.rules import State
from app.keeping.models import FavourEntry, Pledge
from app.keeping.queries.pledges import open_count
from app.keeping.rules import MOST_PROMISED, Direction, Favour
from app.kit.db import db, lock
from app.kit.errors import Refused


class PromisedEnough(Refused):
    message = _l("Fifty open promises are enough. Please finish one, or let one go, first.")


@dataclass(frozen=True)
class Word:
    """What is promised: to a contact, to whomever `whom` names, or to nobody; by a day, or none."""

    words: str
    tie: Connection | None = None
    whom: str = ""
    due_on: date | None = None


def promise(owner: User, word: Word, *, at: datetime) -> Pledge:
    """Write down what `owner` has said they would do. Locks the owner. Raises PromisedEnough."""
    _require_room(owner)
    row = Pledge(
        owner_id=owner.id,
        connection_id=word.tie.id if word.tie else None,
        words=word.words.strip(),
        whom=word.whom.strip(),
        due_on=word.due_on,
        made_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row


def word_anew(row: Pledge, word: Word, *, keeps_tie: bool = False) -> None:
    """Say it otherwise, or choose another day. With `keeps_tie` it is for the same contact."""
    row.words, row.whom, row.due_on = word.words.strip(), word.whom.strip(), word.due_on
    if not keeps_tie:
        row.connection_id = word.tie.id if word.tie else None


def keep_promise(row: Pledge, owner: User, *, at: datetime) -> None:
    """It is done: where it was for a contact, that is something given, in `owner`'s ledger alone.

    Repeating it changes nothing. Locks the owner, then the promise.
    """
    lock(owner)
    if not lock(row).is_open:
        return
    row.done_at = at
    tie = db.session.get(Connection, row.connection_id) if row.connection_id else None
    if tie is not None and tie.state == State.ACTIVE:
        db.session.add(
            FavourEntry(
                connection_id=tie.id,
                owner_id=owner.id,
                direction=Direction.GAVE,
                kind=Favour.TASK,
                words=row.words,
                at=at,
            )
        )


def let_go(row: Pledge, owner: User, *, at: datetime) -> None:
    """It will not be done, and that is all right. Repeating it changes nothing."""
    lock(owner)
    if lock(row).is_open:
        row.dropped_at = at


def take_up_again(row: Pledge, owner: User) -> None:
    """It is not done after all; what it gave is taken off the ledger again.

    Locks the owner, then the promise. Raises PromisedEnough.
    """
    lock(owner)
    if lock(row).is_open:
        return
    _require_room(owner)
    given = sa.delete(FavourEntry).where(
        FavourEntry.owner_id == owner.id,
        FavourEntry.connection_id == row.connection_id,
        FavourEntry.kind == Favour.TASK,
        FavourEntry.at == row.done_at,
    )
    db.session.execute(given)
    row.done_at, row.dropped_at = None, None


def forget_promise(row: Pledge) -> None:
    """Take it off the list for good."""
    db.session.delete(row)


def _require_room(owner: User) -> None:
    lock(owner)
    if open_count(owner) >= MOST_PROMISED:
        raise PromisedEnough
