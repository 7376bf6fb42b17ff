"""Announcements for tests: written, sent off, and carried to the post."""

from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.announcements import operations
from app.announcements.jobs import send_due
from app.announcements.models import Announcement
from app.announcements.operations import Words
from app.announcements.queries import whole_announcement
from app.announcements.rules import Audience
from app.events.models import Event
from app.groups.models import Group
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from tests.factories import owner_of
from tests.notifications.drafting import Withheld, draft

WORDS = Words("The room has changed", "We meet in **room 5**.\nSee you there.", "en")


def drafted(
    about: Event | Group, audience: Audience | None = None, words: Words = WORDS, by: User = None
) -> Announcement:
    """An announcement nobody has sent off yet, by the owner unless somebody else writes."""
    group = about if isinstance(about, Group) else about.group
    event = about if isinstance(about, Event) else None
    by = by or owner_of(group)
    made = operations.draft(group, event, words, audience or Audience(), by=by, at=now())
    db.session.commit()
    return whole_announcement(made.id)


def told(about: Event | Group, audience: Audience | None = None, **given: object) -> Announcement:
    """An announcement whose letters stand in the outbox."""
    made = drafted(about, audience, **given)
    operations.send(made, None, by=made.by, at=now())
    db.session.commit()
    send_due(now())
    db.session.commit()
    return whole_announcement(made.id)


def promised() -> list[Mail]:
    """Every letter of an announcement in the outbox, test letters aside."""
    kinds = ("announcements.event", "announcements.group")
    return list(db.session.scalars(sa.select(Mail).where(Mail.kind.in_(kinds)).order_by(Mail.id)))


def readers() -> list[str]:
    """The given names of those whose letters would leave now."""
    return sorted(mail.member.given_name for mail in promised() if compose(mail) is not None)


def leaves(mail: Mail) -> bool:
    """Whether the letter would go out in a minute, after everything that can hold it back."""
    try:
        draft(mail.id, now() + timedelta(minutes=2))
    except Withheld:
        return False
    return True
