"""Links in letters that ask somebody to come: each is good for that, and for nothing else."""

from flask import current_app

from app.events.models import Invitation
from app.kit.letters import absolute
from app.kit.tokens import derived_token
from app.registrations.models import BuddyInvitation


def buddy_token(nonce: str) -> str:
    """The token that belongs to a question's nonce; only its fingerprint is kept."""
    return derived_token(current_app.config["SECRET_KEY"], "buddy", nonce)


def buddy_url(invitation: BuddyInvitation) -> str:
    """The full address to open. Whoever reads it can answer: for letters only."""
    return absolute(f"/together/{buddy_token(invitation.nonce)}")


def invitation_token(nonce: str) -> str:
    """The token that belongs to an invitation's nonce; only its fingerprint is kept."""
    return derived_token(current_app.config["SECRET_KEY"], "invitation", nonce)


def invitation_url(invitation: Invitation) -> str:
    """The full address to open. Whoever reads it is invited: for letters only."""
    return absolute(f"/invited/{invitation_token(invitation.nonce)}")
