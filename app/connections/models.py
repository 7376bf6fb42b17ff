"""Connections: one row per pair, and each side's private half."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.connections.rules import ASKED_FOR, REST, Origin, State
from app.events.models import Event
from app.kit.db import Key, Model, member_key


class Connection(Model):
    """A tie between two people, stored once: the lower id first.

    `greeting` is what whoever asked wrote with their request, for the other and themselves.
    """

    __tablename__ = "connections"
    __table_args__ = (
        sa.CheckConstraint("low_id < high_id", "ordered_pair"),
        sa.UniqueConstraint("low_id", "high_id"),
    )

    id: Mapped[Key]
    low_id: Mapped[int] = member_key(index=False)
    high_id: Mapped[int] = member_key()
    state: Mapped[State]
    origin: Mapped[Origin]
    asked_by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime]
    greeting: Mapped[str] = mapped_column(default="", server_default="")
    connected_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    low: Mapped[User] = relationship(foreign_keys=low_id, lazy="raise_on_sql")
    high: Mapped[User] = relationship(foreign_keys=high_id, lazy="raise_on_sql")
    event: Mapped[Event | None] = relationship(lazy="raise_on_sql")

    def other(self, member: User) -> User:
        """The person at the far end, seen from `member`."""
        return self.high if member.id == self.low_id else self.low

    def awaits(self, member: User, at: datetime) -> bool:
        """Whether `member` has been asked and may still say yes."""
        is_asked = self.state == State.REQUESTED and self.asked_by_id != member.id
        return is_asked and self.ended_at is None and at < self.asked_at + ASKED_FOR

    def is_asked_by(self, member: User, at: datetime) -> bool:
        """Whether `member` has asked not long ago; a no of the other's does not show."""
        is_mine = self.state == State.REQUESTED and self.asked_by_id == member.id
        return is_mine and at < self.asked_at + REST

    def was_taken_back_by(self, member: User, at: datetime) -> bool:
        """Whether `member` has asked not long ago, and then thought better of it."""
        is_mine = self.state == State.REMOVED and self.asked_by_id == member.id
        was_never = self.connected_at is None or self.connected_at < self.asked_at
        return is_mine and was_never and at < self.asked_at + REST


class Side(Model):
    """One person's private half of a tie: what they share with the other, and remember.

    `cadence_days`: how often they want to be in touch; None: they have not said. `idea` is what
    the two could do together; a tie without one, or any other sign of life, is put away. Since
    `vouched_at` the owner says that the other is who they say they are.
    """

    __tablename__ = "connection_sides"

    connection_id: Mapped[int] = mapped_column(
        sa.ForeignKey("connections.id", ondelete="CASCADE"), primary_key=True
    )
    owner_id: Mapped[int] = member_key(primary_key=True)
    shares: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")
    how_met: Mapped[str] = mapped_column(default="", server_default="")
    idea: Mapped[str] = mapped_column(default="", server_default="")
    marks: Mapped[list[str]] = mapped_column(default=list, server_default="{}")
    cadence_days: Mapped[int | None]
    snoozed_until: Mapped[datetime | None]
    muted_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]
    vouched_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class IdentityCheck(Model):
    """Somebody who runs the group says that they have looked at who `member_id` is."""

    __tablename__ = "identity_checks"
    __table_args__ = (sa.CheckConstraint("member_id <> by_id", "two_people"),)

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    by_id: Mapped[int] = member_key(primary_key=True)
    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]


class VenueConsent(Model):
    """A member agrees to be connected at once when they show their code at a venue."""

    __tablename__ = "venue_consents"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    agreed_at: Mapped[datetime]


class ConnectionInvitation(Model):
    """A link by which one person, whoever opens it first, becomes a contact of its owner."""

    __tablename__ = "connection_invitations"

    id: Mapped[Key]
    owner_id: Mapped[int] = member_key()
    nonce: Mapped[str] = mapped_column(unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    words: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = member_key(index=False, ondelete="SET NULL")
    revoked_at: Mapped[datetime | None]

    owner: Mapped[User] = relationship(foreign_keys=owner_id, lazy="raise_on_sql")

    def is_open(self, at: datetime) -> bool:
        """Whether somebody may still come by it."""
        return self.used_at is None and self.revoked_at is None and at < self.expires_at
