"""Goals, the kinds of people one looks for, and the weekly aim: read by their owner alone."""

import sqlalchemy as sa

from app.accounts.models import User
from app.keeping.models import Goal, Target, WeeklyAim
from app.keeping.rules import Horizon
from app.kit.db import db
from app.profiles.models import Tag


def goals_of(owner: User) -> dict[Horizon, str]:
    """What `owner` wants to have reached, by how far it looks ahead."""
    rows = db.session.scalars(sa.select(Goal).where(Goal.member_id == owner.id))
    return {goal.horizon: goal.words for goal in rows}


def targets_of(owner: User) -> list[Target]:
    """The kinds of people `owner` would like to meet: open ones first, then those met."""
    query = sa.select(Target).where(Target.member_id == owner.id)
    newest = Target.filled_at.desc().nulls_first()
    return list(db.session.scalars(query.order_by(newest, Target.made_at, Target.id)))


def open_targets(owner: User) -> list[Target]:
    """The kinds of people `owner` still looks for."""
    return [target for target in targets_of(owner) if target.filled_at is None]


def sought_by(owner: User) -> dict[str, set[str]]:
    """The kinds of people `owner` still looks for, in their words, each with its spellings."""
    targets = open_targets(owner)
    query = sa.select(Tag).where(Tag.id.in_([it.tag_id for it in targets if it.tag_id]))
    tags = {tag.id: tag for tag in db.session.scalars(query)} if targets else {}
    return {
        one.words: {one.words}
        | ({tag.label_ja, tag.label_en} if (tag := tags.get(one.tag_id or 0)) else set())
        for one in targets
    }


def aim_of(owner: User) -> WeeklyAim:
    """How many new people a week `owner` has in mind; one where they have said nothing."""
    kept = db.session.get(WeeklyAim, owner.id)
    return kept or WeeklyAim(member_id=owner.id, people=1, is_told=False)
