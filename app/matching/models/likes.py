"""「気になる」: silent interest, and what people have answered about those they were shown."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.kit.db import Key, Model, member_key
from app.matching.rules.feedback import Said


class Like(Model):
    """One person would like to meet another, who learns it only by liking back.

    The row is the interest: taken back, or come true as a connection, it is gone.
    """

    __tablename__ = "likes"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    liked_id: Mapped[int] = member_key(primary_key=True)
    # Where it began; without an event it is of the whole community.
    event_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("events.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime]

    liked: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[liked_id])


class Answer(Model):
    """What one person has said about another they were shown on one occasion; the last word holds.

    `terms` are the seven terms of their score, 0 to 1 each, as they were when first looked at.
    """

    __tablename__ = "meeting_answers"
    __table_args__ = (
        sa.UniqueConstraint(
            "member_id", "person_id", "event_id", postgresql_nulls_not_distinct=True
        ),
    )

    id: Mapped[Key]
    member_id: Mapped[int] = member_key(index=False)
    person_id: Mapped[int] = member_key()
    event_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    said: Mapped[Said]
    at: Mapped[datetime]
    terms: Mapped[list[float] | None] = mapped_column(ARRAY(sa.Float))
