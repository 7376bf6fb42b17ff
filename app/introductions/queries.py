"""Finding introductions, and counting what people have been asked."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.queries import between, shared_contacts
from app.introductions.models import Introduction
from app.introductions.rules import MONTH, OPEN, REST_BETWEEN_ASKS, Route, State
from app.kit.db import db
from app.moderation.queries import blocked_ids, kept_apart
from app.profiles.models import Profile


def visible_introductions(viewer: User) -> "sa.Select[Introduction]":
    """What `viewer` asked, was asked to pass on, or was asked to answer.

    An open request looks the same to its asker when the one asked has blocked them.
    """
    apart = kept_apart(viewer)
    asked = sa.and_(
        Introduction.asker_id == viewer.id,
        Introduction.target_id.not_in(blocked_ids(viewer)),
        sa.or_(
            Introduction.state != State.INTRODUCED,
            Introduction.target_id.not_in(apart) & Introduction.connector_id.not_in(apart),
        ),
    )
    to_pass_on = sa.and_(
        Introduction.connector_id == viewer.id,
        sa.or_(
            Introduction.state == State.WITH_CONNECTOR,
            sa.and_(Introduction.scope.is_not(None), Introduction.state != State.WITHDRAWN),
        ),
        Introduction.asker_id.not_in(apart),
        Introduction.target_id.not_in(apart),
    )
    to_answer = sa.and_(
        Introduction.target_id == viewer.id,
        Introduction.state.in_((State.WITH_TARGET, State.INTRODUCED)),
        Introduction.asker_id.not_in(apart),
        Introduction.connector_id.not_in(apart),
    )
    return sa.select(Introduction).where(sa.or_(asked, to_pass_on, to_answer))


def open_asks(asker: User, at: datetime) -> int:
    """How many requests look open to `asker`: a decline must not free a place early."""
    return _count(_looks_open(at), Introduction.asker_id == asker.id)


def asks_this_month(asker: User, at: datetime) -> int:
    return _count(Introduction.asker_id == asker.id, Introduction.asked_at > at - MONTH)


def open_between(asker: User, target: User, at: datetime) -> Introduction | None:
    """The request from `asker` for `target` that looks open to the asker."""
    query = sa.select(Introduction).where(
        Introduction.asker_id == asker.id, Introduction.target_id == target.id, _looks_open(at)
    )
    return db.session.scalars(query).first()


def asked_recently(asker: User, target: User, at: datetime) -> bool:
    """Whether `asker` must let the matter rest: half a year after the last neutral ending."""
    return bool(
        _count(
            Introduction.asker_id == asker.id,
            Introduction.target_id == target.id,
            Introduction.state != State.WITHDRAWN,
            Introduction.closes_at > at - REST_BETWEEN_ASKS,
        )
    )


def reached_and_pending(target: User, at: datetime) -> tuple[int, int]:
    """How many requests reached `target` this month, and how many await an answer now."""
    reached = _count(
        Introduction.target_id == target.id,
        Introduction.state.in_((State.WITH_TARGET, State.INTRODUCED, State.CLOSED)),
        Introduction.scope.is_not(None),
        Introduction.asked_at > at - MONTH,
    )
    pending = _count(Introduction.target_id == target.id, Introduction.state == State.WITH_TARGET)
    return reached, pending


def routes(asker: User, target: User, at: datetime) -> list[Route]:
    """Everyone who knows both and lets themselves be asked, with how much is asked of them.

    Blocks between a connector and either side take the connector out.
    """
    both = [person.id for person in shared_contacts(asker, target)]
    query = (
        sa.select(Profile.member_id)
        .where(Profile.member_id.in_(both), Profile.is_connector)
        .where(Profile.member_id.not_in(kept_apart(asker)))
        .where(Profile.member_id.not_in(kept_apart(target)))
        .where(Profile.member_id.not_in(_asked_by(asker, at)))
    )
    return [_route(connector_id, asker, at) for connector_id in db.session.scalars(query)]


def due(at: datetime) -> list[Introduction]:
    """Open requests whose step has run out, locked, oldest first."""
    query = (
        sa.select(Introduction)
        .where(Introduction.state.in_(OPEN), Introduction.step_due_at <= at)
        .order_by(Introduction.id)
        .with_for_update(skip_locked=True, of=Introduction)
    )
    return list(db.session.scalars(query))


def _looks_open(at: datetime) -> "sa.ColumnElement[bool]":
    return sa.and_(
        Introduction.closes_at > at,
        Introduction.state.not_in((State.INTRODUCED, State.WITHDRAWN)),
    )


def _asked_by(asker: User, at: datetime) -> "sa.Select[int | None]":
    """Connectors whom this asker's requests reached within the month: once is enough."""
    return sa.select(Introduction.connector_id).where(
        Introduction.asker_id == asker.id,
        Introduction.connector_id.is_not(None),
        Introduction.asked_at > at - MONTH,
    )


def _route(connector_id: int, asker: User, at: datetime) -> Route:
    asked = _count(Introduction.connector_id == connector_id, Introduction.asked_at > at - MONTH)
    pending = _count(
        Introduction.connector_id == connector_id, Introduction.state == State.WITH_CONNECTOR
    )
    tie = between(asker, db.session.get_one(User, connector_id))
    return Route(connector_id, asked, pending, _strength(tie))


def _strength(tie: Connection | None) -> float:
    return tie.connected_at.timestamp() if tie and tie.connected_at else 0.0


def _count(*where: "sa.ColumnElement[bool]") -> int:
    query = sa.select(sa.func.count()).select_from(Introduction).where(*where)
    return db.session.scalars(query).one()
