"""What is to be looked after: requests whose step has run out, that wait, that have broken."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.introductions.models import Aftermath, Introduction
from app.introductions.rules import OPEN, EndReason, Mode, State
from app.kit.db import db
from app.moderation.models import Block

AT_ONCE = 200
FORGOTTEN_AFTER = timedelta(days=400)


def due(at: datetime) -> list[Introduction]:
    """Open requests whose step has run out, locked, oldest first."""
    return _locked(Introduction.step_due_at <= at, states=OPEN)


def fresh() -> list[Introduction]:
    """Requests nobody has looked at yet, or that a moderator has let pass."""
    is_clear = sa.or_(Introduction.flags == [], Introduction.screened_at.is_not(None))
    return _locked(is_clear, states=(State.SCREENING,))


def resting(at: datetime) -> list[Introduction]:
    """Parked requests that might still reach somebody before their neutral hour."""
    return _locked(
        Introduction.closes_at > at,
        Introduction.end_reason.is_distinct_from(EndReason.UNSCREENED),
        states=(State.PARKED,),
    )


def broken() -> list[Introduction]:
    """Open requests between people who are kept apart by now, or of whom one has left."""
    ends = (Introduction.asker_id, Introduction.connector_id, Introduction.target_id)
    blocks = [
        sa.exists().where(Block.blocker_id == one, Block.blocked_id == other)
        for one in ends
        for other in ends
        if one is not other
    ]
    gone = aliased(User)
    has_left = sa.exists().where(
        gone.id.in_(ends), sa.or_(gone.disabled_at.is_not(None), gone.email_verified_at.is_(None))
    )
    named = sa.and_(Introduction.mode == Mode.PERSON, Introduction.target_id.is_(None))
    with_nobody = sa.and_(
        Introduction.connector_id.is_(None),
        Introduction.state.in_((State.WITH_CONNECTOR, State.WITH_TARGET, State.WITH_BOTH)),
    )
    without_target = sa.and_(
        Introduction.target_id.is_(None),
        Introduction.state.in_((State.WITH_TARGET, State.WITH_BOTH)),
    )
    return _locked(sa.or_(*blocks, has_left, named, with_nobody, without_target), states=OPEN)


def long_over(at: datetime) -> "sa.ColumnElement[bool]":
    """Requests that came to nothing so long ago that nobody's limit counts them any more."""
    return sa.and_(
        Introduction.closes_at < at - FORGOTTEN_AFTER,
        Introduction.state.in_((State.CLOSED, State.WITHDRAWN)),
    )


def outcomes_of(introduction: Introduction) -> dict[int, Aftermath]:
    """What each of the two has said came of it."""
    query = sa.select(Aftermath).where(Aftermath.introduction_id == introduction.id)
    return {row.member_id: row for row in db.session.scalars(query)}


def _locked(*where: "sa.ColumnElement[bool]", states: tuple[State, ...]) -> list[Introduction]:
    query = (
        sa.select(Introduction)
        .where(Introduction.state.in_(states), *where)
        .order_by(Introduction.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=Introduction)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))
