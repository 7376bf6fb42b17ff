"""Recap runs: which event's recaps have been promised."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.events.models import Event
from app.kit.db import Model


class RecapRun(Model):
    """The audience of one event's recaps has been fixed; each mail is a row of the outbox."""

    __tablename__ = "recap_runs"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    begun_at: Mapped[datetime]
    audience: Mapped[int]

    event: Mapped[Event] = relationship(lazy="raise_on_sql")
