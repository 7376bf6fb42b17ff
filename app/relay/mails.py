"""An answer as its reader gets it: from us, with the writer's name, and no address in it."""

from dataclasses import replace
from datetime import datetime

from app.accounts.models import User
from app.kit.db import db
from app.kit.letters import Letter, absolute, write
from app.moderation.queries import are_kept_apart
from app.notifications.composers import AT_ONCE, composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.relay.links import reply_address, thread_of
from app.relay.queries import whole_message
from app.relay.rules import WORDS_ALONE

MESSAGE = "relay.message"
NOT_PASSED_ON = "relay.not_passed_on"


def passed_on(message_id: int, reader: User, *, at: datetime) -> None:
    """Promise the answer to its reader."""
    post(reader, Promise(MESSAGE, f"{MESSAGE}:{message_id}", about_id=message_id), at=at)


def not_passed_on(writer: User, *, at: datetime) -> None:
    """Tell a member that somebody wrote with their address from another one; once a day."""
    post(writer, Promise(NOT_PASSED_ON, f"{NOT_PASSED_ON}:{writer.id}:{at:%Y%m%d}"), at=at)


def words_alone(arrived_as: str, writer: User, reader: User, *, at: datetime) -> None:
    """Ask a member to write to `reader` once more, without links and files."""
    post(writer, Promise(WORDS_ALONE, f"{WORDS_ALONE}:{arrived_as}", about_id=reader.id), at=at)


@composes(MESSAGE)
def _message(mail: Mail) -> Letter | None:
    row = whole_message(mail.about_id)
    if row is None or not row.body or not row.writer.is_verified:
        return None
    if are_kept_apart(row.writer, mail.member):
        return None
    letter = write(
        "relay/mail/message",
        to=mail.member,
        writer=row.writer,
        subject_line=row.subject,
        words=row.body,
        block_url=absolute(f"/people/{row.writer.public_id}"),
        report_url=absolute(f"/messages/{row.id}/report"),
    )
    matter, about_id = row.matter, row.about_id
    return replace(
        letter,
        sender_name=row.writer.full_name,
        reply_to=reply_address(matter, about_id, writer=mail.member, reader=row.writer),
        thread=thread_of(matter, about_id, row.writer, mail.member),
    )


@composes(NOT_PASSED_ON, manner=AT_ONCE)
def _not_passed_on(mail: Mail) -> Letter | None:
    return write("relay/mail/not_passed_on", to=mail.member)


@composes(WORDS_ALONE, manner=AT_ONCE)
def _words_alone(mail: Mail) -> Letter | None:
    reader = db.session.get(User, mail.about_id)
    if reader is None or not reader.is_verified or are_kept_apart(reader, mail.member):
        return None
    return write("relay/mail/words_alone", to=mail.member, to_whom=reader)
