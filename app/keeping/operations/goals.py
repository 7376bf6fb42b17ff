"""What somebody wants to reach, whom they would like to meet for it, and how fast."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.keeping.models import Goal, Target, WeeklyAim
from app.keeping.queries import open_targets
from app.keeping.rules import MOST_TARGETS, Horizon
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.profiles.models import TagSpelling
from app.profiles.rules import tag_key


class TooManyTargets(Refused):
    message = _l("Three kinds of people are enough at a time. Mark one as met, or drop it, first.")


def set_goals(owner: User, words: Mapping[Horizon, str], *, at: datetime) -> None:
    """Keep these goals instead of those kept before; an empty one is gone."""
    db.session.execute(sa.delete(Goal).where(Goal.member_id == owner.id))
    for horizon, text in words.items():
        if text.strip():
            goal = Goal(member_id=owner.id, horizon=horizon, words=text.strip(), changed_at=at)
            db.session.add(goal)
    db.session.flush()


def look_for(owner: User, words: str, industry: str, *, at: datetime) -> Target:
    """Look for one more kind of people. Locks the owner. Raises TooManyTargets."""
    lock(owner)
    if len(open_targets(owner)) >= MOST_TARGETS:
        raise TooManyTargets
    spelling = db.session.get(TagSpelling, tag_key(words))
    target = Target(
        member_id=owner.id,
        words=words.strip(),
        industry=industry,
        tag_id=spelling.tag_id if spelling else None,
        made_at=at,
    )
    db.session.add(target)
    db.session.flush()
    return target


def fill_target(target: Target, *, at: datetime) -> None:
    """Such a person has been met."""
    target.filled_at = at


def reopen_target(target: Target, owner: User) -> None:
    """Look for them again. Locks the owner. Raises TooManyTargets."""
    lock(owner)
    if target.filled_at is not None and len(open_targets(owner)) >= MOST_TARGETS:
        raise TooManyTargets
    target.filled_at = None


def drop_target(target: Target) -> None:
    db.session.delete(target)


def set_aim(owner: User, people: int, *, is_told: bool) -> None:
    """How many new people a week `owner` has in mind, and whether to be told the count."""
    aim = db.session.get(WeeklyAim, owner.id)
    if aim is None:
        aim = WeeklyAim(member_id=owner.id)
        db.session.add(aim)
    aim.people, aim.is_told = people, is_told
