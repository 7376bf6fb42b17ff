"""Recaps: whose have been promised, what the organizers add, and what people answer."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.events.models import Event
from app.kit.db import Model, member_key
from app.kit.markdown import to_html
from app.kit.plaintext import to_text
from app.recaps.rules import Face


class RecapRun(Model):
    """The audience of one event's recaps has been fixed; each mail is a row of the outbox.

    What the record has said since is looked at once more; everything before `looked_at` has been.
    """

    __tablename__ = "recap_runs"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    begun_at: Mapped[datetime]
    audience: Mapped[int]
    looked_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(lazy="raise_on_sql")


class HostsWords(Model):
    """What the organizers add to the recaps of one event.

    `materials` are pairs of a title and an address. Those who did not come get the materials only
    where `shares_with_missing`, those who were still waiting a letter only where
    `writes_to_waiting`.
    """

    __tablename__ = "recap_words"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    message: Mapped[str] = mapped_column(default="")
    materials: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    shares_with_missing: Mapped[bool] = mapped_column(default=False)
    writes_to_waiting: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = member_key(index=False, ondelete="SET NULL")
    changed_at: Mapped[datetime]

    @property
    def dressed(self) -> Markup:
        """The message as HTML."""
        return to_html(self.message)

    @property
    def plain(self) -> str:
        """The message as plain text."""
        return to_text(self.message)


class Feedback(Model):
    """One answer to the one question. Whoever came may answer; it is shown without names."""

    __tablename__ = "recap_answers"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = member_key(primary_key=True)
    face: Mapped[Face]
    words: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime]
