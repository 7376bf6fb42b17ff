"""The letters of success: introduced, thank you, what came of it, a word of thanks."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.connections.people import card_for, granted_contacts
from app.connections.queries import are_connected
from app.connections.wording import FIELD_NAMES
from app.introductions.mails.promising import (
    about,
    answered_to,
    has_block,
    is_answered_here,
    promise,
)
from app.introductions.models import Introduction, Thanks
from app.introductions.queries import outcomes_of
from app.introductions.rules import UNTIL_OUTCOME, Outcome, State
from app.kit.db import db
from app.kit.letters import Letter, write
from app.kit.nights import after_night
from app.moderation.queries import are_kept_apart
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.notifications.rules import Topic
from app.relay.rules import Matter

INTRODUCED = "introduction.introduced"
THANKS = "introduction.thanks"
OUTCOME = "introduction.outcome"
FRUITFUL = "introduction.fruitful"
THANKED = "introduction.thanked"


def introduced(introduction: Introduction, *, at: datetime) -> None:
    """One letter to each side, not a common thread; and a thank-you to the connector.

    In a fortnight each of the two is asked once what came of it.
    """
    for party in (introduction.asker, introduction.target):
        if party is not None:
            promise(introduction, party, INTRODUCED, at)
            later = after_night(at + UNTIL_OUTCOME, party.timezone)
            promise(introduction, party, OUTCOME, at, not_before=later)
    if introduction.connector is not None:
        promise(introduction, introduction.connector, THANKS, at)


def fruitful(introduction: Introduction, *, at: datetime) -> None:
    """Let the connector know that the two have met."""
    if introduction.connector is not None:
        promise(introduction, introduction.connector, FRUITFUL, at)


def thanked(note: Thanks, receiver: User, *, at: datetime) -> None:
    post(receiver, Promise(THANKED, f"{THANKED}:{note.id}", about_id=note.id), at=at)


@composes(INTRODUCED)
def _introduced(mail: Mail) -> Letter | None:
    introduction = _succeeded(mail)
    if introduction is None:
        return None
    other = _other(introduction, mail)
    if other is None or has_block(mail, other, introduction.connector):
        return None
    letter = write(
        "introductions/mail/introduced",
        to=mail.member,
        introduction=introduction,
        other=other,
        card=card_for(mail.member, other),
        contacts=granted_contacts(mail.member, other),
        field_names=FIELD_NAMES,
        can_answer=is_answered_here(),
    )
    return answered_to(letter, Matter.INTRODUCTION, introduction.id, mail.member, other)


@composes(THANKS)
def _thanks(mail: Mail) -> Letter | None:
    introduction = _succeeded(mail)
    if introduction is None or has_block(mail, introduction.asker, introduction.target):
        return None
    return write("introductions/mail/thanks", to=mail.member, introduction=introduction)


@composes(OUTCOME, Topic.INTRODUCTIONS)
def _outcome(mail: Mail) -> Letter | None:
    introduction = _succeeded(mail)
    if introduction is None or mail.member_id in outcomes_of(introduction):
        return None
    other = _other(introduction, mail)
    if other is None or has_block(mail, other) or not are_connected(mail.member, other):
        return None
    return write(
        "introductions/mail/outcome", to=mail.member, introduction=introduction, other=other
    )


@composes(FRUITFUL, Topic.INTRODUCTIONS)
def _fruitful(mail: Mail) -> Letter | None:
    introduction = _succeeded(mail)
    if introduction is None or has_block(mail, introduction.asker, introduction.target):
        return None
    told = outcomes_of(introduction).values()
    if sum(row.outcome == Outcome.MET for row in told) < 2:  # noqa: PLR2004 -- both
        return None
    return write("introductions/mail/fruitful", to=mail.member, introduction=introduction)


@composes(THANKED)
def _thanked(mail: Mail) -> Letter | None:
    query = sa.select(Thanks).options(joinedload(Thanks.sender)).where(Thanks.id == mail.about_id)
    note = db.session.scalars(query).one_or_none()
    if note is None or not note.sender.is_verified or are_kept_apart(mail.member, note.sender):
        return None
    can_answer = is_answered_here() and are_connected(mail.member, note.sender)
    letter = write("introductions/mail/thanked", to=mail.member, note=note, can_answer=can_answer)
    if not can_answer:
        return letter
    return answered_to(letter, Matter.CONNECTION, note.id, mail.member, note.sender)


def _succeeded(mail: Mail) -> Introduction | None:
    introduction = about(mail)
    if introduction is None or introduction.state != State.INTRODUCED:
        return None
    if introduction.target is None:
        return None
    return introduction


def _other(introduction: Introduction, mail: Mail) -> User | None:
    is_asker = mail.member_id == introduction.asker_id
    other = introduction.target if is_asker else introduction.asker
    return other if other is not None and other.is_verified else None
