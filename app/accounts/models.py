"""Accounts: the person, the proofs of their address, their sign-ins and their tokens."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.folding import FOLDED_NAMES
from app.accounts.names import in_order
from app.kit.db import Key, Model, member_key
from app.kit.tokens import public_id


class User(UserMixin, Model):  # type: ignore[misc]
    """A person. Somebody imported has no proven address until they claim their place."""

    __tablename__ = "users"

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    email: Mapped[str | None] = mapped_column(unique=True)
    email_verified_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]
    family_name: Mapped[str] = mapped_column(default="")
    given_name: Mapped[str] = mapped_column(default="")
    reading: Mapped[str] = mapped_column(default="")
    display_name: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="ja")
    timezone: Mapped[str] = mapped_column(default="Asia/Tokyo")
    is_staff: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    # What people are found by: every name as it is compared. The database keeps it in step.
    name_key: Mapped[str] = mapped_column(sa.Computed(FOLDED_NAMES, persisted=True), deferred=True)

    @property
    def is_verified(self) -> bool:
        """Whether the address is proven; before that nobody else sees the person."""
        return self.email_verified_at is not None and self.disabled_at is None

    @property
    def has_password(self) -> bool:
        return self.password_hash is not None

    @property
    def full_name(self) -> str:
        """The name in its own order: 家 名 in kanji and kana, Given Family in Latin letters."""
        return in_order(self.family_name, self.given_name, self.display_name)

    @property
    def initial(self) -> str:
        """The first character of the family name, for the crest."""
        return (self.family_name or self.display_name or self.given_name or "絆")[:1]


class SignIn(Model):
    """One browser that is signed in. Ended rows stay as the member's own history."""

    __tablename__ = "sign_ins"

    id: Mapped[Key]
    member_id: Mapped[int] = member_key()
    token_hash: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    member: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Purpose(StrEnum):
    """What a link in a mail is good for; one kind never opens another's door."""

    SIGN_IN = "sign_in"
    REGISTER = "register"
    CLAIM = "claim"
    ADDRESS = "address"
    SECOND = "second"


class EmailProof(Model):
    """A link sent by mail: whoever opens it and presses the button holds the address.

    The token is derived from `nonce` by whoever holds the installation's secret, so that the
    letter can be written when it leaves and the token itself is kept nowhere.
    """

    __tablename__ = "email_proofs"

    id: Mapped[Key]
    member_id: Mapped[int] = member_key()
    purpose: Mapped[Purpose]
    nonce: Mapped[str] = mapped_column(default=public_id)
    token_hash: Mapped[str] = mapped_column(unique=True)
    intent: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    member: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at


class SecondAddress(Model):
    """Another mailbox of a member's, at another domain, which they have proven.

    Others read that there is one, and since when; nobody reads which. No two members have the same.
    """

    __tablename__ = "second_addresses"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    confirmed_at: Mapped[datetime]


class Scope(StrEnum):
    """What a key to the HTTP API is good for; its holder can never do more than the member."""

    READ = "read"
    PROFILE = "profile"
    ATTEND = "attend"
    CONNECT = "connect"
    ORGANIZE = "organize"
    DOOR = "door"


class ApiToken(Model):
    """A key to the HTTP API, shown once; only its fingerprint is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[Key]
    member_id: Mapped[int] = member_key()
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    # What the holder may do with it; see `Scope`.
    scopes: Mapped[list[str]] = mapped_column(default=list)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    member: Mapped[User] = relationship(lazy="joined", innerjoin=True)
