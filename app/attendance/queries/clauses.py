"""What the record says of a registration, as clauses for long lists. Nothing here is run."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from app.attendance.models import Entry
from app.attendance.rules import ARRIVALS, Kind
from app.kit.db import another

Id = sa.SQLColumnExpression[int]


def was_there(registration_id: Id) -> "sa.ColumnElement[bool]":
    """Whether the record lets whoever holds that registration in, undone lines apart."""
    return _stands(registration_id, ARRIVALS)


def is_excused(registration_id: Id) -> "sa.ColumnElement[bool]":
    """Whether the organizers have written down that staying away was all right."""
    return _stands(registration_id, (Kind.EXCUSE,))


def has_open_claim(registration_id: Id) -> "sa.ColumnElement[bool]":
    """Whether somebody who counts as missing says they came, and nobody has answered."""
    claim, later = another(Entry, "claim"), another(Entry, "answer")
    answered = sa.exists().where(
        later.registration_id == claim.registration_id,
        later.kind == Kind.DECLINE,
        sa.tuple_(later.occurred_at, later.id) > sa.tuple_(claim.occurred_at, claim.id),
        ~undone(later),
    )
    claimed = sa.exists().where(
        claim.registration_id == registration_id,
        claim.kind == Kind.CLAIM,
        ~undone(claim),
        ~answered,
    )
    return claimed & ~was_there(registration_id) & ~is_excused(registration_id)


def _stands(registration_id: Id, kinds: Sequence[Kind]) -> "sa.ColumnElement[bool]":
    """Whether the record holds a line of these kinds that has not been taken back."""
    entry = another(Entry, "record")
    return sa.exists().where(
        entry.registration_id == registration_id, entry.kind.in_(kinds), ~undone(entry)
    )


def undone(entry: type[Entry]) -> "sa.ColumnElement[bool]":
    """Whether a later line takes that one back."""
    undo = another(Entry, "undo")
    return sa.exists().where(
        undo.registration_id == entry.registration_id,
        undo.kind == Kind.UNDO,
        undo.undoes_id == entry.id,
    )


def last_moves(event_id: int) -> sa.Subquery:
    """The last time each registration of an event came or went: its id, and which of the two."""
    moves = (*ARRIVALS, Kind.OUT)
    return (
        sa.select(Entry.registration_id, Entry.kind)
        .ext(distinct_on(Entry.registration_id))
        .where(Entry.event_id == event_id, Entry.registration_id.is_not(None))
        .where(Entry.kind.in_(moves), ~undone(Entry))
        .order_by(Entry.registration_id, Entry.occurred_at.desc(), Entry.id.desc())
        .subquery()
    )
