"""The people one knows as a whole, in figures for a picture."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.queries import visible_connections
from app.connections.rules import Origin, State
from app.kit.db import db
from app.profiles.queries import profiles_of
from app.profiles.visibility import Closeness

MONTHS = 12


@dataclass(frozen=True)
class Growth:
    """One's ties: by how they began, by field of work, and how many came in each month.

    Fields that people do not show to their contacts are counted under "". `months` holds
    (first day, new, in all), the oldest first.
    """

    by_origin: list[tuple[Origin, int]]
    by_industry: list[tuple[str, int]]
    months: list[tuple[datetime, int, int]]
    total: int


def ties_of(viewer: User) -> list[Connection]:
    """Every tie of `viewer` that stands."""
    query = visible_connections(viewer).where(Connection.state == State.ACTIVE)
    return list(db.session.scalars(query.order_by(Connection.connected_at, Connection.id)))


def made_since(viewer: User, since: datetime) -> int:
    """How many new people `viewer` has come to know since then."""
    query = visible_connections(viewer).where(
        Connection.state == State.ACTIVE, Connection.connected_at >= since
    )
    return db.session.scalars(
        query.order_by(None).with_only_columns(sa.func.count(Connection.id))
    ).one()


def growth_of(viewer: User, at: datetime) -> Growth:
    """The figures behind the picture of `viewer`'s people."""
    ties = ties_of(viewer)
    others = [tie.other(viewer).id for tie in ties]
    profiles = profiles_of(others).values()
    shown = [
        profile.industry if profile.shows("industry", Closeness.MATCH) else ""
        for profile in profiles
    ]
    fields = Counter({field: number for field, number in Counter(shown).items() if field})
    unnamed = len(ties) - fields.total()
    by_industry = fields.most_common() + ([("", unnamed)] if unnamed else [])
    return Growth(
        by_origin=Counter(tie.origin for tie in ties).most_common(),
        by_industry=by_industry,
        months=_months([tie.connected_at for tie in ties if tie.connected_at], at),
        total=len(ties),
    )


def _months(instants: list[datetime], at: datetime) -> list[tuple[datetime, int, int]]:
    firsts, year, month = [], at.year, at.month
    for _ in range(MONTHS):
        firsts.append(datetime(year, month, 1, tzinfo=at.tzinfo))
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    rows, ends = [], [at, *firsts[:-1]]
    for first, end in zip(firsts, ends, strict=True):
        new = sum(first <= instant < end for instant in instants)
        rows.append((first, new, sum(instant < end for instant in instants)))
    return rows[::-1]
