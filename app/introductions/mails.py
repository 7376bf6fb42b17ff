"""What the three parties hear. The asker gets exactly two letters: received, and the result."""

from datetime import datetime

from app.accounts.models import User
from app.connections.people import card_for, granted_contacts
from app.connections.wording import FIELD_NAMES
from app.introductions.models import Introduction
from app.introductions.rules import REMINDER, Seen, State, seen_by_asker
from app.kit.db import db
from app.kit.letters import Letter, write
from app.kit.nights import after_night
from app.moderation.queries import are_kept_apart, has_blocked
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post

RECEIVED = "introduction.received"
ENDED = "introduction.ended"
ASKED_CONNECTOR = "introduction.asked_connector"
ASKED_TARGET = "introduction.asked_target"
INTRODUCED = "introduction.introduced"
THANKS = "introduction.thanks"


def received(introduction: Introduction, *, at: datetime) -> None:
    """Tell the asker we have it; and promise now the letter of the neutral hour."""
    _promise(introduction, introduction.asker, RECEIVED, at)
    _promise(introduction, introduction.asker, ENDED, at, not_before=introduction.closes_at)


def asked_connector(introduction: Introduction, *, at: datetime) -> None:
    if introduction.connector is not None:
        _ask_and_remind(introduction, introduction.connector, ASKED_CONNECTOR, at)


def asked_target(introduction: Introduction, *, at: datetime) -> None:
    if introduction.target is not None:
        _ask_and_remind(introduction, introduction.target, ASKED_TARGET, at)


def introduced(introduction: Introduction, *, at: datetime) -> None:
    """One letter to each side, not a common thread; and a thank-you to the connector."""
    for party in (introduction.asker, introduction.target):
        if party is not None:
            _promise(introduction, party, INTRODUCED, at)
    if introduction.connector is not None:
        _promise(introduction, introduction.connector, THANKS, at)


def _ask_and_remind(introduction: Introduction, party: User, kind: str, at: datetime) -> None:
    _promise(introduction, party, kind, at)
    reminder = after_night(at + REMINDER, party.timezone)
    _promise(introduction, party, kind, at, not_before=reminder)


def _promise(
    introduction: Introduction,
    party: User,
    kind: str,
    at: datetime,
    *,
    not_before: datetime | None = None,
) -> None:
    key = f"{kind}:{introduction.id}:{party.id}" + (":later" if not_before else "")
    promise = Promise(kind, key, about_id=introduction.id, not_before=not_before)
    post(party, promise, at=at)


@composes(RECEIVED)
def _received(mail: Mail) -> Letter | None:
    introduction = _about(mail)
    if introduction is None:
        return None
    return write("introductions/mail/received", to=mail.member, introduction=introduction)


@composes(ENDED)
def _ended(mail: Mail) -> Letter | None:
    """The neutral sentence; not for a request that succeeded or was taken back."""
    introduction = _about(mail)
    if introduction is None:
        return None
    closes = introduction.closes_at
    if seen_by_asker(introduction.state, closes, closes) != Seen.NOT_THIS_TIME:
        return None
    if has_blocked(mail.member, introduction.target):
        return None
    return write("introductions/mail/ended", to=mail.member, introduction=introduction)


@composes(ASKED_CONNECTOR)
def _asked_connector(mail: Mail) -> Letter | None:
    introduction = _about(mail)
    if introduction is None or not introduction.awaits_connector(mail.member):
        return None
    return _with_asker(introduction, mail, "introductions/mail/asked_connector")


@composes(ASKED_TARGET)
def _asked_target(mail: Mail) -> Letter | None:
    introduction = _about(mail)
    if introduction is None or not introduction.awaits_target(mail.member):
        return None
    return _with_asker(introduction, mail, "introductions/mail/asked_target")


@composes(INTRODUCED)
def _introduced(mail: Mail) -> Letter | None:
    introduction = _about(mail)
    if introduction is None or introduction.state != State.INTRODUCED:
        return None
    asker, target = introduction.asker, introduction.target
    other = target if mail.member_id == introduction.asker_id else asker
    if other is None or _has_block(mail, other, introduction.connector):
        return None
    return write(
        "introductions/mail/introduced",
        to=mail.member,
        introduction=introduction,
        other=other,
        contacts=granted_contacts(mail.member, other),
        field_names=FIELD_NAMES,
    )


@composes(THANKS)
def _thanks(mail: Mail) -> Letter | None:
    introduction = _about(mail)
    if introduction is None or introduction.state != State.INTRODUCED:
        return None
    if _has_block(mail, introduction.asker, introduction.target):
        return None
    return write("introductions/mail/thanks", to=mail.member, introduction=introduction)


def _with_asker(introduction: Introduction, mail: Mail, template: str) -> Letter | None:
    if _has_block(mail, introduction.asker, introduction.connector, introduction.target):
        return None
    if not introduction.asker.is_verified:
        return None
    card = card_for(mail.member, introduction.asker)
    return write(template, to=mail.member, introduction=introduction, card=card)


def _has_block(mail: Mail, *others: User | None) -> bool:
    """Whether the reader and one of those the letter names are kept apart."""
    return any(one is not None and are_kept_apart(mail.member, one) for one in others)


def _about(mail: Mail) -> Introduction | None:
    return db.session.get(Introduction, mail.about_id)
