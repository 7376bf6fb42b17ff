"""The letters of care: a rest for connectors, work for moderators, trouble taken care of."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.introductions.models import Incident, Introduction
from app.introductions.queries import open_incidents, terms_of
from app.introductions.queries import to_screen as held
from app.kit.db import db
from app.kit.letters import Letter, write
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post, post_all

PAUSED = "introduction.paused"
TO_SCREEN = "introduction.to_screen"
TAKEN_CARE_OF = "introduction.taken_care_of"


def paused(connector: User, *, at: datetime) -> None:
    """Tell a connector kindly that they are left in peace until they come back."""
    post(connector, Promise(PAUSED, f"{PAUSED}:{connector.id}:{at.isoformat()}"), at=at)


def to_screen(_introduction: Introduction, *, at: datetime) -> None:
    """Tell moderators, once a day at most, that something waits for them."""
    _tell_moderators(at)


def to_look_at(_about: User, *, at: datetime) -> None:
    """Tell moderators, once a day at most, that somebody has reported something."""
    _tell_moderators(at)


def taken_care_of(incident: Incident, *, at: datetime) -> None:
    """Tell the introducer that it has been taken care of, if they wish to hear such things."""
    introduction = db.session.get(Introduction, incident.introduction_id or 0)
    connector = introduction.connector if introduction else None
    if connector is not None and terms_of(connector).hears_of_trouble:
        key = f"{TAKEN_CARE_OF}:{incident.id}"
        post(connector, Promise(TAKEN_CARE_OF, key, about_id=incident.id), at=at)


def _tell_moderators(at: datetime) -> None:
    staff = sa.select(User).where(User.is_staff, User.disabled_at.is_(None))
    post_all(
        [
            (one, Promise(TO_SCREEN, f"{TO_SCREEN}:{one.id}:{at.date()}"))
            for one in db.session.scalars(staff)
        ],
        at=at,
    )


@composes(PAUSED)
def _paused(mail: Mail) -> Letter | None:
    if terms_of(mail.member).paused_at is None:
        return None
    return write("introductions/mail/paused", to=mail.member)


@composes(TO_SCREEN)
def _to_screen(mail: Mail) -> Letter | None:
    if not mail.member.is_staff:
        return None
    me = mail.member
    waiting = (held(me), open_incidents(me))
    if not any(db.session.scalars(query.limit(1)).first() for query in waiting):
        return None
    return write("introductions/mail/to_screen", to=mail.member)


@composes(TAKEN_CARE_OF)
def _taken_care_of(mail: Mail) -> Letter | None:
    incident = db.session.get(Incident, mail.about_id)
    if incident is None or incident.handled_at is None:
        return None
    return write("introductions/mail/taken_care_of", to=mail.member)
