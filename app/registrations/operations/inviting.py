"""Inviting people by address, members or not; and taking an invitation back."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.accounts.names import one_spelling
from app.events.models import Event, Invitation
from app.events.rules import Openness
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.tokens import fingerprint, public_id
from app.registrations import mails, queries
from app.registrations.links import invitation_token

MOST_INVITED = 2_000


class TooManyInvited(Refused):
    message = _l("That would be more than 2,000 invitations to one event.")


class HasPlace(Refused):
    message = _l(
        "Whoever was invited there has a place already. To take it back, withdraw it in the list"
        " of attendees."
    )


def invite(event: Event, addresses: Iterable[str], *, by: User, at: datetime) -> int:
    """Invite everybody at these addresses who is not yet; returns how many those are.

    Letters leave once the event is published. Locks the event. Raises TooManyInvited.
    """
    lock(event)
    wanted = list(dict.fromkeys(map(one_spelling, addresses)))
    if queries.invited_count(event) + len(wanted) > MOST_INVITED:
        raise TooManyInvited
    number = _add(event, wanted, by, at)
    if number:
        note(event.group, Deed.INVITED, by=by, at=at, event=event, details={"count": number})
    if event.is_on:
        send_invitations(event, by=by, at=at)
    return number


def send_invitations(event: Event, *, by: User | None, at: datetime) -> None:
    """Write to everybody invited who has not been written to yet, as long as somebody invites."""
    if by is None:
        return
    invited = db.session.scalars(queries.invitations(event)).all()
    mails.invited(invited, by, at=at)


def uninvite(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Take an invitation back; a letter that has not left yet stays. Raises HasPlace."""
    event = invitation.event
    lock(event)
    if queries.came_by(invitation):
        raise HasPlace
    db.session.delete(invitation)
    note(event.group, Deed.UNINVITED, by=by, at=at, event=event, details={"count": 1})
    db.session.flush()


def use_invitation(invitation: Invitation, member: User) -> None:
    """Let `member` in on an invitation that went to whichever address. Repeating it is harmless."""
    if invitation.email == member.email or member.email is None:
        return
    has_own = sa.select(Invitation.id).where(
        Invitation.event_id == invitation.event_id, Invitation.email == member.email
    )
    if db.session.scalars(has_own).first() is None:
        invitation.email = member.email
        db.session.flush()


def let_see(event: Event, members: Iterable[User], *, at: datetime) -> None:
    """Let people who were brought in see an event that is for invited people; nobody is told."""
    if event.openness == Openness.INVITED:
        _add(event, [member.email for member in members if member.email], None, at)


def _add(event: Event, addresses: list[str], by: User | None, at: datetime) -> int:
    rows = [_row(event, email, by, at) for email in addresses]
    if not rows:
        return 0
    once = insert(Invitation).on_conflict_do_nothing(index_elements=["event_id", "email"])
    return len(db.session.scalars(once.returning(Invitation.id), rows).all())


def _row(event: Event, email: str, by: User | None, at: datetime) -> dict[str, object]:
    nonce = public_id()
    return {
        "event_id": event.id,
        "email": email,
        "nonce": nonce,
        "token_hash": fingerprint(invitation_token(nonce)),
        "by_id": by.id if by else None,
        "invited_at": at,
    }
