"""Asking for an introduction, passing it on, answering it, letting it rest."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.attendance.queries import has_attended
from app.connections.operations import connect, share
from app.connections.queries import are_connected
from app.connections.rules import Origin
from app.introductions import mails, queries, rules
from app.introductions.models import Consent, Introduction
from app.introductions.rules import EndReason, Mode, Party, Scope, State
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.moderation.operations import hold_blocks
from app.moderation.queries import are_kept_apart
from app.profiles.queries import profile_of
from app.profiles.traits import Stance


class NotReadyToAsk(Refused):
    message = _l(
        "Introductions open once your account is a week old and you have come to an event."
    )


class TooManyAsks(Refused):
    message = _l("You have asked enough for now. Please wait for an answer first.")


class AskedAlready(Refused):
    message = _l("You have already asked to meet this person.")


class ConnectedAlready(Refused):
    message = _l("You know this person already.")


class NotYourTurn(Refused):
    message = _l("This introduction is not waiting for your answer.")


@dataclass(frozen=True)
class Ask:
    """What the asker writes: why, what they give in return, what they would share."""

    purpose: str
    offer: str
    is_selling: bool
    shares: tuple[str, ...]


def ask(asker: User, target: User, wish: Ask, *, at: datetime) -> Introduction:
    """Ask to meet `target`. Asking is the asker's own consent.

    The request is taken whether or not anybody can pass it on: who knows whom stays hidden.
    Raises NotReadyToAsk, TooManyAsks, AskedAlready, ConnectedAlready.
    """
    lock(asker)
    _check_may_ask(asker, target, at)
    closes_at = rules.closes_at(at, secrets.randbelow(10**6) / 10**6)
    introduction = Introduction(
        mode=Mode.PERSON,
        asker=asker,
        target=target,
        state=State.PARKED,
        purpose=wish.purpose,
        offer=wish.offer,
        is_selling=wish.is_selling,
        shares=list(wish.shares),
        asked_at=at,
        closes_at=closes_at,
        step_due_at=closes_at,
    )
    db.session.add(introduction)
    db.session.flush()
    _record_consent(introduction, Party.ASKER, asker, wish.shares, at)
    _find_connector(introduction, at)
    mails.received(introduction, at=at)
    return introduction


def forward(introduction: Introduction, note: str, scope: Scope, *, by: User, at: datetime) -> None:
    """Pass the request on with a word of one's own. Raises NotYourTurn.

    Where the one asked cannot be reached just now, the request rests until the neutral hour
    and looks passed on to the connector.
    """
    lock(introduction)
    if not introduction.awaits_connector(by):
        raise NotYourTurn
    if not are_connected(introduction.asker, by):
        return _end(introduction, EndReason.PARTY_LEFT, at)
    introduction.note, introduction.scope = note, scope
    _record_consent(introduction, Party.CONNECTOR, by, (), at)
    hindrance = _hindrance(introduction, at)
    if hindrance is not None:
        introduction.state, introduction.end_reason = State.PARKED, hindrance
        introduction.step_due_at = introduction.closes_at
        return None
    introduction.state = State.WITH_TARGET
    introduction.step_due_at = rules.step_due_at(at, introduction.closes_at)
    mails.asked_target(introduction, at=at)
    return None


def consent(introduction: Introduction, shares: tuple[str, ...], *, by: User, at: datetime) -> None:
    """Say yes as the one asked: both are connected and see what each agreed to share.

    Everything is checked again in this transaction. Raises NotYourTurn.
    """
    lock(introduction)
    if not introduction.awaits_target(by):
        raise NotYourTurn
    hold_blocks(*_present(introduction))
    reason = _broken(introduction)
    if reason is not None:
        return _end(introduction, reason, at)
    _record_consent(introduction, Party.TARGET, by, shares, at)
    introduction.state, introduction.ended_at = State.INTRODUCED, at
    tie = connect(introduction.asker, by, Origin.INTRODUCTION, at=at)
    share(tie, introduction.asker, introduction.shares, at=at)
    share(tie, by, shares, at=at)
    mails.introduced(introduction, at=at)
    return None


def refuse(introduction: Introduction, *, by: User, at: datetime) -> None:
    """Say no as the connector or the one asked. Nobody is told. Raises NotYourTurn."""
    lock(introduction)
    if introduction.awaits_connector(by):
        return _end(introduction, EndReason.DECLINED_BY_CONNECTOR, at)
    if introduction.awaits_target(by):
        return _end(introduction, EndReason.DECLINED_BY_TARGET, at)
    raise NotYourTurn


def withdraw(introduction: Introduction, *, by: User, at: datetime) -> None:
    """Take one's own request back, as long as it looks open to the asker. Raises NotYourTurn."""
    lock(introduction)
    seen = rules.seen_by_asker(introduction.state, introduction.closes_at, at)
    if not introduction.is_asked_by(by) or seen != rules.Seen.CHECKING:
        raise NotYourTurn
    introduction.state, introduction.ended_at = State.WITHDRAWN, at


def expire(at: datetime) -> int:
    """End every request whose step has run out, and say how many. Safe to repeat."""
    reasons = {
        State.WITH_CONNECTOR: EndReason.EXPIRED_CONNECTOR,
        State.WITH_TARGET: EndReason.EXPIRED_TARGET,
    }
    overdue = queries.due(at)
    for introduction in overdue:
        usual = introduction.end_reason or EndReason.NO_PATH
        _end(introduction, reasons.get(introduction.state, usual), at)
    return len(overdue)


def _check_may_ask(asker: User, target: User, at: datetime) -> None:
    if at - asker.joined_at < rules.ACCOUNT_AGE or not has_attended(asker):
        raise NotReadyToAsk
    if are_connected(asker, target):
        raise ConnectedAlready
    if queries.open_between(asker, target, at) or queries.asked_recently(asker, target, at):
        raise AskedAlready
    if queries.open_asks(asker, at) >= rules.OPEN_ASKS:
        raise TooManyAsks
    if queries.asks_this_month(asker, at) >= rules.ASKS_PER_MONTH:
        raise TooManyAsks


def _find_connector(introduction: Introduction, at: datetime) -> None:
    """Give the request to whoever knows both and is least burdened; else it stays parked."""
    asker, target = introduction.asker, introduction.target
    if target is None or _hindrance(introduction, at) is not None:
        return
    route = rules.best_route(queries.routes(asker, target, at))
    if route is None:
        return
    introduction.connector = db.session.get_one(User, route.connector_id)
    introduction.state = State.WITH_CONNECTOR
    introduction.step_due_at = rules.step_due_at(at, introduction.closes_at)
    mails.asked_connector(introduction, at=at)


def _hindrance(introduction: Introduction, at: datetime) -> EndReason | None:
    """Why the one asked cannot be asked just now; None when they can."""
    target = introduction.target
    if target is None or not target.is_verified:
        return EndReason.PARTY_LEFT
    if _has_block(introduction):
        return EndReason.BLOCKED
    profile = profile_of(target)
    if not profile.is_reachable or (introduction.is_selling and profile.stance == Stance.NONE):
        return EndReason.NO_PATH
    reached, pending = queries.reached_and_pending(target, at)
    full = reached >= rules.TARGET_CAP or pending >= rules.TARGET_PENDING
    return EndReason.CAPPED if full else None


def _broken(introduction: Introduction) -> EndReason | None:
    """What has come between the three since the request was passed on."""
    asker, connector, target = introduction.asker, introduction.connector, introduction.target
    if connector is None or target is None or not asker.is_verified:
        return EndReason.PARTY_LEFT
    if _has_block(introduction):
        return EndReason.BLOCKED
    agreed = {yes.party: yes.words_hash for yes in introduction.consents}
    words = _words(introduction)
    if agreed.get(Party.ASKER) is None or agreed.get(Party.CONNECTOR) != words:
        return EndReason.PARTY_LEFT
    still_tied = are_connected(asker, connector) and are_connected(connector, target)
    return None if still_tied else EndReason.PARTY_LEFT


def _has_block(introduction: Introduction) -> bool:
    present = _present(introduction)
    return any(
        are_kept_apart(one, other)
        for place, one in enumerate(present)
        for other in present[place + 1 :]
    )


def _present(introduction: Introduction) -> list[User]:
    people = (introduction.asker, introduction.connector, introduction.target)
    return [person for person in people if person is not None]


def _record_consent(
    introduction: Introduction, party: Party, member: User, shares: tuple[str, ...], at: datetime
) -> None:
    introduction.consents.append(
        Consent(
            party=party,
            member_id=member.id,
            shares=list(shares),
            words_hash=_words(introduction),
            given_at=at,
        )
    )


def _words(introduction: Introduction) -> str:
    people = (introduction.asker_id, introduction.connector_id or 0, introduction.target_id or 0)
    return rules.words_hash(introduction.purpose, introduction.offer, introduction.note, people)


def _end(introduction: Introduction, reason: EndReason, at: datetime) -> None:
    introduction.state, introduction.end_reason = State.CLOSED, reason
    introduction.ended_at = at
