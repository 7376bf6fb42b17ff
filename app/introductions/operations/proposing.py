"""A connector begins: two people they know are asked separately whether they would like to meet."""

import secrets
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.queries import are_connected
from app.introductions import jobs
from app.introductions.models import Introduction
from app.introductions.operations.refusals import (
    NotYourContact,
    ProposedAlready,
    ProposedEnough,
    TwoPeople,
)
from app.introductions.operations.steps import agree, begin
from app.introductions.rules import (
    MONTH,
    REST_BETWEEN_ASKS,
    Mode,
    Party,
    Scope,
    State,
    Topic,
    closes_at,
)
from app.kit.db import db, lock
from app.kit.queue import enqueue

PROPOSALS_PER_MONTH = 6


def propose(
    connector: User, pair: tuple[User, User], note: str, scope: Scope, *, at: datetime
) -> Introduction:
    """Suggest two contacts to each other; neither sees that the other is asked or has answered.

    Raises TwoPeople, NotYourContact, ProposedAlready, ProposedEnough.
    """
    lock(connector)
    one, other = pair
    if one.id == other.id or connector.id in (one.id, other.id):
        raise TwoPeople
    if not (are_connected(connector, one) and are_connected(connector, other)):
        raise NotYourContact
    _require_room(connector, one, other, at)
    row = Introduction(
        mode=Mode.CONNECTOR,
        asker=one,
        connector=connector,
        target=other,
        state=State.SCREENING,
        topic=Topic.FRIENDS,
        is_routed=False,
        purpose="",
        offer="",
        note=note,
        scope=scope,
        asked_at=at,
        closes_at=closes_at(at, secrets.randbelow(10**6) / 10**6),
        step_due_at=at,
    )
    begin(row, by=connector, at=at)
    agree(row, Party.CONNECTOR, connector, (), at)
    enqueue(jobs.go_on)
    return row


def _require_room(connector: User, one: User, other: User, at: datetime) -> None:
    own = sa.and_(Introduction.connector_id == connector.id, Introduction.mode == Mode.CONNECTOR)
    pair = sa.or_(
        sa.and_(Introduction.asker_id == one.id, Introduction.target_id == other.id),
        sa.and_(Introduction.asker_id == other.id, Introduction.target_id == one.id),
    )
    since = Introduction.closes_at > at - REST_BETWEEN_ASKS
    if db.session.scalars(sa.select(Introduction.id).where(own, pair, since)).first():
        raise ProposedAlready
    made = sa.select(sa.func.count(Introduction.id)).where(own, Introduction.asked_at > at - MONTH)
    if db.session.scalars(made).one() >= PROPOSALS_PER_MONTH:
        raise ProposedEnough
