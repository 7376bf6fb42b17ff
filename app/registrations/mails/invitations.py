"""The letter that invites somebody, member or not, to the address the organizers gave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.accounts.queries import member_at
from app.events.models import Event, Invitation
from app.kit.db import db
from app.kit.letters import Letter, write
from app.moderation.queries import are_kept_apart
from app.notifications.composers import UNNOTICED, composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post_all
from app.registrations.links import invitation_url

INVITED = "registrations.invited"


@dataclass
class Guest:
    """Somebody who may never have been here: written to in the language of the event."""

    locale: str
    timezone: str


def invited(invitations: Iterable[Invitation], by: User, *, at: datetime) -> None:
    """Write to everybody on the list; whoever brought them in without a word stays unwritten."""
    post_all([(by, _promise(each)) for each in invitations if each.by_id is not None], at=at)


def _promise(invitation: Invitation) -> Promise:
    event = invitation.event
    key = f"{INVITED}:{invitation.nonce}"
    return Promise(INVITED, key, about_id=invitation.id, expires_at=event.ends_at)


@composes(INVITED, manner=UNNOTICED)
def _invited(mail: Mail) -> Letter | None:
    """Addressed to the guest; the organizer who invites is the member of this mail."""
    invitation = db.session.get(Invitation, mail.about_id)
    event = db.session.get(Event, invitation.event_id) if invitation else None
    if invitation is None or event is None or not event.is_on:
        return None
    guest = member_at(invitation.email)
    if guest is not None and are_kept_apart(guest, mail.member):
        return None
    return write(
        "registrations/mail/invited",
        to=guest if guest and guest.is_verified else _guest(event),
        address=invitation.email,
        name=guest if guest and guest.is_verified else None,
        event=event,
        by=mail.member,
        url=invitation_url(invitation),
    )


def _guest(event: Event) -> Guest:
    spoken = [language for language in event.languages if language in ("ja", "en")]
    return Guest(locale=spoken[0] if spoken else "ja", timezone=event.timezone)
