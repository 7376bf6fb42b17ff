"""The board of a group: what its members offer and look for."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.groups.models import Group
from app.introductions.rules import Place, Side, Topic
from app.kit.db import Key, Model, member_key
from app.kit.tokens import public_id


class Posting(Model):
    """Something one member offers to the others of a group, or looks for."""

    __tablename__ = "postings"
    __table_args__ = (sa.Index("ix_postings_group_id_posted_at", "group_id", "posted_at"),)

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    group_id: Mapped[int] = mapped_column(sa.ForeignKey("groups.id", ondelete="CASCADE"))
    author_id: Mapped[int] = member_key()
    side: Mapped[Side]
    topic: Mapped[Topic]
    place: Mapped[Place]
    title: Mapped[str]
    words: Mapped[str]
    # By which standard, and for whom it is not.
    standard: Mapped[str] = mapped_column(default="")
    is_selling: Mapped[bool] = mapped_column(default=False)
    posted_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    author: Mapped[User] = relationship(lazy="raise_on_sql")
    group: Mapped[Group] = relationship(lazy="raise_on_sql")

    def is_open(self, at: datetime) -> bool:
        return self.ended_at is None and at < self.until


class Response(Model):
    """What a member of the group writes to a posting. Its author alone reads it."""

    __tablename__ = "posting_responses"
    __table_args__ = (sa.UniqueConstraint("posting_id", "member_id"),)

    id: Mapped[Key]
    posting_id: Mapped[int] = mapped_column(sa.ForeignKey("postings.id", ondelete="CASCADE"))
    member_id: Mapped[int] = member_key()
    words: Mapped[str]
    shares: Mapped[list[str]] = mapped_column(default=list)
    at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]

    member: Mapped[User] = relationship(lazy="raise_on_sql")
    posting: Mapped[Posting] = relationship(lazy="raise_on_sql")
