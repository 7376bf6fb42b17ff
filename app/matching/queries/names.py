"""People found by the names that organizers type."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.folding import folded
from app.accounts.models import User
from app.accounts.queries import is_called
from app.events.models import Event
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import State

OFFERED, MOST = 400, 6


@dataclass(frozen=True)
class Namesakes:
    """Everybody a name may mean, and how each is told from the others."""

    people: list[User]
    names: list[str]


def names_to_type(event: Event) -> list[str]:
    """Names to choose from while typing; none where there are too many to look through."""
    found = db.session.scalars(_guests(event).limit(OFFERED + 1)).all()
    return [] if len(found) > OFFERED else _told_apart(list(found))


def guests_called(event: Event, typed: str) -> Namesakes:
    """Those with a seat who may be meant.

    That is whoever is called exactly so, else who is called so in part. A code in brackets tells
    people of one name apart.
    """
    name, _, code = typed.replace("（", "(").replace("）", ")").partition("(")
    query = _guests(event).where(is_called(name.strip()))
    if code:
        query = query.where(User.public_id.startswith(code.rstrip(") "), autoescape=True))
    found = list(db.session.scalars(query.limit(MOST)))
    exact = [one for one in found if folded(name) in _ways(one)]
    people = exact or found
    return Namesakes(people, _told_apart(people))


def _guests(event: Event) -> "sa.Select[User]":
    return (
        sa.select(User)
        .join(Registration, Registration.attendee_id == User.id)
        .where(Registration.event_id == event.id, Registration.state == State.CONFIRMED)
        .order_by(User.name_key, User.id)
    )


def _ways(person: User) -> set[str]:
    written = person.family_name + person.given_name
    western = person.given_name + person.family_name
    return {folded(it) for it in (written, western, person.display_name, person.reading) if it}


def _told_apart(people: list[User]) -> list[str]:
    names = [person.full_name for person in people]
    return [
        f"{name} ({person.public_id[:5]})" if names.count(name) > 1 else name
        for name, person in zip(names, people, strict=True)
    ]
