"""What the tests of the door ask of the world."""

from datetime import timedelta
from uuid import uuid4

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.operations import Outcome, Scan, admit, scan_ticket
from app.attendance.rules import Method
from app.events.models import Event, Slot
from app.groups.models import Group
from app.kit.clock import now
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.operations import Arrival, bring_in
from app.registrations.queries import whole
from app.registrations.states import State
from app.registrations.tickets import ticket_url
from tests.factories import a_group, a_member, an_event, owner_of


def tonight(group: Group | None = None, fee: int = 0, **given: object) -> Event:
    """An event that begins in half an hour; the doors are open."""
    slots = [Slot(capacity=20, door_fee=fee)]
    begins = now() + timedelta(minutes=30)
    return an_event(group or a_group(), starts_at=begins, slots=slots, **given)


def a_guest(event: Event, state: State = State.CONFIRMED, **given: object) -> Registration:
    """Somebody with a place, everything loaded."""
    place = bring_in(event, a_member(**given), Arrival(state=state), by=None, at=now())
    db.session.commit()
    return again(place)


def again(place: Registration) -> Registration:
    query = whole().where(Registration.id == place.id)
    return db.session.scalars(query, execution_options={"populate_existing": True}).one()


def host(event: Event) -> User:
    return owner_of(event.group)


def attempt(**given: object) -> Scan:
    return Scan(**({"id": uuid4(), "method": Method.QR, "occurred_at": now()} | given))


def scanned(event: Event, text: str, **given: object) -> Outcome:
    return scan_ticket(event, text, attempt(**given), by=host(event), at=now())


def shows_ticket(event: Event, place: Registration, **given: object) -> Outcome:
    return scanned(event, ticket_url(place), **given)


def named(event: Event, place: Registration, **given: object) -> Outcome:
    return admit(event, place, attempt(method=Method.NAME, **given), by=host(event), at=now())


def record_of(place: Registration) -> list[str]:
    query = sa.select(Entry.kind).where(Entry.registration_id == place.id)
    return [str(kind) for kind in db.session.scalars(query.order_by(Entry.received_at, Entry.kind))]
