"""When something is not right: a no, a block and a report in one step; the introducer is spared."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.queries import events_shared
from app.groups.queries import address_hash
from app.introductions import mails
from app.introductions.models import Incident, Introduction
from app.introductions.operations.answering import refuse
from app.introductions.operations.refusals import NothingToScreen, NotYourTurn
from app.introductions.operations.steps import hold_terms, move
from app.introductions.rules import (
    OPEN,
    SCREENED_WITHIN,
    Answer,
    Flag,
    Mode,
    Refusal,
    State,
    Trouble,
)
from app.kit.db import db
from app.moderation.models import Report
from app.moderation.operations import block, require_few_reports
from app.moderation.rules import Kind, Subject


@dataclass(frozen=True)
class Complaint:
    """What somebody tells the moderators."""

    kind: Trouble
    words: str = ""


@dataclass(frozen=True)
class Refusing:
    """A no, and whatever is to come with it."""

    reason: Refusal | None = None
    blocks: bool = False
    complaint: Complaint | None = None


def refuse_firmly(introduction: Introduction, wish: Refusing, *, by: User, at: datetime) -> None:
    """Say no; where wished, keep apart from now on and tell the moderators. Raises NotYourTurn."""
    other = other_than(introduction, by)
    refuse(introduction, by=by, at=at, reason=wish.reason)
    if other is None:
        return
    if wish.complaint is not None:
        _tell(introduction, other, wish.complaint, by, at)
    if wish.blocks:
        block(by, other, at=at)


def report(introduction: Introduction, complaint: Complaint, *, by: User, at: datetime) -> None:
    """Tell the moderators about whom one was introduced to, up to a year afterwards.

    The introducer is not asked and not blamed. Raises NotYourTurn.
    """
    other = other_than(introduction, by)
    if other is None or introduction.state != State.INTRODUCED:
        raise NotYourTurn
    if by.id not in (introduction.asker_id, introduction.target_id):
        raise NotYourTurn
    _tell(introduction, other, complaint, by, at)


def settle_trouble(settled: Report, *, by: User, at: datetime) -> None:
    """A moderator has dealt with a report: the introducer hears that, if they wish to; no more.

    Nothing where the report has not come with an introduction, or has been settled before.
    """
    told = sa.select(Incident).where(Incident.report_id == settled.id)
    waiting = told.where(Incident.handled_at.is_(None)).with_for_update()
    for incident in db.session.scalars(waiting).all():
        incident.handled_at, incident.handled_by_id = at, by.id
        mails.taken_care_of(incident, at=at)


def clear_marks(asker: User, *, by: User, at: datetime) -> None:
    """A moderator has looked at who found somebody's requests salesy, and lets them ask again.

    Raises NothingToScreen for one's own.
    """
    if asker.id == by.id:
        raise NothingToScreen
    hold_terms(asker).marks_cleared_at = at


def other_than(introduction: Introduction, member: User) -> User | None:
    """Whom `member` would be meeting."""
    return introduction.target if introduction.asker_id == member.id else introduction.asker


def _tell(
    introduction: Introduction, about: User, complaint: Complaint, by: User, at: datetime
) -> None:
    filed = _report_of(introduction, about, complaint, by, at)
    db.session.add(
        Incident(
            introduction_id=introduction.id,
            by_id=by.id,
            about_id=about.id,
            report_id=filed.id,
            kind=complaint.kind,
            words=complaint.words,
            at=at,
        )
    )
    _hold_others(about, introduction, at)
    mails.to_look_at(about, at=at)


def _report_of(
    introduction: Introduction, about: User, complaint: Complaint, by: User, at: datetime
) -> Report:
    """The same as a report, with the words of whoever is reported, and none of the introducer's.

    It names the evening where the two first met, if they have; who holds it does not see it.
    """
    require_few_reports(by, at)
    words = (introduction.purpose, introduction.why, introduction.offer)
    is_theirs = introduction.is_asked_by(about)
    request = {"kind": "request", "at": introduction.asked_at.isoformat()}
    evenings = events_shared(by, about, at)
    filed = Report(
        by_id=by.id,
        about_id=about.id,
        about_mark=address_hash(about.email),
        kind=Kind(complaint.kind.value),
        subject=Subject.PERSON,
        words=complaint.words,
        evidence={"lines": [request | {"text": "\n".join(filter(None, words))}] * is_theirs},
        event_id=evenings[-1].id if evenings else None,
        first_contact_at=evenings[-1].starts_at if evenings else introduction.asked_at,
        at=at,
    )
    db.session.add(filed)
    db.session.flush()
    return filed


def _hold_others(asker: User, but: Introduction, at: datetime) -> None:
    """Let the other open requests of somebody reported wait for a moderator."""
    query = (
        sa.select(Introduction)
        .where(Introduction.asker_id == asker.id, Introduction.mode != Mode.CONNECTOR)
        .where(Introduction.state.in_(OPEN), Introduction.id != but.id)
        .order_by(Introduction.id)
        .with_for_update(of=Introduction)
    )
    for row in db.session.scalars(query):
        for approach in row.approaches:
            if approach.answer is None:
                approach.answer, approach.answered_at = Answer.MOOT, at
        if row.state != State.SCREENING:
            move(row, State.SCREENING, by=None, at=at, reason=Flag.REPORTED)
        row.flags, row.screened_at = sorted({*row.flags, Flag.REPORTED.value}), None
        row.step_due_at = min(at + SCREENED_WITHIN, row.closes_at)
