"""Somebody a letter named, and what its reader may still say of them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.people import visible_people
from app.connections.queries import between, side_of
from app.connections.rules import State
from app.events.models import Event
from app.kit.db import db
from app.matching.models.likes import Answer, Like
from app.matching.queries.interests import fellows_at
from app.matching.rules.feedback import Said
from app.recaps.queries.audience import variant_for
from app.recaps.rules import CADENCE_TAPS, CAME, OTHER_TAPS, Tap, Variant


@dataclass(frozen=True)
class Named:
    """One person, as the reader of a letter stands to them now.

    `done` are the taps that hold already.
    """

    person: User
    tie: Connection | None
    taps: tuple[Tap, ...]
    done: tuple[Tap, ...]


def events_named(public_id: str) -> "sa.Select[Event]":
    """The evening a link speaks of, whoever asks."""
    query = sa.select(Event).options(joinedload(Event.group), joinedload(Event.host))
    return query.where(Event.public_id == public_id)


def named_in(event: Event, reader: User, person_id: str, at: datetime) -> Named | None:
    """Whom the recap of `event` may name to `reader` by that public name; None: nobody now.

    A block, a closed account or a list they have left holds here as in the letter.
    """
    variant = variant_for(event, reader)
    if variant not in CAME:
        return None
    seen = visible_people(reader).where(User.public_id == person_id, User.id != reader.id)
    person = db.session.scalars(seen).one_or_none()
    if person is None:
        return None
    tie = between(reader, person)
    if tie is not None and tie.state == State.ACTIVE:
        return Named(person, tie, CADENCE_TAPS, _cadence(tie, reader))
    if variant != Variant.ATTENDED or not _is_fellow(event, reader, person):
        return None
    return Named(person, tie, OTHER_TAPS, _said(event, reader, person, tie, at))


def _is_fellow(event: Event, reader: User, person: User) -> bool:
    query = fellows_at(event, reader).where(User.id == person.id)
    return db.session.scalars(query).one_or_none() is not None


def _cadence(tie: Connection, reader: User) -> tuple[Tap, ...]:
    side = side_of(tie, reader)
    days = side.cadence_days if side else None
    return tuple(tap for tap in CADENCE_TAPS if tap.days == days)


def _said(
    event: Event, reader: User, person: User, tie: Connection | None, at: datetime
) -> tuple[Tap, ...]:
    query = sa.select(Answer.said).where(
        Answer.member_id == reader.id, Answer.person_id == person.id, Answer.event_id == event.id
    )
    said = db.session.scalars(query).one_or_none()
    holds = {
        Tap.CONNECT: tie is not None and tie.is_asked_by(reader, at),
        Tap.LIKE: db.session.get(Like, (reader.id, person.id)) is not None,
        Tap.MET: said == Said.MET,
        Tap.NOT_MET: said == Said.NOT_MET,
    }
    return tuple(tap for tap, is_done in holds.items() if is_done)
