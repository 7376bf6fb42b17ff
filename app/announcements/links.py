"""The link at the foot of an announcement: it stops those of one event, or of one group."""

import hmac

from flask import current_app

from app.accounts.models import User
from app.kit.letters import link_to
from app.kit.tokens import derived_token


def off_token(member: User, scope: str) -> str:
    """Good for turning `scope` off and on again for `member`, and for nothing else."""
    secret: str = current_app.config["SECRET_KEY"]
    return derived_token(secret, "announcements-off", f"{member.public_id}:{scope}")


def is_off_token(token: str, member: User, scope: str) -> bool:
    return hmac.compare_digest(token.encode(), off_token(member, scope).encode())


def off_url(member: User, scope: str) -> str:
    """The full address of the page that turns `scope` off without signing in."""
    return link_to(
        "announcements.off",
        member_id=member.public_id,
        scope=scope,
        token=off_token(member, scope),
    )
