"""The two steps every change is made of: a place comes to be, a place moves on. Both are logged."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db, errand
from app.kit.tokens import public_id
from app.registrations import queries
from app.registrations.models import Change, Registration
from app.registrations.operations.refusals import Overtaken
from app.registrations.states import State
from app.registrations.tickets import ticket_hash

# Two values of every row go into one statement, which takes 65,535.
AT_ONCE = 10_000


def enter(registration: Registration, *, by: User | None, reason: str) -> Registration:
    """Save a new registration with its ticket, and write down how it began."""
    enter_all([(registration, reason)], by=by)
    return registration


def enter_all(begun: list[tuple[Registration, str]], *, by: User | None) -> None:
    """Save many new registrations at once, each with the reason it began for."""
    for registration, _reason in begun:
        registration.public_id = public_id()
        registration.ticket_hash = ticket_hash(registration.public_id)
        registration.version = 0
        db.session.add(registration)
    db.session.flush()
    for registration, reason in begun:
        _write_down(registration, None, by, registration.registered_at, reason)


def move(
    registration: Registration,
    to: State,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    **values: object,
) -> None:
    """Move a registration on, unless somebody else has just done so. Raises Overtaken."""
    before = registration.state
    changed = {"state": to, "version": registration.version + 1, "offer_expires_at": None} | values
    step = (
        sa.update(Registration)
        .where(
            Registration.id == registration.id,
            Registration.state == before,
            Registration.version == registration.version,
        )
        .values(**changed)
        .returning(Registration.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalars(step).one_or_none() is None:
        raise Overtaken
    for name, value in changed.items():
        set_committed_value(registration, name, value)
    _write_down(registration, before, by, at, reason)


def move_all(
    registrations: list[Registration], to: State, *, by: User | None, at: datetime, reason: str
) -> None:
    """Move many on at once, each as `move` does. Raises Overtaken."""
    for start in range(0, len(registrations), AT_ONCE):
        _move_some(registrations[start : start + AT_ONCE], to, by, at, reason)


def end_of_line(event: Event) -> int:
    """The number of whoever joins the line now."""
    db.session.flush()
    return queries.last_queue_no(event) + 1


def about(registration: Registration) -> dict[str, object]:
    """Whom a line of the organizers' journal is about."""
    return {"member_id": registration.attendee_id}


def _move_some(
    registrations: list[Registration], to: State, by: User | None, at: datetime, reason: str
) -> None:
    known = sa.tuple_(Registration.id, Registration.version)
    step = (
        sa.update(Registration)
        .where(known.in_([(one.id, one.version) for one in registrations]))
        .values(state=to, version=Registration.version + 1, offer_expires_at=None)
        .returning(Registration.id)
        .execution_options(synchronize_session=False)
    )
    if len(db.session.scalars(step).all()) != len(registrations):
        raise Overtaken
    lines = [_line(one, one.state, to, by, at, reason) for one in registrations]
    db.session.execute(sa.insert(Change), lines)
    for one in registrations:
        set_committed_value(one, "state", to)
        set_committed_value(one, "version", one.version + 1)
        set_committed_value(one, "offer_expires_at", None)


def _line(
    registration: Registration,
    before: State | None,
    to: State,
    by: User | None,
    at: datetime,
    reason: str,
) -> dict[str, object]:
    return {
        "registration_id": registration.id,
        "from_state": before,
        "to_state": to,
        "actor_id": by.id if by else None,
        "reason": reason,
        "request_id": errand(),
        "at": at,
    }


def _write_down(
    registration: Registration, before: State | None, by: User | None, at: datetime, reason: str
) -> None:
    line = _line(registration, before, registration.state, by, at, reason)
    db.session.add(Change(**line))
