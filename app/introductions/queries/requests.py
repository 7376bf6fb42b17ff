"""Finding introductions as the viewer may see them."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.introductions.models import Approach, Introduction
from app.introductions.queries.looks import looks_open
from app.introductions.rules import ANSWERABLE, Answer, EndReason, Mode, Party, State
from app.kit.db import db
from app.moderation.queries import blocked_ids, kept_apart


def visible_introductions(viewer: User) -> "sa.Select[Introduction]":
    """What `viewer` asked, was asked to pass on, or was asked to answer.

    An open request looks the same to its asker when the one asked has blocked them.
    """
    return sa.select(Introduction).where(
        sa.or_(_asked(viewer), _to_pass_on(viewer), _to_answer(viewer))
    )


def waiting_for(viewer: User) -> "sa.Select[Introduction]":
    """What `viewer` is asked to pass on or to answer, and has not yet."""
    to_pass_on = sa.and_(
        Introduction.connector_id == viewer.id, Introduction.state == State.WITH_CONNECTOR
    )
    to_answer = sa.and_(
        Introduction.state.in_(ANSWERABLE), _put_to(viewer, Approach.answer.is_(None))
    )
    return visible_introductions(viewer).where(sa.or_(to_pass_on, to_answer))


def open_between(asker: User, target: User, at: datetime) -> Introduction | None:
    """The request from `asker` for `target`, by name, that looks open to the asker."""
    query = sa.select(Introduction).where(
        Introduction.asker_id == asker.id,
        Introduction.target_id == target.id,
        Introduction.mode == Mode.PERSON,
        looks_open(at),
    )
    return db.session.scalars(query).first()


def open_need(
    asker: User, connector: User | None, words: tuple[str, str, str], at: datetime
) -> Introduction | None:
    """The request in just these words, through the same connector, that looks open to `asker`."""
    purpose, why, offer = words
    query = sa.select(Introduction).where(
        Introduction.asker_id == asker.id,
        Introduction.mode == Mode.NEED,
        Introduction.purpose == purpose,
        Introduction.why == why,
        Introduction.offer == offer,
        Introduction.is_routed.is_(connector is None),
        looks_open(at),
    )
    if connector is not None:
        query = query.where(Introduction.through["public_id"].astext == connector.public_id)
    return db.session.scalars(query.limit(1)).first()


def draft_for(asker: User, target: User | None) -> Introduction | None:
    """What `asker` has begun to write, and not sent."""
    named = Introduction.target_id == target.id if target else Introduction.target_id.is_(None)
    mode = Mode.PERSON if target else Mode.NEED
    query = sa.select(Introduction).where(
        Introduction.asker_id == asker.id,
        Introduction.state == State.DRAFT,
        Introduction.mode == mode,
        named,
    )
    return db.session.scalars(query).first()


def _asked(viewer: User) -> "sa.ColumnElement[bool]":
    apart = kept_apart(viewer)
    return sa.and_(
        Introduction.asker_id == viewer.id,
        Introduction.mode != Mode.CONNECTOR,
        sa.or_(
            Introduction.mode == Mode.NEED, _not_among(Introduction.target_id, blocked_ids(viewer))
        ),
        sa.or_(
            Introduction.state != State.INTRODUCED,
            _not_among(Introduction.target_id, apart)
            & _not_among(Introduction.connector_id, apart),
        ),
    )


def _to_pass_on(viewer: User) -> "sa.ColumnElement[bool]":
    apart = kept_apart(viewer)
    has_forwarded = sa.and_(
        Introduction.scope.is_not(None),
        Introduction.state != State.WITHDRAWN,
        Introduction.end_reason.is_distinct_from(EndReason.TAKEN_BACK),
    )
    return sa.and_(
        Introduction.connector_id == viewer.id,
        sa.or_(Introduction.state == State.WITH_CONNECTOR, has_forwarded),
        Introduction.asker_id.not_in(apart),
        _not_among(Introduction.target_id, apart),
    )


def _to_answer(viewer: User) -> "sa.ColumnElement[bool]":
    """One's turn, as long as nobody is kept apart; a yes of one's own, whatever others have done.

    That the other has blocked one after a yes is not to be noticed before the neutral hour.
    """
    turn = sa.and_(Introduction.state.in_(ANSWERABLE), _put_to(viewer, Approach.answer.is_(None)))
    agreed = sa.and_(
        Introduction.state.not_in((State.WITHDRAWN, State.INTRODUCED)),
        _put_to(viewer, Approach.answer == Answer.YES),
    )
    met = sa.and_(
        Introduction.state == State.INTRODUCED, _put_to(viewer, Approach.answer == Answer.YES)
    )
    return sa.or_(
        sa.and_(sa.or_(turn, met), _others_not_among(viewer, kept_apart(viewer))),
        sa.and_(agreed, _others_not_among(viewer, blocked_ids(viewer))),
    )


def _others_not_among(viewer: User, ids: "sa.SelectBase") -> "sa.ColumnElement[bool]":
    return sa.and_(
        sa.or_(Introduction.asker_id == viewer.id, Introduction.asker_id.not_in(ids)),
        sa.or_(Introduction.target_id == viewer.id, _not_among(Introduction.target_id, ids)),
        _not_among(Introduction.connector_id, ids),
    )


def _put_to(viewer: User, answer: "sa.ColumnElement[bool]") -> "sa.ColumnElement[bool]":
    mine = sa.select(Approach.introduction_id).where(
        Approach.member_id == viewer.id, Approach.party == Party.TARGET, answer
    )
    return Introduction.id.in_(mine)


def _not_among(
    person: "sa.SQLColumnExpression[int | None]", ids: "sa.SelectBase"
) -> "sa.ColumnElement[bool]":
    """Somebody who has left is among nobody."""
    return sa.or_(person.is_(None), person.not_in(ids))
