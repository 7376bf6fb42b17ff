"""Ways from one person to another, over people who let themselves be asked.

Exact: nobody who knows both is missing, nobody is invented. Blocks between a person on the
way and either end take that person out.
"""

from dataclasses import dataclass
from typing import TypeVarTuple

import sqlalchemy as sa
from psycopg.types.numeric import Int4
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.connections.contacts import Contact
from app.kit.db import db
from app.moderation.models import Block
from app.profiles.models import Profile

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Way:
    """The people between two ends, nearest to the first, and how strong the ties are."""

    through: tuple[int, ...]
    strength: float


def ways_between(one: User, other: User) -> list[Way]:
    """Everybody who knows both, is glad to introduce, and is kept apart from neither.

    The closest first. Two index-only scans, merged.
    """
    found = db.session.execute(_BETWEEN, _ends(one, other))
    return [Way((row.id,), row.strength) for row in found]


def ways_beyond(one: User, other: User, limit: int = 20) -> list[Way]:
    """The closest ways over two people in a row, of whom the first knows `one`."""
    swapped = _known_by(one) > _known_by(other)  # it costs less from whoever knows fewer
    first, last = (other, one) if swapped else (one, other)
    found = db.session.execute(_BEYOND, {**_ends(first, last), "most": Int4(limit)})
    ways = [Way((row.near, row.far), row.strength) for row in found]
    return [Way(way.through[::-1], way.strength) for way in ways] if swapped else ways


def connectors_of(member: User) -> list[Way]:
    """`member`'s own contacts who are glad to introduce; the closest first."""
    found = db.session.execute(_NEAR, _ends(member, member))
    return [Way((row.id,), row.strength) for row in found]


def _known_by(member: User) -> int:
    return db.session.scalars(_NUMBER, {"one": Int4(member.id)}).one()


def _ends(one: User, other: User) -> dict[str, int]:
    """Both ends, always in the same width: the server keeps a plan for each kind of number."""
    return {"one": Int4(one.id), "other": Int4(other.id)}


_one, _other = sa.bindparam("one", type_=sa.Integer), sa.bindparam("other", type_=sa.Integer)


def _who_are_glad(
    query: "sa.Select[*Columns]", *people: "sa.SQLColumnExpression[int]"
) -> "sa.Select[*Columns]":
    """Only with those who let themselves be asked, are still here, and free of both ends.

    Whom a block keeps apart is looked up once: as joins, these few rows would cost more to plan
    than the whole way costs to find.
    """
    ends = (_one, _other)
    apart = sa.union_all(
        sa.select(Block.blocked_id).where(Block.blocker_id.in_(ends)),
        sa.select(Block.blocker_id).where(Block.blocked_id.in_(ends)),
    )
    for person in people:
        profile, user = aliased(Profile), aliased(User)
        query = (
            query.join(profile, profile.member_id == person)
            .join(user, user.id == person)
            .where(profile.is_connector, person.not_in(apart))
            .where(user.disabled_at.is_(None), user.email_verified_at.is_not(None))
        )
    return query


def _has_blocked(
    blocker: "sa.SQLColumnExpression[int]", blocked: "sa.SQLColumnExpression[int]"
) -> "sa.ColumnElement[bool]":
    found = sa.select(Block.blocker_id).where(
        Block.blocker_id == blocker, Block.blocked_id == blocked
    )
    return sa.exists(found.correlate_except(Block))


def _between() -> "sa.Select[int, float]":
    near, far = aliased(Contact), aliased(Contact)
    both = (
        sa.select(near.b.label("id"), sa.func.sqrt(near.strength * far.strength).label("strength"))
        .join(far, sa.and_(far.b == near.b, far.a == _other))
        .where(near.a == _one)
        .cte("both")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    found = sa.select(both.c.id, both.c.strength)
    return _who_are_glad(found, both.c.id).order_by(both.c.strength.desc(), both.c.id)


def _beyond() -> "sa.Select[int, int, float]":
    near, middle, far = aliased(Contact), aliased(Contact), aliased(Contact)
    strength = sa.func.cbrt(near.strength * middle.strength * far.strength).label("strength")
    pairs = (
        sa.select(near.b.label("near"), middle.b.label("far"), strength)
        .join(middle, middle.a == near.b)
        .join(far, sa.and_(far.b == middle.b, far.a == _other))
        .where(near.a == _one, near.b != _other, middle.b != _one)
        .cte("pairs")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    first, last = pairs.c.near, pairs.c.far
    found = sa.select(first, last, pairs.c.strength).where(
        ~_has_blocked(first, last), ~_has_blocked(last, first)
    )
    return (
        _who_are_glad(found, first, last)
        .order_by(pairs.c.strength.desc(), first, last)
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


def _near() -> "sa.Select[int, float]":
    found = sa.select(Contact.b.label("id"), Contact.strength).where(Contact.a == _one)
    return _who_are_glad(found, Contact.b).order_by(Contact.strength.desc(), Contact.b)


def _number() -> "sa.Select[int]":
    return sa.select(sa.func.count()).select_from(Contact).where(Contact.a == _one)


_BETWEEN, _BEYOND, _NEAR, _NUMBER = _between(), _beyond(), _near(), _number()
