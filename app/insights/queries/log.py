"""Who did what, found again."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.events.models import Event
from app.groups.models import Action, Group
from app.insights.queries.people import names_of
from app.kit.db import db


@dataclass(frozen=True)
class Sought:
    """What of the log somebody wants to see."""

    event_name: str = ""
    actor: str = ""
    kinds: tuple[str, ...] = ()


def log_of(group: Group, sought: Sought) -> sa.Select[Action]:
    """What was done in the group, the latest first, with whoever did it."""
    query = (
        sa.select(Action)
        .options(joinedload(Action.actor))
        .where(Action.group_id == group.id)
        .order_by(Action.at.desc(), Action.id.desc())
    )
    if sought.event_name:
        query = query.where(Action.event_name == sought.event_name)
    if sought.actor:
        doer = sa.select(User.id).where(User.public_id == sought.actor)
        query = query.where(Action.actor_id.in_(doer))
    if sought.kinds:
        query = query.where(Action.kind.in_(sought.kinds))
    return query


def doers(group: Group, event_name: str = "") -> list[User]:
    """Everybody who has done anything there, by name."""
    did = sa.select(Action.actor_id).where(Action.group_id == group.id)
    if event_name:
        did = did.where(Action.event_name == event_name)
    query = sa.select(User).where(User.id.in_(did)).order_by(User.name_key)
    return list(db.session.scalars(query))


def people_in(actions: Sequence[Action]) -> dict[int, User]:
    """The people these lines are about; who has left is missing."""
    ids = [action.details["member_id"] for action in actions if "member_id" in action.details]
    return names_of(ids) if ids else {}


def events_in(actions: Sequence[Action]) -> dict[str, str]:
    """The addresses of the events these lines are about; one that is gone is missing."""
    names = {action.event_name for action in actions} - {""}
    query = sa.select(Event.public_id, Event.slug).where(Event.public_id.in_(names))
    return dict(iter(db.session.execute(query))) if names else {}
