"""The outbox: every mail we promised to send, how far each has got, and who wants what."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.kit.db import Key, Model, member_key
from app.notifications.rules import NEEDS_EYES, State, Trouble, Way


class Mail(Model):
    """One letter to one person, as ids: the words are written when it leaves.

    `kind` names the composer, `about_id` the row it is about. `uid` gives the Message-ID and
    `dated_at` the Date, the same in every try, so that copies after a crash can be told for
    copies. `copies` counts how often the whole letter may have been accepted. With `digest_id` it
    travels inside that letter and has no way of its own.
    """

    __tablename__ = "mails"
    __table_args__ = (
        sa.Index("ix_mails_kind_about_id", "kind", "about_id"),
        sa.Index(
            "ix_mails_due",
            "priority",
            "next_try_at",
            postgresql_where=sa.text("state IN ('queued', 'claimed', 'dot', 'parked')"),
        ),
        sa.Index(
            "ix_mails_digest_id", "digest_id", postgresql_where=sa.text("digest_id IS NOT NULL")
        ),
    )

    id: Mapped[Key]
    uid: Mapped[UUID] = mapped_column(unique=True)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    member_id: Mapped[int] = member_key()
    kind: Mapped[str]
    about_id: Mapped[int | None]
    priority: Mapped[int]
    state: Mapped[State] = mapped_column(default=State.QUEUED)
    posted_at: Mapped[datetime]
    dated_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    copies: Mapped[int] = mapped_column(default=0)
    last_answer: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    digest_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mails.id", ondelete="SET NULL"))

    member: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def needs_eyes(self) -> bool:
        """Whether it waits for the operator."""
        return self.state in NEEDS_EYES


class SenderPause(Model):
    """The whole sender rests: the mail server refuses us, not one of our letters."""

    __tablename__ = "sender_pauses"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    until: Mapped[datetime]
    reason: Mapped[str]
    began_at: Mapped[datetime]

    def holds(self, at: datetime) -> bool:
        """Whether nothing is sent at that moment."""
        return at < self.until


class Destination(Model):
    """A mail domain that is given a rest: it asked for one, or has had its share for now."""

    __tablename__ = "destinations"

    domain: Mapped[str] = mapped_column(primary_key=True)
    rests_until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")


class Preference(Model):
    """How a member wants mail of one topic, or of one group. No row: one by one, as it comes."""

    __tablename__ = "preferences"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    off_at: Mapped[datetime]
    way: Mapped[Way] = mapped_column(default=Way.OFF, server_default=Way.OFF)


class Suppression(Model):
    """An address that letters came back from. Nothing but security mail goes there once `since`.

    Before that, `faults` only counts how often it happened lately.
    """

    __tablename__ = "suppressions"

    address: Mapped[str] = mapped_column(primary_key=True)
    trouble: Mapped[Trouble]
    faults: Mapped[int] = mapped_column(default=0)
    answer: Mapped[str] = mapped_column(default="")
    last_at: Mapped[datetime]
    since: Mapped[datetime | None]


class Notice(Model):
    """A letter of the outbox as a line behind the bell; its words are asked for when it is read."""

    __tablename__ = "notices"
    __table_args__ = (
        sa.Index("ix_notices_member_id_shown_at", "member_id", "shown_at"),
        sa.Index(
            "ix_notices_unread",
            "member_id",
            "shown_at",
            postgresql_where=sa.text("read_at IS NULL"),
        ),
    )

    mail_id: Mapped[int] = mapped_column(
        sa.ForeignKey("mails.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = member_key(index=False)
    shown_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    mail: Mapped[Mail] = relationship(lazy="raise_on_sql")


class PromotionConsent(Model):
    """A yes or a no to promotion in our mails, kept for good: when, where, and to which words."""

    __tablename__ = "promotion_consents"

    id: Mapped[Key]
    member_id: Mapped[int] = member_key()
    is_given: Mapped[bool]
    at: Mapped[datetime]
    locale: Mapped[str]
    words: Mapped[str]
    version: Mapped[str]
    source: Mapped[str]
