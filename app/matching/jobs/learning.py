"""Learning from answers, once a night."""

from datetime import datetime

from app.matching.operations.learning import learn_from
from app.matching.queries.teaching import groups_to_learn

AT_A_TIME = 10


def learn_lessons(at: datetime) -> int:
    """Work out the lessons of groups with new answers; returns how many."""
    due = groups_to_learn(at, AT_A_TIME)
    for group in due:
        learn_from(group, at=at)
    return len(due)
