"""What goes when a member leaves: their words go at once, and others notice nothing before time."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.introductions import jobs
from app.introductions.models import (
    Consent,
    Introduction,
    Posting,
    Prompt,
    Response,
    Terms,
    Thanks,
    Voucher,
    Wanted,
)
from app.introductions.operations.steps import end, settle
from app.introductions.rules import Answer, EndReason, Party, State
from app.kit.db import db
from app.kit.queue import enqueue

NAMES_KEPT_FOR = timedelta(days=30)
"""After the neutral hour, how long a request still names somebody who has left."""


def forget_member(member: User, *, at: datetime) -> None:
    """Let `member` go from every request, whatever they were in it, and with all their words.

    What they asked for and began is deleted; what was put to them ends, in silence. Locks their
    requests.
    """
    db.session.flush()
    query = (
        sa.select(Introduction)
        .where(
            sa.or_(
                Introduction.asker_id == member.id,
                Introduction.connector_id == member.id,
                Introduction.target_id == member.id,
            )
        )
        .order_by(Introduction.id)
        .with_for_update(of=Introduction)
        .execution_options(populate_existing=True)
    )
    for row in db.session.scalars(query).all():
        _leave(row, member, at)
    db.session.flush()
    _forget_the_rest(member)
    db.session.expire_all()
    enqueue(jobs.go_on)


def forget_names(at: datetime) -> None:
    """Take those who have left out of requests whose neutral hour is long past."""
    is_past = Introduction.closes_at < at - NAMES_KEPT_FOR
    for names, person in (
        (Introduction.wanted, Introduction.target_id),
        (Introduction.through, Introduction.connector_id),
    ):
        gone = sa.update(Introduction).where(is_past, person.is_(None), names != {})
        db.session.execute(gone.values({names: {}}))


def _leave(row: Introduction, member: User, at: datetime) -> None:
    is_own = row.is_asked_by(member)
    has_begun = row.is_proposed and row.connector_id == member.id
    if is_own or (has_begun and row.state != State.INTRODUCED):
        db.session.delete(row)
    elif row.connector_id == member.id:
        _without_connector(row, member, at)
    else:
        _without_asked(row, member, at)


def _without_connector(row: Introduction, member: User, at: datetime) -> None:
    """Their word goes with them. What they had not passed on yet finds somebody else."""
    settle(row, member, Party.CONNECTOR, Answer.MOOT, at=at)
    row.note = ""
    if row.is_open and row.state != State.WITH_CONNECTOR:
        end(row, EndReason.PARTY_LEFT, at)
    row.connector = None


def _without_asked(row: Introduction, member: User, at: datetime) -> None:
    """Whoever was to meet them still reads the name, as after a no, until the request is over."""
    if row.is_open:
        end(row, EndReason.PARTY_LEFT, at)
    if row.person_wanted or row.is_proposed:
        row.wanted = {} if row.state == State.INTRODUCED else Wanted.of(member)
    if row.target_id == member.id:
        row.target = None
    elif row.target is None:
        db.session.delete(row)  # both have left
    else:
        _change_places(row, member)


def _change_places(row: Introduction, member: User) -> None:
    """Of two whom a connector has asked, the one who stays keeps the request alive."""
    row.asker, row.target = row.target, None  # type: ignore[assignment]
    db.session.flush()
    db.session.execute(
        sa.delete(Consent).where(Consent.introduction_id == row.id, Consent.member_id == member.id)
    )
    db.session.execute(
        sa.update(Consent)
        .where(Consent.introduction_id == row.id, Consent.party == Party.TARGET)
        .values(party=Party.ASKER)
    )
    db.session.expire(row, ["consents"])


def _forget_the_rest(member: User) -> None:
    for theirs in (
        sa.delete(Posting).where(Posting.author_id == member.id),
        sa.delete(Response).where(Response.member_id == member.id),
        sa.delete(Thanks).where(Thanks.from_id == member.id),
        sa.delete(Prompt).where(
            (Prompt.member_id == member.id)
            | (Prompt.one_id == member.id)
            | (Prompt.other_id == member.id)
        ),
        sa.delete(Voucher).where(
            (Voucher.member_id == member.id) | (Voucher.voucher_id == member.id)
        ),
        sa.delete(Terms).where(Terms.member_id == member.id),
    ):
        db.session.execute(theirs.execution_options(synchronize_session=False))
