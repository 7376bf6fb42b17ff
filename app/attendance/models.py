"""What happened at the door, entry by entry; who was let in to keep it, and how."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.attendance.rules import Code, Kind, Method, SelfCheckIn
from app.events.models import Event
from app.kit.db import Key, Model, member_key
from app.kit.tokens import public_id
from app.registrations.models import Registration


class Entry(Model):
    """One line of the door's record. Never changed, never deleted: an undo is an entry too."""

    __tablename__ = "attendance_entries"
    __table_args__ = (
        sa.Index("ix_attendance_entries_event_id_at", "event_id", "occurred_at"),
        sa.Index(
            "ix_attendance_entries_waiting",
            "undoes_id",
            postgresql_where=sa.text("registration_id IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    registration_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[Kind]
    method: Mapped[Method]
    # No key: a phone may hand in what it took back before what it takes back.
    undoes_id: Mapped[UUID | None]
    device: Mapped[str] = mapped_column(default="")
    device_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("door_devices.id", ondelete="SET NULL")
    )
    actor_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    is_offline: Mapped[bool] = mapped_column(default=False)
    flags: Mapped[list[str]] = mapped_column(default=list)
    # Somebody has looked at the flags and found it right.
    settled_at: Mapped[datetime | None]
    # Yen received, for a fee.
    amount: Mapped[int | None]
    # Why somebody is excused. Those who run the group read it.
    reason: Mapped[str] = mapped_column(default="", server_default="")

    event: Mapped[Event] = relationship(lazy="raise_on_sql")
    registration: Mapped[Registration | None] = relationship(lazy="raise_on_sql")


class Attempt(Model):
    """A try at the door that let nobody in. The same id gets the same answer for ever."""

    __tablename__ = "door_attempts"
    __table_args__ = (sa.Index("ix_door_attempts_event_id_received_at", "event_id", "received_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    registration_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[Code]
    method: Mapped[Method]
    device: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    # One more picture of a film that shows what the one before it did.
    is_repeat: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    registration: Mapped[Registration | None] = relationship(lazy="raise_on_sql")


class DoorLink(Model):
    """A way to the door of one event for helpers without an account: a link and a PIN.

    Both are derived from `nonce`; of the link only its fingerprint is kept.
    """

    __tablename__ = "door_links"

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    nonce: Mapped[str] = mapped_column(default=public_id)
    token_hash: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    wrong_pins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]

    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


class DoorDevice(Model):
    """One helper's phone, let to the door by a link and its PIN."""

    __tablename__ = "door_devices"

    id: Mapped[Key]
    link_id: Mapped[int] = mapped_column(
        sa.ForeignKey("door_links.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    joined_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    sent_away_at: Mapped[datetime | None]

    link: Mapped[DoorLink] = relationship(lazy="joined", innerjoin=True)

    def is_live(self, at: datetime) -> bool:
        return self.sent_away_at is None and self.link.is_live(at)


class DoorSettings(Model):
    """How one event's door is kept, where it differs from the usual."""

    __tablename__ = "door_settings"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    self_check_in: Mapped[SelfCheckIn] = mapped_column(default=SelfCheckIn.OFF)
    # Look at the name and tap before somebody is in; otherwise the code alone lets in.
    asks_first: Mapped[bool] = mapped_column(default=False)
    takes_walk_ins: Mapped[bool] = mapped_column(default=True)

    @property
    def lets_check_oneself_in(self) -> bool:
        return self.self_check_in != SelfCheckIn.OFF


class WalkIn(Model):
    """Somebody at the door without a registration, who has written their name down."""

    __tablename__ = "walk_ins"

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    reading: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="ja")
    asked_at: Mapped[datetime]
    # Answered by an entry, or by sending them away.
    entry_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("attendance_entries.id", ondelete="SET NULL")
    )
    sent_away_at: Mapped[datetime | None]
