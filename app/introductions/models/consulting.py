"""Questions for advice between two who know each other."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.connections.models import Connection
from app.introductions.rules.consulting import Seen, Stage, seen_by_asked, seen_by_asker
from app.kit.db import Key, Model, member_key
from app.profiles.traits import Way


class Consultation(Model):
    """One asks the other for a little of their time, about something they are glad to be asked."""

    __tablename__ = "consultations"

    id: Mapped[Key]
    connection_id: Mapped[int] = mapped_column(
        sa.ForeignKey("connections.id", ondelete="CASCADE"), index=True
    )
    asker_id: Mapped[int] = member_key()
    asked_id: Mapped[int] = member_key()
    stage: Mapped[Stage]
    # The topic in its owner's words, as it stood when the question was asked.
    topic: Mapped[str]
    way: Mapped[Way]
    minutes: Mapped[int]
    words: Mapped[str]
    asked_at: Mapped[datetime]
    # When it reached the one who is asked; it counts for their month.
    reached_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]

    connection: Mapped[Connection] = relationship(lazy="raise_on_sql")
    asker: Mapped[User] = relationship(foreign_keys=asker_id, lazy="raise_on_sql")
    asked: Mapped[User] = relationship(foreign_keys=asked_id, lazy="raise_on_sql")

    def seen_by(self, member: User, at: datetime) -> Seen:
        """How it looks to one of the two."""
        looks = seen_by_asker if member.id == self.asker_id else seen_by_asked
        return looks(self.stage, self.asked_at, at)
