"""The letters of safety. None of them says who has reported anybody."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.groups.models import Membership
from app.groups.rules import Role
from app.kit.db import db
from app.kit.letters import Letter, write
from app.moderation.models import Measure, Report
from app.moderation.rules import Deed, State
from app.notifications.composers import AT_ONCE, composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post, post_all
from app.safety.queries import visible_reports

REPORTED = "safety.reported"
WARNED = "safety.warned"
SETTLED = "safety.settled"


def reported(report: Report, *, at: datetime) -> None:
    """Tell those who look after it, each once a day at most, that a report waits."""
    owners = sa.select(Membership.member_id).where(
        Membership.group_id == report.group_id, Membership.role == Role.OWNER
    )
    who = sa.select(User).where(sa.or_(User.is_staff, User.id.in_(owners)))
    people = db.session.scalars(who.where(User.disabled_at.is_(None))).all()
    post_all(
        [(one, Promise(REPORTED, f"{REPORTED}:{one.id}:{at.date()}")) for one in people], at=at
    )


def warned(measure: Measure, person: User, *, at: datetime) -> None:
    """Tell somebody what is expected of them."""
    post(person, Promise(WARNED, f"{WARNED}:{measure.id}", about_id=measure.id), at=at)


def settled(report: Report, *, at: datetime) -> None:
    """Tell the reporter that somebody has looked at it, and nothing about the other."""
    if report.by is not None:
        promise = Promise(SETTLED, f"{SETTLED}:{report.id}:{report.version}", about_id=report.id)
        post(report.by, promise, at=at)


@composes(REPORTED, manner=AT_ONCE)
def _reported(mail: Mail) -> Letter | None:
    waiting = visible_reports(mail.member).where(Report.state == State.OPEN).limit(1)
    if db.session.scalars(waiting).first() is None:
        return None
    return write("safety/mail/reported", to=mail.member)


@composes(WARNED)
def _warned(mail: Mail) -> Letter | None:
    measure = db.session.get(Measure, mail.about_id)
    if measure is None or measure.deed != Deed.WARNED:
        return None
    return write("safety/mail/warned", to=mail.member, words=measure.words)


@composes(SETTLED)
def _settled(mail: Mail) -> Letter | None:
    report = db.session.get(Report, mail.about_id)
    if report is None or report.state != State.SETTLED or report.by_id != mail.member_id:
        return None
    return write("safety/mail/settled", to=mail.member)
