"""Counting what people have asked, and what has been asked of them."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.introductions.models import Approach, Introduction
from app.introductions.queries.looks import looks_open
from app.introductions.rules import (
    ASKS_BEFORE_GIVING,
    GIVING,
    MARKED_FOR,
    MONTH,
    REST_BETWEEN_ASKS,
    Answer,
    EndReason,
    Mode,
    Party,
    Refusal,
    State,
)
from app.keeping.models import FavourEntry
from app.keeping.rules import Direction
from app.kit.db import db

UNSENT = (State.DRAFT,)


def open_asks(asker: User, at: datetime) -> int:
    """How many requests look open to `asker`: a decline must not free a place early."""
    return _count(looks_open(at), *_own(asker))


def asks_this_month(asker: User, at: datetime) -> int:
    return _count(
        *_own(asker), Introduction.state != State.DRAFT, Introduction.asked_at > at - MONTH
    )


def is_due_to_give(asker: User, at: datetime) -> bool:
    """Whether they have asked three times since they last gave somebody something they noted."""
    gave = sa.select(sa.func.max(FavourEntry.at)).where(
        FavourEntry.owner_id == asker.id, FavourEntry.direction == Direction.GAVE
    )
    since = max(db.session.scalar(gave) or at - GIVING, at - GIVING)
    asked = _count(*_own(asker), Introduction.state != State.DRAFT, Introduction.asked_at > since)
    return asked >= ASKS_BEFORE_GIVING


def asked_recently(asker: User, target: User, at: datetime) -> bool:
    """Whether `asker` must let the matter rest: half a year after the last neutral ending."""
    return bool(
        _count(
            *_own(asker),
            Introduction.mode == Mode.PERSON,
            Introduction.target_id == target.id,
            Introduction.state.not_in((State.WITHDRAWN, *UNSENT)),
            Introduction.end_reason.is_distinct_from(EndReason.SCREENED_OUT),
            Introduction.closes_at > at - REST_BETWEEN_ASKS,
        )
    )


def is_resting(asker: User, target: User, at: datetime, *, but: int) -> bool:
    """Whether another request of `asker` has been put to `target` in the last half year.

    Taking it back once it has reached them does not make room for the next one.
    """
    reached = sa.select(Approach.introduction_id).where(
        Approach.member_id == target.id, Approach.party == Party.TARGET
    )
    return bool(
        _count(
            *_own(asker),
            Introduction.target_id == target.id,
            Introduction.closes_at > at - REST_BETWEEN_ASKS,
            Introduction.id.in_(reached),
            Introduction.id != but,
        )
    )


def has_asked(asker: User, connector: User, at: datetime) -> bool:
    """Whether `asker` has named `connector` for a request within the month."""
    return bool(
        _count(
            *_own(asker),
            Introduction.state.not_in((State.DRAFT, State.WITHDRAWN)),
            Introduction.is_routed.is_(False),
            Introduction.through["public_id"].astext == connector.public_id,
            Introduction.asked_at > at - MONTH,
        )
    )


def reached_and_pending(member: User, party: Party, at: datetime) -> tuple[int, int]:
    """How often `member` was asked as that party this month, and how much awaits them now."""
    return loads([member.id], party, at).get(member.id, (0, 0))


def loads(member_ids: list[int], party: Party, at: datetime) -> dict[int, tuple[int, int]]:
    """For each member how often they were asked this month, and how much awaits them now."""
    query = (
        sa.select(
            Approach.member_id,
            sa.func.count().filter(Approach.asked_at > at - MONTH),
            sa.func.count().filter(Approach.answer.is_(None)),
        )
        .where(Approach.member_id.in_(member_ids), Approach.party == party)
        .where(sa.or_(Approach.asked_at > at - MONTH, Approach.answer.is_(None)))
        .group_by(Approach.member_id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}


def unanswered_in_a_row(connector: User, most: int) -> int:
    """How many of the last `most` requests put to `connector` they let pass in silence."""
    query = (
        sa.select(Approach.answer)
        .where(Approach.member_id == connector.id, Approach.party == Party.CONNECTOR)
        .where(Approach.answer.in_((Answer.YES, Answer.NO, Answer.SILENT)))
        .order_by(Approach.id.desc())
        .limit(most)
    )
    return sum(answer == Answer.SILENT for answer in db.session.scalars(query))


def marks_on(asker: User, *, since: datetime | None, before: datetime) -> int:
    """How many people found a request of `asker` salesy, up to the beginning of this month."""
    query = (
        sa.select(sa.func.count(sa.distinct(Approach.member_id)))
        .join(Introduction, Introduction.id == Approach.introduction_id)
        .where(Introduction.asker_id == asker.id, Introduction.mode != Mode.CONNECTOR)
        .where(Approach.reason == Refusal.SALESY, Approach.answered_at < before)
        .where(Approach.answered_at > before - MARKED_FOR)
    )
    if since is not None:
        query = query.where(Approach.answered_at > since)
    return db.session.scalars(query).one()


def _own(asker: User) -> "tuple[sa.ColumnElement[bool], ...]":
    return Introduction.asker_id == asker.id, Introduction.mode != Mode.CONNECTOR


def _count(*where: "sa.ColumnElement[bool]") -> int:
    query = sa.select(sa.func.count()).select_from(Introduction).where(*where)
    return db.session.scalars(query).one()
