"""The link at the foot of a mail that turns its topic off: it names person and topic, no more."""

import hmac

from flask import current_app

from app.accounts.models import User
from app.kit.letters import link_to
from app.kit.tokens import derived_token


def off_token(member: User, topic: str) -> str:
    """Good for turning `topic` off and on again for `member`, and for nothing else."""
    secret: str = current_app.config["SECRET_KEY"]
    return derived_token(secret, "mails-off", f"{member.public_id}:{topic}")


def is_off_token(token: str, member: User, topic: str) -> bool:
    return hmac.compare_digest(token.encode(), off_token(member, topic).encode())


def off_url(member: User, topic: str) -> str:
    """The full address of the page that turns `topic` off without signing in."""
    return link_to(
        "mails.off", member_id=member.public_id, topic=topic, token=off_token(member, topic)
    )
