"""The facts about one of two people, for those who have to judge. No score is made of them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.queries import was_there
from app.connections.queries import contacts_of
from app.events.models import Event
from app.kit.db import db
from app.moderation.models import Measure, Report
from app.moderation.rules import Deed
from app.profiles.queries import profile_of
from app.registrations.models import Registration


@dataclass(frozen=True)
class Party:
    """What can be counted about somebody."""

    person: User
    has_proven_address: bool
    joined_at: datetime
    evenings: int
    evenings_with_group: int
    ties: int
    stance: str
    reports: int
    reporters: int
    warnings: int


def party(person: User, group_id: int | None) -> Party:
    """The facts about `person`; some of them as far as they concern one group."""
    came = (
        sa.select(sa.func.count())
        .select_from(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.attendee_id == person.id, was_there(Registration.id))
    )
    ties = contacts_of(person).subquery()
    about = Report.about_id == person.id
    warned = sa.and_(Measure.about_id == person.id, Measure.deed == Deed.WARNED)
    return Party(
        person=person,
        has_proven_address=person.email_verified_at is not None,
        joined_at=person.joined_at,
        evenings=_count(came),
        evenings_with_group=_count(came.where(Event.group_id == group_id)) if group_id else 0,
        ties=_count(sa.select(sa.func.count()).select_from(ties)),
        stance=profile_of(person).stance,
        reports=_count(sa.select(sa.func.count()).select_from(Report).where(about)),
        reporters=_count(sa.select(sa.func.count(Report.by_id.distinct())).where(about)),
        warnings=_count(sa.select(sa.func.count()).select_from(Measure).where(warned)),
    )


def _count(query: "sa.Select[int]") -> int:
    return db.session.scalar(query) or 0
