"""What every letter about an introduction has in common."""

from dataclasses import replace
from datetime import datetime

from flask import current_app

from app.accounts.models import User
from app.introductions.models import Introduction
from app.kit.db import db
from app.kit.letters import Letter
from app.moderation.queries import are_kept_apart
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.relay.links import reply_address, thread_of
from app.relay.rules import Matter


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


def is_answered_here() -> bool:
    """Whether mail that comes in is passed on between two who do not see each other's address."""
    return bool(current_app.config["MAIL_REPLY_DOMAIN"])


def answered_to(letter: Letter, matter: Matter, about_id: int, reader: User, to: User) -> Letter:
    """The letter, so that whoever just replies to it writes to `to`: the two may by now."""
    address = reply_address(matter, about_id, writer=reader, reader=to)
    thread = thread_of(matter, about_id, reader, to) if address else ""
    return replace(letter, reply_to=address, thread=thread)
