"""What one gave and received; everybody reads their own lines alone."""

from collections import defaultdict
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.models import Connection, Side
from app.connections.queries import sides_of, visible_connections
from app.connections.rules import State
from app.keeping.models import FavourEntry
from app.keeping.rules import LEDGER_DAYS, REVIEW_DAYS, Balance, Direction, balance
from app.kit.db import db


def favours_of(tie: Connection, owner: User) -> list[FavourEntry]:
    """`owner`'s lines about one tie, the latest first."""
    query = sa.select(FavourEntry).where(
        FavourEntry.connection_id == tie.id, FavourEntry.owner_id == owner.id
    )
    return list(db.session.scalars(query.order_by(FavourEntry.at.desc(), FavourEntry.id)))


def balances_of(owner: User, at: datetime) -> dict[int, Balance]:
    """`owner`'s balance of the last half year with everybody, by tie."""
    query = sa.select(FavourEntry.connection_id, FavourEntry.direction).where(
        FavourEntry.owner_id == owner.id, FavourEntry.at > at - timedelta(days=LEDGER_DAYS)
    )
    lines: dict[int, list[Direction]] = defaultdict(list)
    for tie_id, direction in db.session.execute(query):
        lines[tie_id].append(direction)
    return {tie_id: balance(found) for tie_id, found in lines.items()}


def balance_of(tie: Connection, owner: User, at: datetime) -> Balance:
    return balances_of(owner, at).get(tie.id, Balance(0, 0))


def lopsided(owner: User, at: datetime) -> list[tuple[Connection, Side, Balance]]:
    """Ties in which one side does much more, but for those looked at in the last three months."""
    found = {key: one for key, one in balances_of(owner, at).items() if one.is_lopsided}
    query = visible_connections(owner).where(
        Connection.id.in_(found), Connection.state == State.ACTIVE
    )
    ties = db.session.scalars(query.order_by(Connection.connected_at)).all()
    sides = sides_of(owner, ties)
    return [
        (tie, sides[tie.id], found[tie.id])
        for tie in ties
        if tie.id in sides and _is_open(sides[tie.id], at)
    ]


def _is_open(side: Side, at: datetime) -> bool:
    looked_at = side.reviewed_at
    return side.muted_at is None and (
        looked_at is None or looked_at < at - timedelta(days=REVIEW_DAYS)
    )
