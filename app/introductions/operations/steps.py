"""One step of a request: the change, its line in the log, the consents, whom it was put to."""

from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.introductions.models import Approach, Consent, Introduction, Step, Terms
from app.introductions.operations.refusals import NotYourTurn
from app.introductions.queries.terms import usual_terms
from app.introductions.rules import (
    OPEN,
    Answer,
    EndReason,
    Mode,
    Party,
    Refusal,
    State,
    step_due_at,
    words_hash,
)
from app.kit.db import db, lock


def begin(row: Introduction, *, by: User, at: datetime) -> Introduction:
    """Write down a new request, and the first line of its log."""
    db.session.add(row)
    db.session.flush()
    _log(row, None, row.state, by, "", at)
    return row


def move(row: Introduction, to: State, *, by: User | None, at: datetime, reason: str = "") -> None:
    """Change the state, as long as nobody has changed it meanwhile. Raises NotYourTurn."""
    before = row.state
    db.session.flush()
    changed = db.session.execute(
        sa.update(Introduction)
        .where(Introduction.id == row.id, Introduction.state == before)
        .where(Introduction.version == row.version)
        .values(state=to, version=row.version + 1)
        .execution_options(synchronize_session=False)
    )
    if not cast("sa.CursorResult[object]", changed).rowcount:
        raise NotYourTurn
    set_committed_value(row, "state", to)
    set_committed_value(row, "version", row.version + 1)
    _log(row, before, to, by, reason, at)


def hold(row: Introduction) -> None:
    """Lock the request. Raises NotYourTurn when it is gone, with whoever has left."""
    try:
        lock(row)
    except InvalidRequestError:
        raise NotYourTurn from None


def rest(row: Introduction, reason: EndReason, at: datetime) -> None:
    """Let a request wait until its neutral hour: it may still find its way before."""
    if row.state != State.PARKED:
        move(row, State.PARKED, by=None, at=at, reason=reason)
    row.end_reason, row.step_due_at = reason, row.closes_at


def end(row: Introduction, reason: EndReason, at: datetime, *, by: User | None = None) -> None:
    """End a request without success. To the asker nothing has changed.

    Where a connector has asked two, the other of them is not to notice a no: theirs stays open.
    """
    is_unnoticed = row.is_proposed and reason == EndReason.DECLINED_BY_TARGET
    for approach in row.approaches:
        if approach.answer is None and not is_unnoticed:
            _answer(approach, Answer.MOOT, None, at)
    if row.state in OPEN:
        move(row, State.CLOSED, by=by, at=at, reason=reason)
    row.end_reason, row.ended_at = reason, at


def put_to(
    row: Introduction, member: User, party: Party, *, at: datetime, told_at: datetime | None = None
) -> Approach:
    """Note that `member`'s attention is asked for; from when they hear of it the step counts."""
    told = told_at or at
    approach = Approach(
        member_id=member.id,
        party=party,
        asked_at=at,
        told_at=told,
        due_at=step_due_at(told, row.closes_at),
    )
    row.approaches.append(approach)
    row.step_due_at = approach.due_at
    row.end_reason = None
    return approach


def settle(
    row: Introduction,
    member: User,
    party: Party,
    answer: Answer,
    *,
    at: datetime,
    reason: Refusal | None = None,
) -> None:
    """Note what became of asking `member`."""
    approach = row.approach_to(member, party)
    if approach is not None:
        _answer(approach, answer, reason, at)


def agree(
    row: Introduction, party: Party, member: User, shares: tuple[str, ...], at: datetime
) -> None:
    """Record a yes to the words and fields as they stand now."""
    said = row.said_yes(party)
    if said is not None:
        row.consents.remove(said)
        db.session.flush()
    row.consents.append(
        Consent(
            party=party,
            member_id=member.id,
            shares=sorted(shares),
            words_hash=words_of(row, party),
            given_at=at,
        )
    )


def words_of(row: Introduction, party: Party) -> str:
    """What that party's yes is bound to: every word and field of the request, and the people.

    The asker says yes before anybody else is known, to their own words; the others to all of it.
    """
    own = (row.topic, row.purpose, row.why, row.offer, str(row.is_selling), *_fields(row))
    named = row.target_id if row.mode == Mode.PERSON else 0
    if party == Party.ASKER and not row.is_proposed:
        return words_hash(own, (row.asker_id, named or 0))
    people = (row.asker_id, row.connector_id or 0, row.target_id or 0)
    return words_hash((*own, row.note, str(row.scope)), people)


def hold_terms(member: User) -> Terms:
    """The member's terms, held: two requests at once never exceed their cap."""
    usual = usual_terms(member.id)
    row = insert(Terms).values(
        {c.key: getattr(usual, c.key) for c in sa.inspect(Terms).column_attrs}
    )
    db.session.execute(row.on_conflict_do_nothing())
    held = sa.select(Terms).where(Terms.member_id == member.id).with_for_update()
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def _fields(row: Introduction) -> tuple[str, str]:
    return "shows:" + ",".join(row.shows), "shares:" + ",".join(row.shares)


def _answer(approach: Approach, answer: Answer, reason: Refusal | None, at: datetime) -> None:
    approach.answer, approach.answered_at = answer, at
    if reason is not None:
        approach.reason = reason


def _log(
    row: Introduction, before: State | None, to: State, by: User | None, reason: str, at: datetime
) -> None:
    db.session.add(
        Step(
            introduction_id=row.id,
            from_state=before,
            to_state=to,
            actor_id=by.id if by else None,
            reason=reason,
            at=at,
        )
    )
