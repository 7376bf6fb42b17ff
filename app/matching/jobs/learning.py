"""Learning from answers, once a night."""

from datetime import datetime
from functools import partial

from app.groups.models import Group
from app.kit.singly import one_by_one
from app.matching.operations.learning import learn_from
from app.matching.queries.teaching import groups_to_learn

AT_A_TIME = 10


def learn_lessons(at: datetime) -> int:
    """Work out the lessons of groups with new answers; returns how many."""
    return one_by_one(groups_to_learn(at, AT_A_TIME), partial(_learn, at=at))


def _learn(group: Group, *, at: datetime) -> None:
    learn_from(group, at=at)
