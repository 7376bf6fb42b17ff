"""Everything that waits for those who look after safety, in one list."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.accounts.models import User
from app.introductions.models import Introduction
from app.introductions.queries import found_salesy, to_screen
from app.introductions.rules import SCREENED_WITHIN
from app.kit.db import db
from app.moderation.models import Report
from app.moderation.rules import State
from app.safety.queries.desk import visible_reports

MOST = 500


class Waits(StrEnum):
    """What sort of thing waits."""

    REPORT = "report"
    REQUEST = "request"
    SALESY = "salesy"


@dataclass(frozen=True)
class Waiting:
    """One thing to look at: since when, until when at the latest, and whom it is about."""

    kind: Waits
    since: datetime
    about: User | None
    until: datetime | None = None
    report: Report | None = None
    request: Introduction | None = None
    number: int = 0


def waiting_for(member: User, at: datetime) -> list[Waiting]:
    """What `member` may look at, the longest waiting first; nothing that is about themselves."""
    reports = visible_reports(member).where(Report.state == State.OPEN)
    found = [
        Waiting(Waits.REPORT, row.at, row.about, report=row)
        for row in db.session.scalars(reports.order_by(Report.at, Report.id).limit(MOST))
    ]
    if member.is_staff:
        found += _introductions(member, at)
    return sorted(found, key=lambda one: one.since)


def _introductions(member: User, at: datetime) -> list[Waiting]:
    held = [
        Waiting(
            Waits.REQUEST,
            row.step_due_at - SCREENED_WITHIN,
            row.asker,
            until=row.step_due_at,
            request=row,
        )
        for row in db.session.scalars(to_screen(member).limit(MOST))
    ]
    salesy = [
        Waiting(Waits.SALESY, at, person, number=number)
        for person, number in found_salesy(member, at)
    ]
    return held + salesy
