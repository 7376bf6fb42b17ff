"""Looking at the outbox, and at what people want of it."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.names import one_spelling
from app.kit.db import db
from app.notifications.composers import kinds_one_can_turn_off
from app.notifications.ledger import THE_PAUSE
from app.notifications.models import Mail, Preference, SenderPause, Suppression
from app.notifications.rules import DAY, NEEDS_EYES, State, Way


def outbox(state: State | None = None, kind: str | None = None) -> "sa.Select[Mail]":
    """Every letter: those that need somebody's eyes first, then the newest."""
    needs_eyes = sa.case((Mail.state.in_(NEEDS_EYES), 0), else_=1)
    query = sa.select(Mail).order_by(needs_eyes, Mail.posted_at.desc(), Mail.id.desc())
    if state is not None:
        query = query.where(Mail.state == state)
    if kind:
        query = query.where(Mail.kind == kind)
    return query


def counts() -> dict[State, int]:
    """How many letters stand where."""
    query = sa.select(Mail.state, sa.func.count()).group_by(Mail.state)
    found = {state: number for state, number in db.session.execute(query)}  # noqa: C416
    return {state: found.get(state, 0) for state in State}


def oldest_waiting(at: datetime) -> datetime | None:
    """When the letter that has been due longest should have left; None when none is due."""
    query = sa.select(sa.func.min(Mail.next_try_at)).where(
        Mail.state == State.QUEUED, Mail.next_try_at <= at
    )
    return db.session.scalar(query)


def sender_pause() -> SenderPause | None:
    """Why nothing goes out, or went out last; None when all is well."""
    return db.session.get(SenderPause, THE_PAUSE)


def has_turned_off(member: User, topic: str) -> bool:
    """Whether `member` wants no more mail of that topic."""
    row = db.session.get(Preference, (member.id, topic))
    return row is not None and row.way == Way.OFF


def topics_off(member: User) -> set[str]:
    """Every topic `member` wants no more mail of."""
    return {topic for topic, way in ways_chosen(member).items() if way == Way.OFF}


def ways_chosen(member: User) -> dict[str, Way]:
    """How `member` wants mail, topic by topic; what is not listed comes as it comes."""
    return {topic: way for (_id, topic), way in ways_of({member.id}).items()}


def ways_of(member_ids: Collection[int]) -> dict[tuple[int, str], Way]:
    """The same for many, by member and topic."""
    query = sa.select(Preference.member_id, Preference.topic, Preference.way).where(
        Preference.member_id.in_(member_ids)
    )
    return {(row.member_id, row.topic): row.way for row in db.session.execute(query)}


def optional_mails_lately(member_ids: Collection[int], at: datetime) -> dict[int, int]:
    """How many letters they could do without each of them has had within a day."""
    query = (
        sa.select(Mail.member_id, sa.func.count())
        .where(
            Mail.member_id.in_(member_ids),
            Mail.sent_at > at - DAY,
            Mail.digest_id.is_(None),
            Mail.kind.in_(kinds_one_can_turn_off()),
        )
        .group_by(Mail.member_id)
    )
    return {member_id: number for member_id, number in db.session.execute(query)}  # noqa: C416


def mails_in(ids: Collection[int]) -> dict[int, Mail]:
    """Letters by their number, as they stand now."""
    query = sa.select(Mail).where(Mail.id.in_(ids)).execution_options(populate_existing=True)
    return {mail.id: mail for mail in db.session.scalars(query)}


def gives_mail_back(address: str) -> bool:
    """Whether nothing but security mail goes to `address` any more."""
    return one_spelling(address) in given_up({address})


def given_up(addresses: Collection[str]) -> set[str]:
    """Those of `addresses`, in our spelling, that nothing but security mail goes to."""
    query = sa.select(Suppression.address).where(
        Suppression.address.in_({one_spelling(each) for each in addresses}),
        Suppression.since.is_not(None),
    )
    return set(db.session.scalars(query))


def trouble_with(address: str) -> Suppression | None:
    """Why nothing but security mail goes to `address`; None when all is well."""
    row = db.session.get(Suppression, one_spelling(address))
    return row if row is not None and row.since is not None else None


def suppressed(word: str = "") -> "sa.Select[Suppression]":
    """Addresses nothing goes to any more, the latest first."""
    query = sa.select(Suppression).where(Suppression.since.is_not(None))
    if word:
        query = query.where(Suppression.address.contains(one_spelling(word), autoescape=True))
    return query.order_by(Suppression.since.desc(), Suppression.address)


def member_named(public_id: str) -> "sa.Select[User]":
    """The member a link speaks of."""
    return sa.select(User).where(User.public_id == public_id)
