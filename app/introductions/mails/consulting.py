"""The letters of asking for advice: would you, and yes."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.connections.queries import are_connected
from app.introductions.mails.promising import answered_to, has_block
from app.introductions.models import Consultation
from app.introductions.rules.consulting import Seen
from app.kit.clock import now
from app.kit.db import db
from app.kit.letters import Letter, write
from app.notifications.composers import composes
from app.notifications.links import off_url
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.notifications.rules import Topic
from app.relay.rules import Matter

ASKED = "advice.asked"
AGREED = "advice.agreed"


def asked_for_advice(row: Consultation, asked: User, *, at: datetime) -> None:
    post(asked, Promise(ASKED, f"{ASKED}:{row.id}", about_id=row.id), at=at)


def advice_agreed(row: Consultation, asker: User, *, at: datetime) -> None:
    post(asker, Promise(AGREED, f"{AGREED}:{row.id}", about_id=row.id), at=at)


@composes(ASKED, topic=Topic.KEEPING)
def _asked(mail: Mail) -> Letter | None:
    row = _row(mail)
    if row is None or mail.member_id != row.asked_id or row.seen_by(row.asked, now()) != Seen.OPEN:
        return None
    return _between(mail, row, row.asker, "introductions/mail/advice_asked")


@composes(AGREED, topic=Topic.KEEPING)
def _agreed(mail: Mail) -> Letter | None:
    row = _row(mail)
    if row is None or mail.member_id != row.asker_id or row.agreed_at is None:
        return None
    letter = _between(mail, row, row.asked, "introductions/mail/advice_agreed")
    if letter is None:
        return None
    return answered_to(letter, Matter.CONNECTION, row.id, mail.member, row.asked)


def _between(mail: Mail, row: Consultation, other: User, template: str) -> Letter | None:
    if has_block(mail, other) or not other.is_verified or not are_connected(mail.member, other):
        return None
    return write(
        template,
        to=mail.member,
        unsubscribe_url=off_url(mail.member, Topic.KEEPING),
        other=other,
        question=row,
    )


def _row(mail: Mail) -> Consultation | None:
    both = (joinedload(Consultation.asker), joinedload(Consultation.asked))
    query = sa.select(Consultation).options(*both).where(Consultation.id == mail.about_id)
    return db.session.scalars(query).one_or_none()
