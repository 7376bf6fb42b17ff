"""What the page of an event has to know of one member, asked at once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.kit.snapshots import SEEN
from app.moderation.queries import kept_apart
from app.registrations.models import Registration
from app.registrations.states import ACTIVE


@dataclass(frozen=True)
class Standing:
    """A member at one event: their place or how the last one ended, and whom they do not meet.

    `seen` is the database's snapshot; None after this transaction has itself written.
    """

    seen: str | None
    apart: frozenset[int]
    mine: Registration | None


def standing(slug: str, member: User) -> Standing:
    """Where `member` stands at the event of that address, whether or not they may see it."""
    row = db.session.execute(_question(), {"slug": slug, "me": member.id}).one()
    seen, apart, mine = row
    return Standing(seen, frozenset(apart), mine)


@lru_cache(maxsize=1)
def _question() -> sa.Select[Any]:
    """Written once: putting the sentence together takes longer than its answer."""
    me = User(id=sa.bindparam("me"))
    last = (
        sa.select(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.slug == sa.bindparam("slug"), Registration.attendee_id == me.id)
        .order_by(Registration.state.in_(ACTIVE).desc(), Registration.id.desc())
        .limit(1)
    )
    mine = aliased(Registration, last.subquery())
    apart = sa.func.array(kept_apart(me).scalar_subquery(), type_=ARRAY(sa.Integer))
    always = sa.select(sa.literal(1).label("row")).subquery()
    return sa.select(SEEN, apart, mine).select_from(always).outerjoin(mine, sa.true())
