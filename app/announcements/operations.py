"""Writing an announcement, looking at it, sending it off, and thinking better of it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.announcements.jobs import deliver
from app.announcements.mails import TEST_LETTER
from app.announcements.models import Announcement
from app.announcements.queries import recipients_count
from app.announcements.rules import (
    DAY,
    FURTHEST,
    HOUR,
    MOST_A_DAY,
    MOST_TESTS_AN_HOUR,
    Audience,
    Stage,
)
from app.events.models import Event
from app.groups.journal import Deed, note
from app.groups.models import Group
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.queue import enqueue
from app.kit.tokens import public_id
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.notifications.rules import Priority


class AlreadySent(Refused):
    message = _l("The letters are on their way already.")


class NobodyToTell(Refused):
    message = _l("Nobody would get this. Please choose other people.")


class TooManyAnnouncements(Refused):
    message = _l("You have sent ten announcements within a day. Please go on tomorrow.")
    status = 429


class TooManyTests(Refused):
    message = _l("That is a lot of tests. Please wait an hour.")
    status = 429


class NotAhead(Refused):
    message = _l("Please choose a time ahead of now, and within a year.")


@dataclass(frozen=True)
class Words:
    """What is told. `other_` is the same in the other language; empty for those who write one."""

    subject: str
    body: str
    locale: str = "ja"
    other_subject: str = ""
    other_body: str = ""


def draft(
    group: Group,
    event: Event | None,
    words: Words,
    audience: Audience,
    *,
    by: User,
    at: datetime,
) -> Announcement:
    """Keep what has been written, for those who come to `event`, else for all who belong."""
    announcement = Announcement(
        group=group,
        event=event,
        by=by,
        audience=audience.kept if event else {},
        made_at=at,
        **vars(words),
    )
    db.session.add(announcement)
    db.session.flush()
    return announcement


def rewrite(announcement: Announcement, words: Words, audience: Audience) -> None:
    """Change it before it leaves; a time that was chosen stays. Raises AlreadySent."""
    _hold_unsent(announcement)
    for name, value in vars(words).items():
        setattr(announcement, name, value)
    if announcement.event_id is not None:
        announcement.audience = audience.kept


def send(announcement: Announcement, when: datetime | None, *, by: User, at: datetime) -> None:
    """Send it off: at once, which still leaves a minute to stop it, or at a chosen time.

    Raises AlreadySent, NobodyToTell, NotAhead, TooManyAnnouncements.
    """
    group, event = announcement.group, announcement.event
    _hold_unsent(announcement)
    if when is not None and not at < when <= at + FURTHEST:
        raise NotAhead
    _require_few(by, announcement, at)
    number = recipients_count(announcement)
    if number == 0:
        raise NobodyToTell
    announcement.by_id = by.id
    announcement.send_at = when or at
    deed = Deed.ANNOUNCEMENT_SCHEDULED if when else Deed.ANNOUNCED
    details = {"subject": announcement.subject, "count": number}
    note(group, deed, by=by, at=at, event=event, details=details)
    enqueue(deliver)


def withdraw(announcement: Announcement, *, by: User, at: datetime) -> None:
    """Stop it: a draft goes; of one under way, whatever has not left stays here."""
    group, event = announcement.group, announcement.event
    lock(announcement)
    if announcement.stage == Stage.DRAFT:
        db.session.delete(announcement)
    elif announcement.stage != Stage.WITHDRAWN:
        announcement.withdrawn_at = at
        deed, details = Deed.ANNOUNCEMENT_WITHDRAWN, {"subject": announcement.subject}
        note(group, deed, by=by, at=at, event=event, details=details)


def try_out(announcement: Announcement, *, by: User, at: datetime) -> None:
    """Send it to oneself, as it reads now. Raises TooManyTests."""
    mine = sa.and_(Mail.kind == TEST_LETTER, Mail.member_id == by.id, Mail.posted_at > at - HOUR)
    if db.session.scalars(sa.select(sa.func.count()).where(mine)).one() >= MOST_TESTS_AN_HOUR:
        raise TooManyTests
    key = f"{TEST_LETTER}:{announcement.public_id}:{public_id()}"
    promise = Promise(TEST_LETTER, key, about_id=announcement.id, priority=Priority.AWAITED)
    post(by, promise, at=at)


def _hold_unsent(announcement: Announcement) -> None:
    lock(announcement)
    if not announcement.can_change:
        raise AlreadySent


def _require_few(by: User, announcement: Announcement, at: datetime) -> None:
    lately = sa.select(sa.func.count()).where(
        Announcement.by_id == by.id,
        Announcement.id != announcement.id,
        Announcement.send_at > at - DAY,
        Announcement.withdrawn_at.is_(None),
    )
    if db.session.scalars(lately).one() >= MOST_A_DAY:
        raise TooManyAnnouncements
