"""Introductions, and the consents they rest on."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.introductions.rules import OPEN, EndReason, Mode, Party, Scope, State
from app.kit.db import Key, Model, member_key
from app.kit.tokens import public_id


class Consent(Model):
    """One party's yes, bound to the exact words and fields it was given for."""

    __tablename__ = "consents"

    introduction_id: Mapped[int] = mapped_column(
        sa.ForeignKey("introductions.id", ondelete="CASCADE"), primary_key=True
    )
    party: Mapped[Party] = mapped_column(primary_key=True)
    member_id: Mapped[int] = member_key()
    shares: Mapped[list[str]] = mapped_column(default=list)
    words_hash: Mapped[str]
    given_at: Mapped[datetime]


class Introduction(Model):
    """`asker` would like to meet `target`, through somebody who knows them both."""

    __tablename__ = "introductions"
    __table_args__ = (
        sa.Index(
            "ix_introductions_open_due",
            "step_due_at",
            postgresql_where=sa.text("state IN ('parked', 'with_connector', 'with_target')"),
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    mode: Mapped[Mode]
    asker_id: Mapped[int] = member_key()
    connector_id: Mapped[int | None] = member_key()
    target_id: Mapped[int | None] = member_key()
    state: Mapped[State]
    purpose: Mapped[str]
    offer: Mapped[str]
    is_selling: Mapped[bool] = mapped_column(default=False)
    shares: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")
    scope: Mapped[Scope | None]
    asked_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    step_due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None]

    asker: Mapped[User] = relationship(foreign_keys=asker_id, lazy="selectin")
    connector: Mapped[User | None] = relationship(foreign_keys=connector_id, lazy="selectin")
    target: Mapped[User | None] = relationship(foreign_keys=target_id, lazy="selectin")
    consents: Mapped[list[Consent]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_asked_by(self, member: User) -> bool:
        return self.asker_id == member.id

    def awaits_connector(self, member: User) -> bool:
        return self.state == State.WITH_CONNECTOR and self.connector_id == member.id

    def awaits_target(self, member: User) -> bool:
        return self.state == State.WITH_TARGET and self.target_id == member.id
