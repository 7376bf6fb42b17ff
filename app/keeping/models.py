"""What is remembered about keeping in touch: each row is one person's, or both's of a tie."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.connections.models import Connection
from app.events.models import Event
from app.keeping.rules import Direction, Favour, Horizon, Touch
from app.kit.db import Key, Model, member_key
from app.kit.tokens import public_id


class TouchEntry(Model):
    """One real contact. Without an owner both see it; with one it is that person's own note."""

    __tablename__ = "touches"
    __table_args__ = (
        sa.Index("ix_touches_connection_id_at", "connection_id", "at"),
        sa.Index(
            "uq_touches_event",
            "connection_id",
            "event_id",
            unique=True,
            postgresql_where=sa.text("kind = 'event'"),
        ),
        sa.Index(
            "uq_touches_letter",
            "connection_id",
            "at",
            unique=True,
            postgresql_where=sa.text("kind = 'relay'"),
        ),
    )

    id: Mapped[Key]
    connection_id: Mapped[int] = mapped_column(sa.ForeignKey("connections.id", ondelete="CASCADE"))
    owner_id: Mapped[int | None] = member_key()
    kind: Mapped[Touch]
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id", ondelete="SET NULL"))
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    event: Mapped[Event | None] = relationship(lazy="raise_on_sql")


class FavourEntry(Model):
    """A line of one person's private ledger: what they gave the other, or received."""

    __tablename__ = "favours"
    __table_args__ = (sa.Index("ix_favours_owner_id_at", "owner_id", "at"),)

    id: Mapped[Key]
    connection_id: Mapped[int] = mapped_column(
        sa.ForeignKey("connections.id", ondelete="CASCADE"), index=True
    )
    owner_id: Mapped[int] = member_key(index=False)
    direction: Mapped[Direction]
    kind: Mapped[Favour]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    connection: Mapped[Connection] = relationship(lazy="raise_on_sql")


class Pledge(Model):
    """Something its owner has said they would do; nobody else ever reads it.

    `whom` is what the owner wrote of whom it is for. It stays when the contact goes.
    """

    __tablename__ = "pledges"
    __table_args__ = (
        sa.CheckConstraint("done_at IS NULL OR dropped_at IS NULL", "one_end"),
        sa.Index("ix_pledges_owner_id_due_on", "owner_id", "due_on"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    owner_id: Mapped[int] = member_key(index=False)
    connection_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("connections.id", ondelete="SET NULL"), index=True
    )
    words: Mapped[str]
    whom: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.dropped_at is None

    def is_late(self, today: date) -> bool:
        """Whether its day has passed; told to its owner alone."""
        return self.is_open and self.due_on is not None and self.due_on < today


class Goal(Model):
    """What somebody wants to have reached. Nobody else ever reads it."""

    __tablename__ = "goals"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    horizon: Mapped[Horizon] = mapped_column(primary_key=True)
    words: Mapped[str]
    changed_at: Mapped[datetime]


class Target(Model):
    """A kind of person somebody would like to meet; it only ranks their own suggestions."""

    __tablename__ = "targets"

    id: Mapped[Key]
    member_id: Mapped[int] = member_key()
    words: Mapped[str]
    industry: Mapped[str] = mapped_column(default="")
    tag_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tags.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    filled_at: Mapped[datetime | None]


class WeeklyAim(Model):
    """How many new people a week somebody has in mind. No row: one, and no word of it."""

    __tablename__ = "weekly_aims"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    people: Mapped[int] = mapped_column(default=1)
    is_told: Mapped[bool] = mapped_column(default=False)


class EveningNoted(Model):
    """The ties of everybody who came to an event have been touched."""

    __tablename__ = "evenings_noted"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    noted_at: Mapped[datetime]


class DigestRun(Model):
    """The digests of one week have been promised to everybody who lives by one clock."""

    __tablename__ = "digest_runs"

    timezone: Mapped[str] = mapped_column(primary_key=True)
    monday: Mapped[date] = mapped_column(primary_key=True)
    promised_at: Mapped[datetime]
