"""The letters on the way: received, would you pass it on, would you like to meet, not this time."""

from datetime import datetime

from app.accounts.models import User
from app.introductions.cards import card_of
from app.introductions.mails.promising import about, has_block, promise
from app.introductions.models import Introduction
from app.introductions.rules import (
    REMINDER,
    EndReason,
    Mode,
    Party,
    Seen,
    seen_by_asker,
)
from app.introductions.wording import RULES
from app.kit.letters import Letter, write
from app.kit.nights import after_night
from app.moderation.queries import has_blocked
from app.notifications.composers import AT_ONCE, composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.notifications.rules import Topic

RECEIVED = "introduction.received"
ENDED = "introduction.ended"
TURNED_AWAY = "introduction.turned_away"
ASKED_CONNECTOR = "introduction.asked_connector"
DIGEST = "introduction.digest"
ASKED_TARGET = "introduction.asked_target"
PROPOSED = "introduction.proposed"


def received(introduction: Introduction, *, at: datetime) -> None:
    """Tell the asker we have it; and promise now the letter of the neutral hour."""
    promise(introduction, introduction.asker, RECEIVED, at)
    closes = introduction.closes_at
    promise(introduction, introduction.asker, ENDED, at, not_before=closes, mark=":later")


def turned_away(introduction: Introduction, *, at: datetime) -> None:
    promise(introduction, introduction.asker, TURNED_AWAY, at)


def asked_connector(
    introduction: Introduction, *, is_digest: bool, told_at: datetime, at: datetime
) -> None:
    """One letter and one reminder; or, for those who wish it so, one letter a week for all."""
    connector = introduction.connector
    if connector is None:
        return None
    if not is_digest:
        return _ask_and_remind(introduction, connector, ASKED_CONNECTOR, at)
    key = f"{DIGEST}:{connector.id}:{told_at.date()}"
    return post(connector, Promise(DIGEST, key, not_before=told_at), at=at)


def asked_target(introduction: Introduction, *, at: datetime) -> None:
    if introduction.target is not None:
        _ask_and_remind(introduction, introduction.target, ASKED_TARGET, at)


def proposed(introduction: Introduction, *, at: datetime) -> None:
    """Each of the two who is still to answer gets a letter of their own."""
    for person in (introduction.asker, introduction.target):
        if person is not None and introduction.awaits_target(person):
            _ask_and_remind(introduction, person, PROPOSED, at)


def _ask_and_remind(introduction: Introduction, party: User, kind: str, at: datetime) -> None:
    times = sum(approach.member_id == party.id for approach in introduction.approaches)
    again = f":{times}" if times > 1 else ""  # it had been held meanwhile
    promise(introduction, party, kind, at, mark=again)
    reminder = after_night(at + REMINDER, party.timezone)
    promise(introduction, party, kind, at, not_before=reminder, mark=f"{again}:later")


@composes(RECEIVED, manner=AT_ONCE)
def _received(mail: Mail) -> Letter | None:
    introduction = about(mail)
    if introduction is None:
        return None
    return write("introductions/mail/received", to=mail.member, introduction=introduction)


@composes(ENDED)
def _ended(mail: Mail) -> Letter | None:
    """The neutral sentence; not for a request that succeeded or was taken back."""
    introduction = about(mail)
    if introduction is None:
        return None
    closes, reason = introduction.closes_at, introduction.end_reason
    if seen_by_asker(introduction.state, closes, closes, reason=reason) != Seen.NOT_THIS_TIME:
        return None
    if introduction.mode == Mode.PERSON and has_blocked(mail.member, introduction.target):
        return None
    return write("introductions/mail/ended", to=mail.member, introduction=introduction)


@composes(TURNED_AWAY)
def _turned_away(mail: Mail) -> Letter | None:
    introduction = about(mail)
    if introduction is None or introduction.end_reason != EndReason.SCREENED_OUT:
        return None
    return write(
        "introductions/mail/turned_away", to=mail.member, introduction=introduction, rules=RULES
    )


@composes(ASKED_CONNECTOR, Topic.INTRODUCTIONS)
def _asked_connector(mail: Mail) -> Letter | None:
    introduction = about(mail)
    if introduction is None or not introduction.awaits_connector(mail.member):
        return None
    return _with_asker(introduction, mail, Party.CONNECTOR, "introductions/mail/asked_connector")


@composes(ASKED_TARGET, Topic.INTRODUCTIONS)
def _asked_target(mail: Mail) -> Letter | None:
    introduction = about(mail)
    if introduction is None or not introduction.awaits_target(mail.member):
        return None
    return _with_asker(introduction, mail, Party.TARGET, "introductions/mail/asked_target")


@composes(PROPOSED, Topic.INTRODUCTIONS)
def _proposed(mail: Mail) -> Letter | None:
    introduction = about(mail)
    if introduction is None or not introduction.awaits_target(mail.member):
        return None
    is_asker = introduction.asker_id == mail.member_id
    other = introduction.target if is_asker else introduction.asker
    if other is None or not other.is_verified or has_block(mail, other, introduction.connector):
        return None
    return write(
        "introductions/mail/proposed",
        to=mail.member,
        introduction=introduction,
        other=other,
        card=card_of(introduction, mail.member),
        answer_by=_due(introduction, mail.member, Party.TARGET),
    )


def _with_asker(
    introduction: Introduction, mail: Mail, party: Party, template: str
) -> Letter | None:
    if has_block(mail, introduction.asker, introduction.connector, introduction.target):
        return None
    if not introduction.asker.is_verified:
        return None
    return write(
        template,
        to=mail.member,
        introduction=introduction,
        card=card_of(introduction, mail.member),
        answer_by=_due(introduction, mail.member, party),
    )


def _due(introduction: Introduction, member: User, party: Party) -> datetime:
    approach = introduction.approach_to(member, party)
    return approach.due_at if approach else introduction.step_due_at
