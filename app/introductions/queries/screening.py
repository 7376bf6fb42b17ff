"""What moderators look at."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.introductions.models import Approach, Incident, Introduction, Terms
from app.introductions.rules import MARKED_FOR, Mode, Refusal, State
from app.kit.db import db


def earlier_words(introduction: Introduction, at: datetime) -> list[str]:
    """What the same asker has written to others of late."""
    words = sa.func.concat_ws(" ", Introduction.purpose, Introduction.why, Introduction.offer)
    query = (
        sa.select(words)
        .where(Introduction.asker_id == introduction.asker_id, Introduction.mode != Mode.CONNECTOR)
        .where(Introduction.id != introduction.id, Introduction.state != State.DRAFT)
        .where(Introduction.asked_at > at - MARKED_FOR)
    )
    return list(db.session.scalars(query))


def found_salesy(moderator: User, at: datetime, least: int = 3) -> list[tuple[User, int]]:
    """People whose requests several found salesy of late, whom no moderator has cleared since.

    Nobody looks at what is said of themselves.
    """
    marks = sa.func.count(sa.distinct(Approach.member_id))
    query = (
        sa.select(User, marks)
        .join(Introduction, Introduction.asker_id == User.id)
        .join(Approach, Approach.introduction_id == Introduction.id)
        .outerjoin(Terms, Terms.member_id == User.id)
        .where(Introduction.mode != Mode.CONNECTOR, Approach.reason == Refusal.SALESY)
        .where(User.id != moderator.id)
        .where(Approach.answered_at > at - MARKED_FOR)
        .where(Approach.answered_at > sa.func.coalesce(Terms.marks_cleared_at, at - MARKED_FOR))
        .group_by(User.id)
        .having(marks >= least)
        .order_by(marks.desc(), User.id)
    )
    return [(person, number) for person, number in db.session.execute(query)]


def is_reported(member: User) -> bool:
    """Whether a report about `member` waits for a moderator."""
    query = sa.select(Incident.id).where(
        Incident.about_id == member.id, Incident.handled_at.is_(None)
    )
    return db.session.scalars(query.limit(1)).first() is not None


def to_screen(moderator: User) -> "sa.Select[Introduction]":
    """Requests that wait for a moderator, the longest waiting first.

    Nobody looks at a request that they have a part in: it would tell them of it before its time.
    """
    parties = (Introduction.asker_id, Introduction.connector_id, Introduction.target_id)
    return (
        sa.select(Introduction)
        .where(Introduction.state == State.SCREENING, Introduction.flags != [])
        .where(Introduction.screened_at.is_(None))
        .where(*(party.is_distinct_from(moderator.id) for party in parties))
        .order_by(Introduction.asked_at)
    )


def open_incidents(moderator: User) -> "sa.Select[Incident]":
    """Trouble nobody has dealt with, the oldest first; nobody looks at what is said of them."""
    return (
        sa.select(Incident)
        .where(Incident.handled_at.is_(None), Incident.about_id != moderator.id)
        .order_by(Incident.at)
    )
