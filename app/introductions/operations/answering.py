"""Answering: passing on, saying yes, saying no, taking back."""

from datetime import datetime

from app.accounts.models import User
from app.connections.operations import connect, share
from app.connections.queries import are_connected
from app.connections.rules import Origin
from app.introductions import mails
from app.introductions.models import Introduction
from app.introductions.operations.guards import broken, present
from app.introductions.operations.refusals import NotYourContact, NotYourTurn
from app.introductions.operations.routing import deliver, pass_over
from app.introductions.operations.steps import agree, end, hold, move, settle
from app.introductions.rules import (
    Answer,
    EndReason,
    Mode,
    Party,
    Refusal,
    Scope,
    Seen,
    State,
    seen_by_asker,
)
from app.keeping.operations import gave, touched
from app.keeping.rules import Favour, Touch
from app.kit.db import db
from app.moderation.operations import hold_blocks


def forward(
    introduction: Introduction,
    note: str,
    scope: Scope,
    *,
    by: User,
    at: datetime,
    target: User | None = None,
) -> None:
    """Pass the request on with a word of one's own. Raises NotYourTurn, NotYourContact.

    `target` is whom the connector has picked, where the asker has named nobody. Where the one
    asked cannot be reached just now, the request rests and looks passed on to the connector.
    """
    hold(introduction)
    if not introduction.awaits_connector(by):
        raise NotYourTurn
    _pick(introduction, by, target)
    settle(introduction, by, Party.CONNECTOR, Answer.YES, at=at)
    introduction.note, introduction.scope = note, scope
    agree(introduction, Party.CONNECTOR, by, (), at)
    if not are_connected(introduction.asker, by):
        return end(introduction, EndReason.PARTY_LEFT, at)
    return deliver(introduction, at)


def consent(introduction: Introduction, shares: tuple[str, ...], *, by: User, at: datetime) -> None:
    """Say yes as somebody asked: once all have, the two are connected and see what each shares.

    Everything is checked again in this transaction. Raises NotYourTurn.
    """
    # People first, then the request, as whoever leaves takes their rows along.
    hold_blocks(*present(introduction))
    hold(introduction)
    db.session.expire_all()
    if not introduction.awaits_target(by):
        raise NotYourTurn
    settle(introduction, by, Party.TARGET, Answer.YES, at=at)
    party = Party.TARGET if introduction.target_id == by.id else Party.ASKER
    # Everybody finds their own yes again, whatever has become of it: a gap would tell of a no.
    agree(introduction, party, by, shares, at)
    if not introduction.is_open:
        return None  # the other has said no already, which this one is not to notice
    reason = broken(introduction)
    if reason is not None:
        return end(introduction, reason, at)
    if introduction.said_yes(Party.ASKER) and introduction.said_yes(Party.TARGET):
        _introduce(introduction, by, at)
    return None


def refuse(
    introduction: Introduction, *, by: User, at: datetime, reason: Refusal | None = None
) -> None:
    """Say no as the connector or as somebody asked. Nobody is told. Raises NotYourTurn."""
    hold(introduction)
    if introduction.awaits_connector(by):
        settle(introduction, by, Party.CONNECTOR, Answer.NO, reason=reason, at=at)
        return pass_over(introduction, EndReason.DECLINED_BY_CONNECTOR, at)
    if introduction.awaits_target(by):
        settle(introduction, by, Party.TARGET, Answer.NO, reason=reason, at=at)
        return _end_if_open(introduction, by, at)
    raise NotYourTurn


def withdraw(introduction: Introduction, *, by: User, at: datetime) -> None:
    """Take one's own request back, as long as it looks open to the asker. Raises NotYourTurn."""
    hold(introduction)
    seen = seen_by_asker(
        introduction.state, introduction.closes_at, at, reason=introduction.end_reason
    )
    if not introduction.is_asked_by(by) or seen != Seen.CHECKING:
        raise NotYourTurn
    _let_go(introduction, by, at)


def take_back(introduction: Introduction, *, by: User, at: datetime) -> None:
    """Take back a word given before anything has come of it. Raises NotYourTurn.

    The connector takes back their endorsement; one of two whom a connector has asked, their yes.
    """
    hold(introduction)
    if introduction.state == State.INTRODUCED or at >= introduction.closes_at:
        raise NotYourTurn
    if introduction.connector_id == by.id and introduction.has_been_forwarded:
        return _take_word_back(introduction, by, at)
    said = introduction.approach_to(by, Party.TARGET)
    if said is None or said.answer != Answer.YES:
        raise NotYourTurn
    settle(introduction, by, Party.TARGET, Answer.NO, at=at)
    introduction.consents = [yes for yes in introduction.consents if yes.member_id != by.id]
    return _end_if_open(introduction, by, at)


def _end_if_open(introduction: Introduction, by: User, at: datetime) -> None:
    if introduction.is_open:
        end(introduction, EndReason.DECLINED_BY_TARGET, at, by=by)


def _pick(introduction: Introduction, connector: User, target: User | None) -> None:
    if introduction.mode != Mode.NEED:
        return
    if target is None or target.id == introduction.asker_id:
        raise NotYourContact
    if not are_connected(connector, target):
        raise NotYourContact
    introduction.target = target
    db.session.flush()


def _introduce(introduction: Introduction, by: User, at: datetime) -> None:
    asker, target = introduction.asker, introduction.target
    if target is None:
        raise NotYourTurn
    move(introduction, State.INTRODUCED, by=by, at=at)
    introduction.ended_at = at
    tie = connect(asker, target, Origin.INTRODUCTION, at=at)
    for party, owner in ((Party.ASKER, asker), (Party.TARGET, target)):
        said = introduction.said_yes(party)
        share(tie, owner, said.shares if said else (), at=at)
        if introduction.connector is not None:
            gave(introduction.connector, owner, Favour.INTRODUCTION, at=at)
    touched(asker, target, Touch.INTRODUCTION, at=at)
    mails.introduced(introduction, at=at)


def _take_word_back(introduction: Introduction, by: User, at: datetime) -> None:
    introduction.consents = [y for y in introduction.consents if y.party != Party.CONNECTOR]
    if introduction.is_proposed:
        return _let_go(introduction, by, at)
    if introduction.is_open:
        return end(introduction, EndReason.TAKEN_BACK, at, by=by)
    introduction.end_reason = EndReason.TAKEN_BACK
    return None


def _let_go(introduction: Introduction, by: User, at: datetime) -> None:
    for approach in introduction.approaches:
        if approach.answer is None:
            approach.answer, approach.answered_at = Answer.MOOT, at
    move(introduction, State.WITHDRAWN, by=by, at=at)
    introduction.ended_at = at
