"""Blocks: the row is the fact, and every query that shows people subtracts it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.kit.db import Model, member_key


class Block(Model):
    """`blocker` never wants to meet `blocked`. Works in both directions."""

    __tablename__ = "blocks"
    __table_args__ = (sa.CheckConstraint("blocker_id <> blocked_id", "two_people"),)

    blocker_id: Mapped[int] = member_key(index=False, primary_key=True)
    blocked_id: Mapped[int] = member_key(primary_key=True)
    blocked_at: Mapped[datetime]
