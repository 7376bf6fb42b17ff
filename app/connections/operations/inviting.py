"""Connecting with somebody who is not here: a link for one person."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.connections.codes import invitation_token
from app.connections.models import Connection, ConnectionInvitation
from app.connections.operations.tying import CannotConnect, connect
from app.connections.queries import open_invitations
from app.connections.rules import Origin
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.tokens import fingerprint, new_token
from app.moderation.queries import are_kept_apart

MOST_OPEN = 10
LASTS = timedelta(days=14)


class TooManyInvitations(Refused):
    message = _l("You have ten links out already. Take one back before you make another.")


class InvitationIsOver(Refused):
    message = _l("This link is no longer good. Please ask for a new one.")


def invite(owner: User, words: str, *, at: datetime) -> ConnectionInvitation:
    """Make a link that connects `owner` with whoever opens it first, for two weeks.

    `words` are the owner's own, to know later whom the link was for. Raises TooManyInvitations.
    """
    lock(owner)
    if len(open_invitations(owner, at)) >= MOST_OPEN:
        raise TooManyInvitations
    nonce = new_token()
    invitation = ConnectionInvitation(
        owner_id=owner.id,
        nonce=nonce,
        token_hash=fingerprint(invitation_token(nonce)),
        words=words.strip(),
        made_at=at,
        expires_at=at + LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation


def come_by(invitation: ConnectionInvitation, guest: User, *, at: datetime) -> Connection:
    """Connect whoever opened the link with its owner; it works once.

    Raises CannotConnect for the owner alone, InvitationIsOver, also between people who are kept
    apart: a block must not be told.
    """
    lock(invitation)
    if invitation.owner_id == guest.id:
        raise CannotConnect
    owner = db.session.get_one(User, invitation.owner_id)
    if not invitation.is_open(at) or are_kept_apart(owner, guest):
        raise InvitationIsOver
    invitation.used_at, invitation.used_by_id = at, guest.id
    return connect(owner, guest, Origin.ONLINE, at=at)


def revoke(invitation: ConnectionInvitation, *, at: datetime) -> None:
    """Nobody comes by this link any more. Taking it back twice changes nothing."""
    changed = sa.update(ConnectionInvitation).where(
        ConnectionInvitation.id == invitation.id, ConnectionInvitation.used_at.is_(None)
    )
    db.session.execute(changed.values(revoked_at=at))
