"""When something is not right: a no, a block and a report in one step; the introducer is spared."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
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
from app.kit.db import db, lock
from app.moderation.operations import block


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


def settle_incident(incident: Incident, *, by: User, at: datetime) -> None:
    """A moderator has dealt with it: the introducer hears that, if they wish to, and no more.

    Raises NothingToScreen.
    """
    lock(incident)
    if incident.handled_at is not None:
        raise NothingToScreen
    incident.handled_at, incident.handled_by_id = at, by.id
    mails.taken_care_of(incident, at=at)


def clear_marks(asker: User, *, at: datetime) -> None:
    """A moderator has looked at who found somebody's requests salesy, and lets them ask again."""
    hold_terms(asker).marks_cleared_at = at


def other_than(introduction: Introduction, member: User) -> User | None:
    """Whom `member` would be meeting."""
    return introduction.target if introduction.asker_id == member.id else introduction.asker


def _tell(
    introduction: Introduction, about: User, complaint: Complaint, by: User, at: datetime
) -> None:
    db.session.add(
        Incident(
            introduction_id=introduction.id,
            by_id=by.id,
            about_id=about.id,
            kind=complaint.kind,
            words=complaint.words,
            at=at,
        )
    )
    _hold_others(about, introduction, at)
    mails.to_look_at(about, at=at)


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
