"""What is done with a mail that comes in: passed on, taken for a bounce or a complaint, dropped."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.accounts.names import one_spelling
from app.kit.db import db
from app.kit.letters import text_only
from app.moderation.queries import are_kept_apart
from app.notifications import bounces
from app.notifications.composers import compose, topic_of
from app.notifications.envelopes import letter_behind
from app.notifications.models import Mail
from app.notifications.operations import turn_off
from app.notifications.rules import Topic
from app.relay import mails
from app.relay.incoming import Incoming, incoming, is_tangled, without, without_signature
from app.relay.links import Slip, slip_in
from app.relay.models import RelayedMessage
from app.relay.queries import (
    have_written,
    letter_named,
    letter_with_id,
    member_called,
    returned_lately,
    written_lately,
)
from app.relay.rules import (
    BETWEEN_PEOPLE,
    KEPT_FOR,
    MOST_AN_HOUR,
    MOST_BYTES,
    MOST_RETURNED_A_DAY,
    Outcome,
)
from app.relay.rules.links import holds_link

log = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def receive(raw: bytes, recipients: Sequence[str] = (), *, at: datetime) -> Outcome:
    """Do with a mail what is to be done with it. `recipients` is what the mail server knows.

    Nothing is ever answered to whoever sent it: its sender may be made up.
    """
    if len(raw) > MOST_BYTES or is_tangled(raw):
        return Outcome.TOO_LARGE
    came = incoming(raw)
    if came.report_type == "feedback-report":
        return _take_complaint(came, at)
    secret: str = current_app.config["SECRET_KEY"]
    for address in (*recipients, *came.recipients):
        if (letter := letter_behind(address, secret)) is not None:
            return _take_bounce(came, letter, at)
        if (slip := slip_in(address)) is not None:
            return _take_answer(came, slip, at)
    return Outcome.UNKNOWN


def forget_words(at: datetime) -> int:
    """Empty what was passed on long ago; the rows stay, so that nothing is passed on twice."""
    old = sa.update(RelayedMessage).where(
        RelayedMessage.received_at < at - KEPT_FOR, RelayedMessage.body != ""
    )
    return int(getattr(db.session.execute(old.values(body="", subject="")), "rowcount", 0))


def _take_bounce(came: Incoming, uid: UUID, at: datetime) -> Outcome:
    mail = letter_with_id(uid)
    statuses = came.statuses()
    if mail is None or not statuses:
        return Outcome.AUTOMATIC  # an absence note, or words without a report
    failed = [each for each in statuses if each.action == "failed"]
    if not failed:
        return Outcome.DELAY
    if mail.bounced_at is None and (address := _address_of(mail)):
        told = f"{failed[0].status} {failed[0].diagnostic}".strip()
        bounces.note(address, failed[0].status, told, at=at)
        mail.bounced_at, mail.last_answer = at, told[:500]
    return Outcome.BOUNCE


def _address_of(mail: Mail) -> str | None:
    """Where the letter went: its report may name any address, and proves none."""
    with text_only():
        letter = compose(mail)
    return (letter.to if letter else None) or mail.member.email


def _take_complaint(came: Incoming, at: datetime) -> Outcome:
    """Somebody has pressed "this is spam": they get no more of what they can do without."""
    for name in came.reported_ids():
        if (mail := letter_named(name)) is not None:
            topic = topic_of(mail.kind)
            for each in (topic,) if topic else Topic:
                turn_off(mail.member, each, at=at)
            if mail.member.email:
                bounces.complained(mail.member.email, at=at)
            return Outcome.COMPLAINT
    return Outcome.UNKNOWN


def _take_answer(came: Incoming, slip: Slip, at: datetime) -> Outcome:
    writer, reader = member_called(slip.writer), member_called(slip.reader)
    if writer is None or reader is None:
        return Outcome.UNKNOWN
    refusal = _refusal(came, writer, reader, at)
    if refusal == Outcome.NOT_THEIRS:
        mails.not_passed_on(writer, at=at)
    return refusal or _take_words(came, slip, writer, reader, at)


def _take_words(came: Incoming, slip: Slip, writer: User, reader: User, at: datetime) -> Outcome:
    words = without(came.text, writer.email or "", reader.email or "", *came.recipients)
    if not words:
        return Outcome.EMPTY
    if slip.matter in BETWEEN_PEOPLE and not have_written(writer, reader):
        words = without_signature(words) if holds_link(words) else words
        if not words or came.holds_files or holds_link(f"{came.subject} {words}"):
            return _return(came, writer, reader, at)
    return _pass_on(came, slip, writer, reader, words, at)


def _return(came: Incoming, writer: User, reader: User, at: datetime) -> Outcome:
    """Ask the writer for words alone. What they wrote is kept nowhere, and their program has it.

    It is not held for somebody to look through: first words are nobody's to read but their
    reader's. It does not go back with the letter either, since the sender may be made up.
    """
    if returned_lately(writer, at - DAY) < MOST_RETURNED_A_DAY:
        mails.words_alone(came.fingerprint, writer, reader, at=at)
    return Outcome.NOT_FIRST_WORDS


def _refusal(came: Incoming, writer: User, reader: User, at: datetime) -> Outcome | None:
    """Why an answer is not passed on."""
    if came.is_automatic or came.report_type:
        return Outcome.AUTOMATIC
    if one_spelling(came.sender) != writer.email:
        return Outcome.NOT_THEIRS
    if are_kept_apart(writer, reader):
        return Outcome.KEPT_APART
    return Outcome.TOO_MANY if written_lately(writer, at - HOUR) >= MOST_AN_HOUR else None


def _pass_on(
    came: Incoming, slip: Slip, writer: User, reader: User, words: str, at: datetime
) -> Outcome:
    row = insert(RelayedMessage).values(
        matter=slip.matter,
        about_id=slip.about_id,
        writer_id=writer.id,
        reader_id=reader.id,
        subject=without(came.subject, writer.email or "", reader.email or ""),
        body=words,
        arrived_as=came.fingerprint,
        received_at=at,
    )
    once = row.on_conflict_do_nothing(index_elements=[RelayedMessage.arrived_as])
    message_id = db.session.scalar(once.returning(RelayedMessage.id))
    if message_id is None:
        return Outcome.SEEN_BEFORE
    mails.passed_on(message_id, reader, at=at)
    return Outcome.PASSED_ON
