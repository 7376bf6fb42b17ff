"""Ways from one person to another, over people who let themselves be asked.

Exact: nobody who knows both is missing, nobody is invented. Blocks between a person on the
way and either end take that person out.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.connections.contacts import Contact
from app.kit.db import db
from app.moderation.models import Block
from app.profiles.models import Profile


@dataclass(frozen=True)
class Way:
    """The people between two ends, nearest to the first, and how strong the ties are."""

    through: tuple[int, ...]
    strength: float


def ways_between(one: User, other: User) -> list[Way]:
    """Everybody who knows both, is glad to introduce, and is kept apart from neither.

    The closest first. Two index-only scans, merged.
    """
    found = db.session.execute(_BETWEEN, {"one": one.id, "other": other.id})
    return [Way((row.id,), row.strength) for row in found]


def ways_beyond(one: User, other: User, limit: int = 20) -> list[Way]:
    """The closest ways over two people in a row, of whom the first knows `one`."""
    swapped = _known_by(one) > _known_by(other)  # it costs less from whoever knows fewer
    first, last = (other, one) if swapped else (one, other)
    found = db.session.execute(_BEYOND, {"one": first.id, "other": last.id, "most": limit})
    ways = [Way((row.near, row.far), row.strength) for row in found]
    return [Way(way.through[::-1], way.strength) for way in ways] if swapped else ways


def connectors_of(member: User) -> list[Way]:
    """`member`'s own contacts who are glad to introduce; the closest first."""
    found = db.session.execute(_NEAR, {"one": member.id})
    return [Way((row.id,), row.strength) for row in found]


def _known_by(member: User) -> int:
    return db.session.scalars(_NUMBER, {"one": member.id}).one()


_one, _other = sa.bindparam("one", type_=sa.Integer), sa.bindparam("other", type_=sa.Integer)


def _allows(person: "sa.SQLColumnExpression[int]") -> "sa.ColumnElement[bool]":
    """Whether that person lets themselves be asked, and is still here."""
    allowed = (
        sa.select(Profile.member_id)
        .join(User, User.id == Profile.member_id)
        .where(Profile.member_id == person, Profile.is_connector)
        .where(User.disabled_at.is_(None), User.email_verified_at.is_not(None))
    )
    return sa.exists(allowed.correlate_except(Profile, User))


def _is_free_of(
    person: "sa.SQLColumnExpression[int]", *ends: "sa.SQLColumnExpression[int]"
) -> "sa.ColumnElement[bool]":
    """Whether nothing keeps that person apart from either end: a look at the key for each."""
    pairs = [pair for end in ends for pair in ((person, end), (end, person))]
    return sa.and_(*(~_has_blocked(blocker, blocked) for blocker, blocked in pairs))


def _has_blocked(
    blocker: "sa.SQLColumnExpression[int]", blocked: "sa.SQLColumnExpression[int]"
) -> "sa.ColumnElement[bool]":
    block = aliased(Block)
    found = sa.select(block.blocker_id).where(
        block.blocker_id == blocker, block.blocked_id == blocked
    )
    return sa.exists(found.correlate_except(block))


def _between() -> "sa.Select[int, float]":
    near, far = aliased(Contact), aliased(Contact)
    both = (
        sa.select(near.b.label("id"), sa.func.sqrt(near.strength * far.strength).label("strength"))
        .join(far, sa.and_(far.b == near.b, far.a == _other))
        .where(near.a == _one)
        .cte("both")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    return (
        sa.select(both.c.id, both.c.strength)
        .where(_allows(both.c.id), _is_free_of(both.c.id, _one, _other))
        .order_by(both.c.strength.desc(), both.c.id)
    )


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
    return (
        sa.select(pairs.c.near, pairs.c.far, pairs.c.strength)
        .where(_allows(pairs.c.near), _allows(pairs.c.far))
        .where(_is_free_of(pairs.c.near, _one, _other, pairs.c.far))
        .where(_is_free_of(pairs.c.far, _one, _other))
        .order_by(pairs.c.strength.desc(), pairs.c.near, pairs.c.far)
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


def _near() -> "sa.Select[int, float]":
    return (
        sa.select(Contact.b.label("id"), Contact.strength.label("strength"))
        .where(Contact.a == _one, _allows(Contact.b), _is_free_of(Contact.b, _one))
        .order_by(Contact.strength.desc(), Contact.b)
    )


def _number() -> "sa.Select[int]":
    return sa.select(sa.func.count()).select_from(Contact).where(Contact.a == _one)


_BETWEEN, _BEYOND, _NEAR, _NUMBER = _between(), _beyond(), _near(), _number()
