"""Who is to sit together and who is not, as organizers say it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.kit.db import Key, Model, member_key
from app.matching.rules.seating import PairRule


class Pairing(Model):
    """Two people whom organizers want at one table, or never at one; the row is the rule.

    It holds for one evening, or for all of the group where there is no event. The lower id first.
    """

    __tablename__ = "pairings"
    __table_args__ = (
        sa.CheckConstraint("low_id < high_id", "in_order"),
        sa.UniqueConstraint(
            "group_id", "event_id", "low_id", "high_id", postgresql_nulls_not_distinct=True
        ),
    )

    id: Mapped[Key]
    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    low_id: Mapped[int] = member_key()
    high_id: Mapped[int] = member_key()
    rule: Mapped[PairRule]
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    at: Mapped[datetime]

    low: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[low_id])
    high: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[high_id])
