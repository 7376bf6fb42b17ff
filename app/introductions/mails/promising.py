"""What every letter about an introduction has in common."""

from datetime import datetime

from app.accounts.models import User
from app.introductions.models import Introduction
from app.kit.db import db
from app.moderation.queries import are_kept_apart
from app.notifications.models import Mail
from app.notifications.operations import Promise, post


def promise(
    introduction: Introduction,
    party: User,
    kind: str,
    at: datetime,
    *,
    not_before: datetime | None = None,
    mark: str = "",
) -> None:
    """Promise one letter of a kind to one party; `mark` tells several of them apart."""
    key = f"{kind}:{introduction.id}:{party.id}{mark}"
    post(party, Promise(kind, key, about_id=introduction.id, not_before=not_before), at=at)


def about(mail: Mail) -> Introduction | None:
    return db.session.get(Introduction, mail.about_id)


def has_block(mail: Mail, *others: User | None) -> bool:
    """Whether the reader and one of those the letter names are kept apart."""
    return any(
        one is not None and one.id != mail.member_id and are_kept_apart(mail.member, one)
        for one in others
    )
