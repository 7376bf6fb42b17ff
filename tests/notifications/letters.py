"""Letters for tests of the outbox: their words stand in the row's own key."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.kit.clock import now
from app.kit.db import db
from app.kit.letters import Letter
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.notifications.rules import Priority, Topic

subjects: dict[str, str] = {}


@composes("test.note")
def _note(mail: Mail) -> Letter | None:
    return Letter(subjects.get(mail.dedupe_key, mail.dedupe_key), "Good evening.\n.\n..\n")


@composes("test.digest", topic=Topic.RECAPS)
def _digest(mail: Mail) -> Letter:
    return Letter("A digest", "This week.\n", "<p>This week.</p>", unsubscribe_url="http://x/off")


@composes("test.withdrawn")
def _withdrawn(_mail: Mail) -> None:
    return None


@composes("test.broken")
def _broken(_mail: Mail) -> Letter:
    raise ZeroDivisionError("a bug of ours")


@composes("test.broken_row")
def _broken_row(_mail: Mail) -> Letter:
    raise LookupError("a row that is gone")


def promised(
    member: User,
    key: str = "hello",
    kind: str = "test.note",
    *,
    subject: str = "",
    at: datetime | None = None,
    **given: object,
) -> Mail:
    """A letter in the outbox, committed."""
    if subject:
        subjects[key] = subject
    post(member, Promise(kind, key, **given), at=at or now())
    db.session.commit()
    return db.session.scalars(sa.select(Mail).where(Mail.dedupe_key == key)).one()


def reread(mail: Mail) -> Mail:
    db.session.refresh(mail)
    return mail


AWAITED, BULK = Priority.AWAITED, Priority.BULK
