"""The two steps every change is made of: a place comes to be, a place moves on. Both are logged."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.kit.tokens import public_id
from app.registrations import queries
from app.registrations.models import Change, Registration
from app.registrations.operations.refusals import Overtaken
from app.registrations.states import State
from app.registrations.tickets import ticket_hash


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


def end_of_line(event: Event) -> int:
    """The number of whoever joins the line now."""
    db.session.flush()
    return queries.last_queue_no(event) + 1


def about(registration: Registration) -> dict[str, object]:
    """Whom a line of the organizers' journal is about."""
    return {"member_id": registration.attendee_id}


def _write_down(
    registration: Registration, before: State | None, by: User | None, at: datetime, reason: str
) -> None:
    db.session.add(
        Change(
            registration_id=registration.id,
            from_state=before,
            to_state=registration.state,
            actor_id=by.id if by else None,
            reason=reason,
            at=at,
        )
    )
