"""The outbox: every mail we promised to send, how far each has got, and who wants none."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.kit.db import Key, Model, member_key
from app.notifications.rules import NEEDS_EYES, State


class Mail(Model):
    """One letter to one person, as ids: the words are written when it leaves.

    `kind` names the composer, `about_id` the row it is about. `uid` gives the Message-ID and
    `dated_at` the Date, the same in every try, so that copies after a crash can be told for
    copies. `copies` counts how often the whole letter may have been accepted.
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


class Preference(Model):
    """A member wants no more mail of one topic. No row: they have not said so."""

    __tablename__ = "preferences"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    off_at: Mapped[datetime]
