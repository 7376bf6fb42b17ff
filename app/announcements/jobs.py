"""Announcements whose time has come: their letters go into the outbox."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.announcements.models import Announcement
from app.announcements.queries import EVENT_LETTER, GROUP_LETTER, recipients
from app.announcements.rules import GRACE, STAYS_OF_USE, Stage
from app.events.models import Event
from app.kit.clock import now
from app.kit.db import db, lock
from app.kit.queue import job
from app.kit.singly import one_by_one
from app.notifications.operations import Promise, post_all
from app.notifications.rules import Priority


@job
def deliver() -> None:
    """Send off whatever is due: thousands of letters, while nobody waits for the page."""
    send_due(now())


def send_due(at: datetime) -> int:
    """Send off whatever is due by then; returns how many letters were promised."""
    query = (
        sa.select(Announcement)
        .options(joinedload(Announcement.group), joinedload(Announcement.event))
        .where(
            Announcement.send_at <= at,
            Announcement.sent_at.is_(None),
            Announcement.withdrawn_at.is_(None),
        )
        .order_by(Announcement.send_at, Announcement.id)
    )
    return one_by_one(db.session.scalars(query), partial(_promise_all, at=at))


def _promise_all(announcement: Announcement, at: datetime) -> int:
    """Put a letter for everybody it is for into the outbox, once; returns how many.

    Locks the announcement.
    """
    event = announcement.event
    lock(announcement)
    if announcement.stage != Stage.SCHEDULED:
        return 0
    members = db.session.scalars(recipients(announcement).order_by(None)).all()
    ends = _use_ends(event, at)
    promises = [(member, _promise(announcement, member, at, ends)) for member in members]
    post_all(promises, at=at)
    announcement.sent_at, announcement.recipients = at, len(members)
    return len(members)


def _promise(announcement: Announcement, member: User, at: datetime, ends: datetime) -> Promise:
    return Promise(
        EVENT_LETTER if announcement.event_id else GROUP_LETTER,
        f"announcement:{announcement.public_id}:{member.id}",
        about_id=announcement.id,
        priority=Priority.BULK,
        not_before=at + GRACE,
        expires_at=ends,
    )


def _use_ends(event: Event | None, at: datetime) -> datetime:
    """News of an event that is over by then is no news."""
    if event is not None and at < event.ends_at:
        return min(at + STAYS_OF_USE, event.ends_at)
    return at + STAYS_OF_USE
