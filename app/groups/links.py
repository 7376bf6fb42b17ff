"""The link in an invitation to help run a group: good for that one, and for nothing else."""

from flask import current_app

from app.groups.models import TeamInvitation
from app.kit.letters import link_to
from app.kit.tokens import derived_token


def token_of(nonce: str) -> str:
    """The token that belongs to an invitation's nonce; only its fingerprint is kept."""
    return derived_token(current_app.config["SECRET_KEY"], "team-invitation", nonce)


def invitation_url(invitation: TeamInvitation) -> str:
    """The full address to open. Whoever reads it can use it: for letters only."""
    return link_to("team.invitation", token=token_of(invitation.nonce))
