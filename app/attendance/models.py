"""What happened at the door, entry by entry."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.attendance.rules import Kind, Method
from app.events.models import Event
from app.kit.db import Model, member_key
from app.registrations.models import Registration


class Entry(Model):
    """One line of the door's record. Never changed, never deleted: an undo is an entry too."""

    __tablename__ = "attendance_entries"
    __table_args__ = (sa.Index("ix_attendance_entries_event_id_at", "event_id", "occurred_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    registration_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[Kind]
    method: Mapped[Method]
    undoes_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("attendance_entries.id", ondelete="CASCADE")
    )
    device: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    flags: Mapped[list[str]] = mapped_column(default=list)

    event: Mapped[Event] = relationship(lazy="raise_on_sql")
    registration: Mapped[Registration | None] = relationship(lazy="raise_on_sql")
