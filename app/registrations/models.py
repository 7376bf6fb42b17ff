"""Registrations: a seat or a place in line, and everything that happened to it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.events.models import Event, Slot
from app.kit.db import Key, Model, member_key
from app.kit.tokens import public_id
from app.registrations.states import (
    ACTIVE,
    HOLDS_SEAT,
    LatestNotice,
    ListVisibility,
    Source,
    State,
)

_ACTIVE = ", ".join(f"'{state}'" for state in ACTIVE)


class Registration(Model):
    """One person's place at one event. Ended ones stay, so history does too."""

    __tablename__ = "registrations"
    __table_args__ = (
        sa.Index(
            "uq_registrations_active",
            "event_id",
            "attendee_id",
            unique=True,
            postgresql_where=sa.text(f"state IN ({_ACTIVE})"),
        ),
        sa.Index("ix_registrations_event_id_state", "event_id", "state"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    attendee_id: Mapped[int] = member_key()
    slot_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("slots.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[State]
    version: Mapped[int] = mapped_column(default=0)
    queue_no: Mapped[int | None]
    wishes: Mapped[list[int]] = mapped_column(default=list)
    latest_notice: Mapped[LatestNotice] = mapped_column(default=LatestNotice.DAY)
    offer_expires_at: Mapped[datetime | None]
    purpose: Mapped[str] = mapped_column(default="")
    purpose_note: Mapped[str] = mapped_column(default="")
    list_visibility: Mapped[ListVisibility] = mapped_column(default=ListVisibility.ORGANIZERS)
    source: Mapped[Source] = mapped_column(default=Source.SELF)
    reference: Mapped[str] = mapped_column(default="")
    ticket_hash: Mapped[str | None] = mapped_column(unique=True)
    registered_at: Mapped[datetime]
    is_late_cancel: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship(lazy="raise_on_sql")
    attendee: Mapped[User] = relationship(lazy="raise_on_sql")
    slot: Mapped[Slot | None] = relationship(lazy="raise_on_sql")

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def holds_seat(self) -> bool:
        return self.state in HOLDS_SEAT


class Change(Model):
    """One step in a registration's life; replayed, they give its state."""

    __tablename__ = "registration_changes"

    id: Mapped[Key]
    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE"), index=True
    )
    from_state: Mapped[State | None]
    to_state: Mapped[State]
    actor_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
