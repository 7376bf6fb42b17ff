"""Reports as far as one may see them."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import User
from app.groups.models import Membership
from app.groups.rules import Role
from app.kit.db import db
from app.moderation.models import Measure, Report
from app.moderation.rules import Deed, State

OPEN_FOR = timedelta(hours=12)
"""How long a report may be read before one says again that one does."""


def visible_reports(member: User) -> "sa.Select[Report]":
    """Staff see all but those about themselves; owners those from their own groups' events.

    An owner never sees a report by themselves, nor about anybody who owns the same group.
    """
    query = (
        sa.select(Report)
        .options(joinedload(Report.by), joinedload(Report.about))
        .where(Report.about_id.is_distinct_from(member.id))
    )
    if member.is_staff:
        return query
    owned = sa.select(Membership.group_id).where(
        Membership.member_id == member.id, Membership.role == Role.OWNER
    )
    fellow = aliased(Membership)
    is_fellow_owner = sa.exists().where(
        fellow.group_id == Report.group_id,
        fellow.member_id == Report.about_id,
        fellow.role == Role.OWNER,
    )
    return query.where(
        Report.group_id.in_(owned), Report.by_id.is_distinct_from(member.id), ~is_fellow_owner
    )


def has_opened(report: Report, member: User, at: datetime) -> bool:
    """Whether it is written down that `member` reads the report just now."""
    query = sa.select(Measure.id).where(
        Measure.report_id == report.id,
        Measure.by_id == member.id,
        Measure.deed == Deed.LOOKED_AT,
        Measure.at > at - OPEN_FOR,
    )
    return db.session.scalars(query.limit(1)).first() is not None


def counts(member: User) -> dict[State, int]:
    """How many reports of each state `member` sees."""
    seen = visible_reports(member).with_only_columns(Report.id).order_by(None)
    query = (
        sa.select(Report.state, sa.func.count()).where(Report.id.in_(seen)).group_by(Report.state)
    )
    found = {state: number for state, number in db.session.execute(query)}  # noqa: C416
    return {state: found.get(state, 0) for state in State}


def reports_about(person: User, but: Report) -> list[Report]:
    """Other reports about the same person, the latest first."""
    query = sa.select(Report).where(Report.about_id == person.id, Report.id != but.id)
    return list(db.session.scalars(query.order_by(Report.id.desc()).limit(20)))


def measures_on(report: Report) -> list[Measure]:
    """What has been done about a report, the latest first."""
    query = sa.select(Measure).options(joinedload(Measure.by)).where(Measure.report_id == report.id)
    return list(db.session.scalars(query.order_by(Measure.id.desc())))


def own_reports(member: User) -> "sa.Select[Report]":
    """What `member` has reported, the latest first."""
    return (
        sa.select(Report)
        .options(joinedload(Report.about))
        .where(Report.by_id == member.id)
        .order_by(Report.id.desc())
    )
