"""Asking: for somebody by name, or for somebody who can help; and keeping what is half written."""

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.queries import has_attended
from app.connections.queries import are_connected
from app.introductions import jobs, mails, queries
from app.introductions.models import Introduction, Wanted
from app.introductions.operations.refusals import (
    AskedAlready,
    AskedThem,
    AskingSuspended,
    ConnectedAlready,
    NotReadyToAsk,
    NotYourContact,
    NotYourTurn,
    TooManyAsks,
)
from app.introductions.operations.steps import agree, begin, move
from app.introductions.rules import (
    ACCOUNT_AGE,
    Budget,
    Mode,
    Party,
    State,
    Topic,
    budget_after,
    closes_at,
    month_began,
)
from app.kit.db import db, lock
from app.kit.queue import enqueue
from app.moderation.queries import is_asking_paused


@dataclass(frozen=True)
class Ask:
    """What the asker writes, and what of theirs is shown now and shared in the end."""

    purpose: str
    offer: str
    is_selling: bool
    shares: tuple[str, ...]
    why: str = ""
    topic: Topic = Topic.ADVICE
    shows: tuple[str, ...] = ()


def ask(asker: User, target: User, wish: Ask, *, at: datetime) -> Introduction:
    """Ask to meet `target`. Asking is the asker's own consent.

    The request is taken whether or not anybody can pass it on, in the same time and with the
    same answer: who knows whom stays hidden. Looking for a way is left to the house.
    Raises NotReadyToAsk, TooManyAsks, AskingSuspended, AskedAlready, ConnectedAlready.
    """
    lock(asker)
    _require_budget(asker, at)
    if are_connected(asker, target):
        raise ConnectedAlready
    if queries.open_between(asker, target, at) or queries.asked_recently(asker, target, at):
        raise AskedAlready
    row = queries.draft_for(asker, target) or _blank(asker, Mode.PERSON, at)
    row.target, row.wanted = target, Wanted.of(target)
    return _send(row, wish, at)


def ask_by_need(asker: User, connector: User | None, wish: Ask, *, at: datetime) -> Introduction:
    """Ask for somebody who can help: through `connector`, or through whoever has room.

    The same words again, while they are on their way, are the same request.
    Raises NotReadyToAsk, TooManyAsks, AskingSuspended, NotYourContact, AskedThem.
    """
    lock(asker)
    sent = queries.open_need(asker, connector, (wish.purpose, wish.why, wish.offer), at)
    if sent is not None:
        return sent
    _require_budget(asker, at)
    if connector is not None and not are_connected(asker, connector):
        raise NotYourContact
    if connector is not None and queries.has_asked(asker, connector, at):
        raise AskedThem
    row = queries.draft_for(asker, None) or _blank(asker, Mode.NEED, at)
    row.is_routed, row.connector = connector is None, connector
    row.through = Wanted.of(connector) if connector else {}
    return _send(row, wish, at)


def keep_draft(
    asker: User,
    target: User | None,
    wish: Ask,
    *,
    connector: User | None = None,
    at: datetime,
) -> Introduction:
    """Keep what has been written so far; only its writer sees it."""
    lock(asker)
    mode = Mode.PERSON if target else Mode.NEED
    row = queries.draft_for(asker, target)
    if row is None:
        row = begin(_blank(asker, mode, at), by=asker, at=at)
    row.target, row.wanted = target, Wanted.of(target) if target else {}
    row.is_routed, row.connector = connector is None, connector
    row.through = Wanted.of(connector) if connector else {}
    return _fill(row, wish)


def drop_draft(row: Introduction, *, by: User) -> None:
    """Throw away what was never sent. Raises NotYourTurn."""
    if row.state != State.DRAFT or row.asker_id != by.id:
        raise NotYourTurn
    db.session.delete(row)


def budget_of(asker: User, at: datetime) -> Budget:
    """What `asker` may ask this month."""
    began = month_began(at, asker.timezone)
    since = queries.terms_of(asker).marks_cleared_at
    return budget_after(queries.marks_on(asker, since=since, before=began))


def is_ready(asker: User, at: datetime) -> bool:
    """Whether `asker` has been here a week and has come to an event."""
    is_known = asker.is_verified and at - asker.joined_at >= ACCOUNT_AGE
    return is_known and has_attended(asker)


def _require_budget(asker: User, at: datetime) -> None:
    if not is_ready(asker, at):
        raise NotReadyToAsk
    budget = budget_of(asker, at)
    if budget.is_suspended or is_asking_paused(asker, at):
        raise AskingSuspended
    if queries.open_asks(asker, at) >= budget.open:
        raise TooManyAsks
    if queries.asks_this_month(asker, at) >= budget.monthly:
        raise TooManyAsks


def _blank(asker: User, mode: Mode, at: datetime) -> Introduction:
    return Introduction(
        mode=mode,
        asker=asker,
        state=State.DRAFT,
        is_routed=True,
        purpose="",
        offer="",
        note="",
        asked_at=at,
        closes_at=at,
        step_due_at=at,
    )


def _fill(row: Introduction, wish: Ask) -> Introduction:
    row.topic, row.purpose, row.why, row.offer = wish.topic, wish.purpose, wish.why, wish.offer
    row.is_selling, row.shows = wish.is_selling, sorted(wish.shows)
    row.shares = sorted(wish.shares)
    return row


def _send(row: Introduction, wish: Ask, at: datetime) -> Introduction:
    """Everything the asker brings about at once: what follows is done when nobody waits."""
    if sa.inspect(row).transient:
        begin(row, by=row.asker, at=at)
    _fill(row, wish)
    row.asked_at = row.step_due_at = at
    row.closes_at = closes_at(at, secrets.randbelow(10**6) / 10**6)
    move(row, State.SCREENING, by=row.asker, at=at)
    agree(row, Party.ASKER, row.asker, wish.shares, at)
    mails.received(row, at=at)
    enqueue(jobs.go_on)
    return row
