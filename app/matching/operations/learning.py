"""What a group's answers teach about who suits whom there, and going back to the table."""

from dataclasses import asdict
from datetime import datetime

import numpy as np

from app.accounts.models import User
from app.groups.journal import Deed, note
from app.groups.models import Group
from app.kit.db import db, lock
from app.matching.circles import KINDS
from app.matching.engine.balance import BALANCE
from app.matching.engine.learning import ENOUGH, learn
from app.matching.models.lessons import Lesson
from app.matching.queries.teaching import answers_of, answers_of_kind
from app.matching.rules.feedback import TEACHES


def learn_from(group: Group, *, at: datetime) -> Lesson:
    """Work the group's lesson out anew. With few answers of its own it learns from its kind."""
    own = answers_of(group)
    answers = own if len(own) >= ENOUGH else answers_of_kind(group.kind)
    found = learn(
        np.array([answer.terms for answer in answers], dtype=np.float64),
        [TEACHES[answer.said] for answer in answers],
        BALANCE[KINDS[group.kind]],
        viewers=[answer.member_id for answer in answers] or None,
    )
    lesson = db.session.get(Lesson, group.id) or Lesson(group_id=group.id, is_set_aside=False)
    db.session.add(lesson)
    lesson.learned_at, lesson.verdict = at, found.verdict
    lesson.answers, lesson.own_answers = found.n, len(own)
    lesson.gain, (lesson.low, lesson.high) = found.gain, found.interval
    lesson.shares = asdict(found.learned)
    return lesson


def set_aside(group: Group, *, by: User, at: datetime) -> None:
    """Go back to the usual weights, whatever has been or will be learned."""
    lesson = db.session.get(Lesson, group.id)
    if lesson is not None and not lock(lesson).is_set_aside:
        lesson.is_set_aside = True
        note(group, Deed.LESSON_SET_ASIDE, by=by, at=at)


def take_up(group: Group, *, by: User, at: datetime) -> None:
    """Let what is learned count again, where it has proven better."""
    lesson = db.session.get(Lesson, group.id)
    if lesson is not None and lock(lesson).is_set_aside:
        lesson.is_set_aside = False
        note(group, Deed.LESSON_TAKEN_UP, by=by, at=at)
