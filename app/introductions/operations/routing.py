"""Looking after requests when nobody waits for the answer: screening, routing, letting rest."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa

from app.accounts.models import User
from app.introductions import mails, queries
from app.introductions.models import Approach, Introduction
from app.introductions.operations.guards import hindrance
from app.introductions.operations.leaving import forget_names
from app.introductions.operations.steps import end, hold_terms, move, put_to, rest, settle
from app.introductions.rules import (
    ENOUGH_FOR_ANOTHER,
    SCREENED_WITHIN,
    Answer,
    EndReason,
    Flag,
    Mode,
    Party,
    Route,
    State,
    best_route,
    digest_at,
    flags_of,
)
from app.kit.db import db
from app.kit.singly import one_by_one

SILENCES_TO_REST = 3
EXPIRED = {
    State.WITH_CONNECTOR: EndReason.EXPIRED_CONNECTOR,
    State.WITH_TARGET: EndReason.EXPIRED_TARGET,
    State.WITH_BOTH: EndReason.EXPIRED_TARGET,
}


def advance(at: datetime) -> int:
    """Bring every request as far as it goes by `at`; returns how many moved. Safe to repeat."""
    moved = one_by_one(queries.broken(), partial(_close_broken, at=at))
    moved += one_by_one(queries.fresh(), partial(begin_routing, at=at))
    moved += one_by_one(queries.due(at), partial(_run_out, at=at))
    moved += one_by_one(queries.resting(at), partial(_try_again, at=at))
    return moved + _fall_silent(at) + _forget(at)


def begin_routing(row: Introduction, at: datetime) -> None:
    """Screen a new request, then look for who could pass it on."""
    if row.screened_at is None:
        row.flags = _flags(row, at)
        if row.flags:
            row.step_due_at = min(row.asked_at + SCREENED_WITHIN, row.closes_at)
            return mails.to_screen(row, at=at)
    if row.has_been_forwarded and not row.is_proposed:
        return deliver(row, at)  # held later on: whoever passed it on stands by their word
    return find_a_way(row, at)


def find_a_way(row: Introduction, at: datetime) -> None:
    """Give the request to whoever is least burdened; else it rests until the neutral hour."""
    if row.mode == Mode.CONNECTOR:
        return _ask_both(row, at)
    route, reason = _route(row, at)
    return rest(row, reason, at) if route is None else _hand_to(row, route, at)


def deliver(introduction: Introduction, at: datetime) -> None:
    """Put a request that has its connector's word to the one asked; else it waits."""
    target = introduction.target
    reason = hindrance(introduction, target, at)
    if reason is not None or target is None:
        return rest(introduction, reason or EndReason.PARTY_LEFT, at)
    move(introduction, State.WITH_TARGET, by=introduction.connector, at=at)
    put_to(introduction, target, Party.TARGET, at=at)
    return mails.asked_target(introduction, at=at)


def _hand_to(row: Introduction, route: Route, at: datetime) -> None:
    connector = db.session.get_one(User, route.connector_id)
    terms = hold_terms(connector)
    row.connector = connector
    move(row, State.WITH_CONNECTOR, by=None, at=at)
    told = digest_at(at, connector.timezone) if terms.is_digest else at
    put_to(row, connector, Party.CONNECTOR, at=at, told_at=told)
    return mails.asked_connector(row, is_digest=terms.is_digest, told_at=told, at=at)


def pass_over(row: Introduction, reason: EndReason, at: datetime) -> None:
    """The connector will not: ask one more where there is time, else end in silence."""
    has_time = row.closes_at - at >= ENOUGH_FOR_ANOTHER
    asked = sum(approach.party == Party.CONNECTOR for approach in row.approaches)
    if not (row.is_routed and has_time and asked <= 1):  # fewer where they have left
        return end(row, reason, at)
    row.connector = None
    db.session.flush()
    route, _none = _route(row, at)
    return end(row, reason, at) if route is None else _hand_to(row, route, at)


def _route(row: Introduction, at: datetime) -> tuple[Route | None, EndReason]:
    if row.mode == Mode.PERSON:
        reason = hindrance(row, row.target, at)
        if reason is not None or row.target is None:
            return None, reason or EndReason.PARTY_LEFT
        return best_route(queries.routes(row, row.target, at)), EndReason.NO_PATH
    if row.is_routed:
        return best_route(queries.routes_from(row, at)), EndReason.NO_PATH
    if row.connector is None:
        return None, EndReason.PARTY_LEFT
    named = queries.named_route(row, row.connector, at)
    if named is None or not named.has_room:
        return None, EndReason.CAPPED if named else EndReason.NO_PATH
    return named, EndReason.NO_PATH


def _ask_both(row: Introduction, at: datetime) -> None:
    two = (row.asker, row.target)
    for person in two:
        reason = hindrance(row, person, at)
        if reason is not None:
            return rest(row, reason, at)
    move(row, State.WITH_BOTH, by=None, at=at)
    for person in two:
        if person is not None:
            put_to(row, person, Party.TARGET, at=at)
    return mails.proposed(row, at=at)


def _try_again(row: Introduction, at: datetime) -> int:
    """What rests may find its way after all: room comes free, somebody comes back."""
    has_word = row.has_been_forwarded and not row.is_proposed
    before = row.state
    if has_word:
        deliver(row, at)
    elif row.closes_at - at >= ENOUGH_FOR_ANOTHER:
        find_a_way(row, at)
    return int(row.state != before)


def _run_out(row: Introduction, at: datetime) -> int:
    """A step whose time is over. Screening that nobody did lets the request rest."""
    if row.state == State.SCREENING:
        rest(row, EndReason.UNSCREENED, at)
        return 1
    connector = row.connector if row.state == State.WITH_CONNECTOR else None
    for approach in row.approaches:
        if approach.answer is None:
            approach.answer, approach.answered_at = Answer.SILENT, at
    reason = EXPIRED.get(row.state) or row.end_reason or EndReason.NO_PATH
    if connector is None:
        end(row, reason, at)
        return 1
    pass_over(row, reason, at)
    _let_rest(connector, at)
    return 1


def _let_rest(connector: User, at: datetime) -> None:
    """After three requests without a word the connector is left in peace, and told so kindly."""
    if queries.unanswered_in_a_row(connector, SILENCES_TO_REST) < SILENCES_TO_REST:
        return
    terms = hold_terms(connector)
    if terms.paused_at is None:
        terms.paused_at, terms.is_paused_by_house = at, True
        mails.paused(connector, at=at)


def _close_broken(row: Introduction, at: datetime) -> None:
    people = (row.asker, row.connector, row.target)
    is_left = any(person is not None and not person.is_verified for person in people)
    if row.state == State.WITH_CONNECTOR and (
        row.connector is None or not row.connector.is_verified
    ):
        if row.connector is not None:
            settle(row, row.connector, Party.CONNECTOR, Answer.MOOT, at=at)
        return pass_over(row, EndReason.PARTY_LEFT, at)
    named_left = row.mode == Mode.PERSON and row.target is None
    return end(row, EndReason.PARTY_LEFT if is_left or named_left else EndReason.BLOCKED, at)


def _flags(row: Introduction, at: datetime) -> list[str]:
    if row.is_proposed:
        return []
    text = f"{row.purpose} {row.why} {row.offer}"
    found = flags_of(text, queries.earlier_words(row, at))
    if queries.is_reported(row.asker):
        found.append(Flag.REPORTED)
    return [flag.value for flag in found]


def _fall_silent(at: datetime) -> int:
    """The question to one of two, of whom the other had said no, runs out like any other."""
    over = sa.select(Introduction.id).where(Introduction.state == State.CLOSED)
    waiting = sa.update(Approach).where(
        Approach.answer.is_(None), Approach.due_at <= at, Approach.introduction_id.in_(over)
    )
    silent = waiting.values(answer=Answer.SILENT, answered_at=at)
    return int(getattr(db.session.execute(silent), "rowcount", 0))


def _forget(at: datetime) -> int:
    """Delete what came to nothing long ago: words, names and all."""
    forget_names(at)
    gone = db.session.execute(sa.delete(Introduction).where(queries.long_over(at)))
    return int(getattr(gone, "rowcount", 0))
