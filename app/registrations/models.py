"""Registrations: a seat or a place in line, and everything that happened to it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.events.models import Event, Slot
from app.kit.db import Key, Model, errand, member_key
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
    # Which edition of the conduct they accepted with registering; "" for whom others entered.
    conduct: Mapped[str] = mapped_column(default="")
    source: Mapped[Source] = mapped_column(default=Source.SELF)
    reference: Mapped[str] = mapped_column(default="")
    ticket_hash: Mapped[str | None] = mapped_column(unique=True)
    registered_at: Mapped[datetime]
    is_late_cancel: Mapped[bool] = mapped_column(default=False)
    # Two people who come together or not at all point at each other.
    buddy_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="SET NULL"), index=True
    )
    # Nobody is seated without the friend they asked along, before they have said they come alone.
    awaits_buddy: Mapped[bool] = mapped_column(default=False)
    is_nominated: Mapped[bool] = mapped_column(default=False)
    # Who let this one in beyond the seats there are.
    override_by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    organizer_note: Mapped[str] = mapped_column(default="")
    # A list from elsewhere named a member: nothing is shown or sent before they say yes.
    needs_yes: Mapped[bool] = mapped_column(default=False)
    # The address on that list: whoever proves it may say yes or no.
    listed_email: Mapped[str] = mapped_column(default="", index=True)
    # Since when the lists from elsewhere no longer have this person.
    gone_at: Mapped[datetime | None]
    # After a big change of the event: asked whether they still come, and said so.
    asked_again_at: Mapped[datetime | None]
    still_coming_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(lazy="raise_on_sql")
    attendee: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[attendee_id])
    slot: Mapped[Slot | None] = relationship(lazy="raise_on_sql")

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def holds_seat(self) -> bool:
        return self.state in HOLDS_SEAT

    @property
    def is_asked_again(self) -> bool:
        """Whether the event has changed so much that a yes is wanted anew, and is still missing."""
        is_asked = self.asked_again_at is not None and self.still_coming_at is None
        return is_asked and self.state == State.CONFIRMED


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
    request_id: Mapped[str] = mapped_column(default=errand)
    at: Mapped[datetime]


class Answer(Model):
    """What somebody answered to one question of the organizers."""

    __tablename__ = "answers"

    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    text: Mapped[str]


class SelfIntroduction(Model):
    """What somebody says of themselves at one event, in about a minute, in words of their own.

    `goes_on_paper`: the organizers may print it for them.
    """

    __tablename__ = "self_introductions"

    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True
    )
    does: Mapped[str] = mapped_column(default="")
    talks_about: Mapped[str] = mapped_column(default="")
    gives: Mapped[str] = mapped_column(default="")
    goes_on_paper: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]


class BuddyInvitation(Model):
    """Somebody asked by mail to come together with the holder of a registration."""

    __tablename__ = "buddy_invitations"

    id: Mapped[Key]
    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE"), unique=True
    )
    email: Mapped[str]
    nonce: Mapped[str] = mapped_column(default=public_id)
    token_hash: Mapped[str] = mapped_column(unique=True)
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    # Also when the friend said no, let the time pass, or is not wanted along any more.
    answered_at: Mapped[datetime | None]
    times_asked: Mapped[int] = mapped_column(default=1)

    registration: Mapped[Registration] = relationship(lazy="raise_on_sql")


class Skip(Model):
    """Why somebody in line was passed over when a seat was free; the latest reason counts."""

    __tablename__ = "skips"

    id: Mapped[Key]
    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[str]
    at: Mapped[datetime]


class Draw(Model):
    """One lottery: the promise made beforehand, and what came of it.

    `commitment` is SHA-256 of `seed` and stands on the page before anybody enters; the seed is
    shown once the lots are drawn, so that anybody can work the order out again. Slots that share
    a commitment are drawn together, in one order. `entries` is what was drawn from, as shown.
    """

    __tablename__ = "draws"

    id: Mapped[Key]
    slot_id: Mapped[int] = mapped_column(sa.ForeignKey("slots.id", ondelete="CASCADE"), unique=True)
    algorithm: Mapped[str]
    seed: Mapped[bytes] = mapped_column(sa.LargeBinary)
    commitment: Mapped[str]
    committed_at: Mapped[datetime]
    public_value: Mapped[str] = mapped_column(default="")
    entries: Mapped[dict[str, Any]] = mapped_column(default=dict)
    order: Mapped[list[str]] = mapped_column(default=list)
    drawn_at: Mapped[datetime | None]
