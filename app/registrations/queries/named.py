"""Places that lists from elsewhere have given to a name, until somebody says yes."""

import sqlalchemy as sa

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.queries.places import whole
from app.registrations.states import ACTIVE

MOST = 20


def places_naming(member: User | None) -> "sa.Select[Registration]":
    """The places waiting for `member`'s yes: those listed under their own proven address."""
    query = (
        whole()
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.needs_yes, Registration.state.in_(ACTIVE))
        .order_by(Event.starts_at, Registration.id)
    )
    if member is None or not member.is_verified or not member.email:
        return query.where(sa.false())
    return query.where(Registration.listed_email == member.email)


def naming(member: User | None, event: Event | None = None) -> list[Registration]:
    """The same as a list, for a page; of one event, or of all."""
    query = places_naming(member)
    if event is not None:
        query = query.where(Registration.event_id == event.id)
    return list(db.session.scalars(query.limit(MOST)))


def places_held_by(stand_in: User) -> "sa.Select[Registration]":
    """The places that wait for the yes of whoever `stand_in` stands for."""
    return (
        whole()
        .where(Registration.attendee_id == stand_in.id)
        .where(Registration.needs_yes, Registration.state.in_(ACTIVE))
    )
