"""Prompts to give, and thanks."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.kit.db import Key, Model, member_key
from app.profiles.models import Tag


class Prompt(Model):
    """Two contacts of `member` whom they might introduce: `one` has what `other` looks for."""

    __tablename__ = "introduction_prompts"
    __table_args__ = (sa.UniqueConstraint("member_id", "one_id", "other_id"),)

    id: Mapped[Key]
    member_id: Mapped[int] = member_key(index=False)
    one_id: Mapped[int] = member_key()
    other_id: Mapped[int] = member_key()
    tag_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tags.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    is_taken: Mapped[bool] = mapped_column(default=False)

    one: Mapped[User] = relationship(foreign_keys=one_id, lazy="raise_on_sql")
    other: Mapped[User] = relationship(foreign_keys=other_id, lazy="raise_on_sql")
    tag: Mapped[Tag | None] = relationship(lazy="raise_on_sql")


class Thanks(Model):
    """A word of thanks from one to another. Only the two read it."""

    __tablename__ = "thanks"

    id: Mapped[Key]
    from_id: Mapped[int] = member_key()
    to_id: Mapped[int] = member_key()
    introduction_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("introductions.id", ondelete="SET NULL"), index=True
    )
    words: Mapped[str]
    at: Mapped[datetime]

    sender: Mapped[User] = relationship(foreign_keys=from_id, lazy="raise_on_sql")
    receiver: Mapped[User] = relationship(foreign_keys=to_id, lazy="raise_on_sql")
