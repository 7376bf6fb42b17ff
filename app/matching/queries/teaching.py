"""Answers to learn from, and whose lesson is due."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.events.models import Event
from app.groups.models import Group
from app.groups.rules import Kind
from app.kit.db import db
from app.matching.models.lessons import Lesson
from app.matching.models.likes import Answer
from app.matching.rules.feedback import TEACHES

# The latest answers say most about a group as it is now; and a night is short.
MOST = 5_000
NIGHT = timedelta(hours=20)


def answers_of(group: Group) -> list[Answer]:
    """What people have said about those they were shown at this group's evenings, oldest first."""
    return _oldest_first(_teaching().where(Event.group_id == group.id))


def answers_of_kind(kind: Kind) -> list[Answer]:
    """The same of all groups of one kind."""
    return _oldest_first(
        _teaching().join(Group, Group.id == Event.group_id).where(Group.kind == kind)
    )


def lesson_of(group: Group) -> Lesson | None:
    return db.session.get(Lesson, group.id)


def groups_to_learn(at: datetime, limit: int) -> list[Group]:
    """Groups with answers newer than their last lesson, which is of an earlier night."""
    query = (
        sa.select(Group)
        .join(Event, Event.group_id == Group.id)
        .join(Answer, Answer.event_id == Event.id)
        .outerjoin(Lesson, Lesson.group_id == Group.id)
        .where(Answer.said.in_(TEACHES), Answer.terms.is_not(None))
        .where(
            sa.or_(
                Lesson.group_id.is_(None),
                sa.and_(Lesson.learned_at < at - NIGHT, Answer.at > Lesson.learned_at),
            )
        )
        .order_by(Group.id)
        .distinct()
        .limit(limit)
    )
    return list(db.session.scalars(query))


def _teaching() -> "sa.Select[Answer]":
    return (
        sa.select(Answer)
        .join(Event, Event.id == Answer.event_id)
        .where(Answer.said.in_(TEACHES), Answer.terms.is_not(None))
    )


def _oldest_first(query: "sa.Select[Answer]") -> list[Answer]:
    latest = query.order_by(Answer.at.desc(), Answer.id.desc()).limit(MOST)
    return list(db.session.scalars(latest))[::-1]
