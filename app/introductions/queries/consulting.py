"""Questions for advice, as each of the two may see them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.queries import visible_connections
from app.connections.rules import State
from app.introductions.models import Consultation
from app.introductions.rules.consulting import ANSWER_WITHIN, MONTH, UNTOLD, Seen, Stage
from app.kit.db import another, db
from app.profiles.models import Profile

MOST_SHOWN = 20
WITH_BOTH = (joinedload(Consultation.asker), joinedload(Consultation.asked))


def visible_consultations(viewer: User) -> "sa.Select[Consultation]":
    """Those between `viewer` and people they are connected with, that have reached them."""
    ties = visible_connections(viewer).where(Connection.state == State.ACTIVE)
    reached = sa.and_(
        Consultation.asked_id == viewer.id,
        Consultation.stage.in_((Stage.ASKED, Stage.AGREED)),
    )
    return (
        sa.select(Consultation)
        .options(*WITH_BOTH)
        .where(Consultation.connection_id.in_(ties.with_only_columns(Connection.id)))
        .where(sa.or_(Consultation.asker_id == viewer.id, reached))
    )


def consultations_with(tie: Connection, viewer: User, at: datetime) -> list[Consultation]:
    """What the two have asked each other, the latest first."""
    query = visible_consultations(viewer).where(Consultation.connection_id == tie.id)
    found = db.session.scalars(query.order_by(Consultation.id.desc()).limit(MOST_SHOWN))
    return [row for row in found if row.seen_by(viewer, at) != Seen.NOTHING]


def questions_to(member: User, at: datetime) -> list[Consultation]:
    """What waits for the member's answer, the earliest first."""
    query = visible_consultations(member).where(
        Consultation.asked_id == member.id,
        Consultation.stage == Stage.ASKED,
        Consultation.asked_at > at - ANSWER_WITHIN,
    )
    return list(db.session.scalars(query.order_by(Consultation.id)))


def open_questions_of(asker: User, at: datetime) -> list[Consultation]:
    """What looks open to whoever asked, whatever has become of it."""
    query = sa.select(Consultation).where(
        Consultation.asker_id == asker.id,
        Consultation.stage.in_(UNTOLD),
        Consultation.asked_at > at - ANSWER_WITHIN,
    )
    return list(db.session.scalars(query))


def waiting(at: datetime) -> "sa.Select[int]":
    """Ids of those that have not reached anybody and still may, the earliest first.

    Only over ties that stand, and to people who have not been asked as often as they allow.
    """
    reached = another(Consultation, "reached")
    lately = (
        sa.select(sa.func.count(reached.id))
        .where(reached.asked_id == Consultation.asked_id, reached.reached_at > at - MONTH)
        .scalar_subquery()
    )
    return (
        sa.select(Consultation.id)
        .join(Connection, Connection.id == Consultation.connection_id)
        .join(Profile, Profile.member_id == Consultation.asked_id)
        .where(Consultation.stage == Stage.WAITING, Connection.state == State.ACTIVE)
        .where(Consultation.asked_at > at - ANSWER_WITHIN, lately < Profile.advice_cap)
        .order_by(Consultation.id)
    )


def reached_lately(asked_id: int, at: datetime) -> int:
    """How many questions have reached somebody in thirty days."""
    query = sa.select(sa.func.count()).where(
        Consultation.asked_id == asked_id, Consultation.reached_at > at - MONTH
    )
    return db.session.scalar(query) or 0
