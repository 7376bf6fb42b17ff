"""Tickets and links: tokens only we can make again. Of a ticket the fingerprint is stored."""

from datetime import datetime, timedelta

from flask import current_app

from app.events.models import Event
from app.kit.letters import absolute
from app.kit.tokens import derived_token, fingerprint
from app.registrations.models import Registration

# A ticket stays on its owner's phone a little longer than the event: evenings grow late.
KEPT_AFTER_THE_END = timedelta(hours=6)


def token_for(public_id: str) -> str:
    """The ticket of the registration that is called `public_id`."""
    return derived_token(current_app.config["SECRET_KEY"], "ticket", public_id)


def ticket_token(registration: Registration) -> str:
    """What the QR code of `registration` carries, at the end of an address."""
    return token_for(registration.public_id)


def ticket_path(registration: Registration) -> str:
    return f"/t/{ticket_token(registration)}"


def ticket_url(registration: Registration) -> str:
    """The whole address in the QR code: any phone's camera opens it."""
    return absolute(ticket_path(registration))


def ticket_hash(public_id: str) -> str:
    """What the row keeps of the ticket."""
    return fingerprint(token_for(public_id))


def answer_token(registration: Registration) -> str:
    """What the link in a letter carries that asks `registration` whether they still come."""
    name = registration.public_id
    return f"{name}.{derived_token(current_app.config['SECRET_KEY'], 'still-coming', name)}"


def answer_url(registration: Registration) -> str:
    """Where somebody says, without signing in, whether they still come."""
    return absolute(f"/still-coming/{answer_token(registration)}")


def kept_until(event: Event) -> datetime:
    """When a ticket for `event` leaves its owner's phone."""
    return event.ends_at + KEPT_AFTER_THE_END
