"""Finding people by their address, and the browsers they are signed in with."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.folding import folded, kana_from
from app.accounts.models import ApiToken, SecondAddress, SignIn, User
from app.accounts.names import one_spelling
from app.kit.db import db
from app.kit.tokens import fingerprint

IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=90)


def member_at(address: str | None) -> User | None:
    """Whoever has that address, proven or not."""
    query = sa.select(User).where(User.email == one_spelling(address))
    return db.session.scalars(query).one_or_none()


def second_address_of(member: User) -> SecondAddress | None:
    """The other mailbox `member` has proven, for their own eyes."""
    return db.session.get(SecondAddress, member.id)


def second_since(member: User) -> datetime | None:
    """Since when `member` has a second mailbox that is theirs alone; None without one.

    One by which somebody else signs in says nothing of who `member` is.
    """
    theirs = aliased(User)
    taken = sa.exists().where(
        theirs.email == SecondAddress.address,
        theirs.id != SecondAddress.member_id,
        theirs.email_verified_at.is_not(None),
    )
    query = sa.select(SecondAddress.confirmed_at).where(
        SecondAddress.member_id == member.id, ~taken
    )
    return db.session.scalars(query).one_or_none()


def is_called(word: str) -> "sa.ColumnElement[bool]":
    """Whether a member's name or reading contains `word`, however it is written or typed."""
    ways = {folded(word), kana_from(word)} - {""}
    return sa.or_(
        sa.false(), *(User.name_key.contains(way, autoescape=True) for way in sorted(ways))
    )


def live_sign_ins(at: "datetime | sa.BindParameter[datetime]") -> "sa.Select[SignIn]":
    """Sign-ins that have neither been ended nor grown old, the last used first."""
    return (
        sa.select(SignIn)
        .where(
            SignIn.ended_at.is_(None),
            SignIn.seen_at > at - IDLE,
            SignIn.started_at > at - ABSOLUTE,
        )
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )


def sign_ins_of(member: User, at: datetime) -> "sa.Select[SignIn]":
    """The browsers `member` is signed in with."""
    return live_sign_ins(at).where(SignIn.member_id == member.id)


def live_keys(at: datetime) -> "sa.Select[ApiToken]":
    """Keys to the API that still open something, the newest first."""
    ends = ApiToken.expires_at
    return (
        sa.select(ApiToken)
        .where(ApiToken.revoked_at.is_(None), sa.or_(ends.is_(None), ends > at))
        .order_by(ApiToken.made_at.desc(), ApiToken.id.desc())
    )


def key_called(token: str, at: datetime) -> ApiToken | None:
    """The living key that `token` is."""
    query = live_keys(at).where(ApiToken.token_hash == fingerprint(token))
    return db.session.scalars(query).one_or_none()
