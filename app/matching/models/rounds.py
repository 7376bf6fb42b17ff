"""Who sat with whom."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.kit.db import Key, Model, member_key


class Seat(Model):
    """One person at one table of a round."""

    __tablename__ = "seats"

    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = member_key(primary_key=True)
    table_no: Mapped[int]

    member: Mapped[User] = relationship(lazy="raise_on_sql")


class Round(Model):
    """One sitting. A round that has begun is never planned again."""

    __tablename__ = "rounds"
    __table_args__ = (sa.UniqueConstraint("event_id", "number"),)

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    number: Mapped[int]
    size: Mapped[int]
    seed: Mapped[int]
    planned_at: Mapped[datetime]
    began_at: Mapped[datetime | None]

    seats: Mapped[list[Seat]] = relationship(
        lazy="raise_on_sql",
        order_by=(Seat.table_no, Seat.member_id),
        cascade="all, delete-orphan",
    )
