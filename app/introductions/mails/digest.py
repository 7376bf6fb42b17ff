"""The weekly letter to connectors who prefer one to many."""

from app.introductions.mails.requests import DIGEST
from app.introductions.models import Introduction
from app.introductions.queries import visible_introductions
from app.introductions.rules import State
from app.kit.db import db
from app.kit.letters import Letter, write
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.rules import Topic


@composes(DIGEST, Topic.INTRODUCTIONS)
def _digest(mail: Mail) -> Letter | None:
    """How many hope to meet somebody, never who waits how long."""
    waiting = visible_introductions(mail.member).where(
        Introduction.connector_id == mail.member_id, Introduction.state == State.WITH_CONNECTOR
    )
    rows = list(db.session.scalars(waiting.order_by(Introduction.id)))
    if not rows:
        return None
    return write("introductions/mail/digest", to=mail.member, requests=rows, number=len(rows))
