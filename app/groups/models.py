"""Groups, who belongs to them, and who runs them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.groups.rules import AT_DOOR, RUNS_IT, Kind, Role
from app.kit.db import Key, Model, errand, member_key
from app.kit.tokens import public_id
from app.profiles.traits import Stance, Worry


class Membership(Model):
    """One person in one group."""

    __tablename__ = "memberships"
    __table_args__ = (
        # A group is shown with those who run it: a handful, of very many members.
        sa.Index(
            "ix_memberships_team",
            "group_id",
            postgresql_where=sa.text("role <> 'member'"),
        ),
    )

    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = member_key(primary_key=True)
    role: Mapped[Role] = mapped_column(default=Role.MEMBER)
    joined_at: Mapped[datetime]

    member: Mapped[User] = relationship(lazy="raise_on_sql")


class CircleProposal(Model):
    """That somebody of a group would like a study circle. Who it was is written nowhere."""

    __tablename__ = "circle_proposals"

    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    worry: Mapped[Worry] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Group(Model):
    """A community with a name, people who run it and a card that says who they are."""

    __tablename__ = "groups"
    __table_args__ = (sa.Index("ix_groups_search", "search", postgresql_using="gin"),)

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[Kind]
    summary: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    founded_at: Mapped[datetime]
    # The disclosure card: who is behind it, what they gain, how they stand to selling.
    run_by: Mapped[str] = mapped_column(default="")
    commercial_tie: Mapped[str] = mapped_column(default="")
    sponsor: Mapped[str] = mapped_column(default="")
    stance: Mapped[Stance] = mapped_column(default=Stance.NONE)
    # What it is found by, and its name for its events to be found by.
    search: Mapped[Any] = mapped_column(TSVECTOR, nullable=True, deferred=True)

    # Those who run it and stand at the door. Everybody else is asked for, never loaded along.
    team: Mapped[list[Membership]] = relationship(
        primaryjoin=lambda: sa.and_(
            Membership.group_id == Group.id, Membership.role != Role.MEMBER
        ),
        lazy="selectin",
        viewonly=True,
        order_by=Membership.joined_at,
    )

    @property
    def has_disclosed(self) -> bool:
        """Whether the card says who is behind it; nothing is published before that."""
        return bool(self.run_by.strip())

    def role_of(self, member: User | None) -> Role | None:
        """What `member` does here; None for somebody who only belongs, or does not."""
        if member is None:
            return None
        return next((m.role for m in self.team if m.member_id == member.id), None)

    def is_run_by(self, member: User | None) -> bool:
        return self.role_of(member) in RUNS_IT

    def is_owned_by(self, member: User | None) -> bool:
        return self.role_of(member) == Role.OWNER

    def has_at_door(self, member: User | None) -> bool:
        return self.role_of(member) in AT_DOOR


class TeamInvitation(Model):
    """Somebody asked to help run a group, or to stand at its door: by address, or by name.

    Whoever is asked by name is here already; those who run the group never read their address.
    """

    __tablename__ = "team_invitations"

    id: Mapped[Key]
    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str]
    member_id: Mapped[int | None] = member_key()
    role: Mapped[Role]
    nonce: Mapped[str] = mapped_column(default=public_id)
    token_hash: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    # Withdrawn, or another one has taken its place.
    ended_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship(lazy="raise_on_sql")
    by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])
    member: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[member_id])

    def is_open(self, at: datetime) -> bool:
        return self.accepted_at is None and self.ended_at is None and at < self.expires_at

    def is_for(self, member: User) -> bool:
        """Whether it is `member` who was asked."""
        if self.member_id is not None:
            return member.id == self.member_id
        return member.email == self.email


class Ban(Model):
    """Somebody who no longer comes to a group's events: a member, an address, or a name."""

    __tablename__ = "bans"

    id: Mapped[Key]
    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), index=True
    )
    # Closing the account does not lift the ban: the fingerprint of the address stays.
    member_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    # What an organizer typed; a member's own address is never shown to them.
    email: Mapped[str] = mapped_column(default="")
    email_hash: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    # The name folded for comparing: widths, cases and spaces do not count.
    name_key: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    banned_at: Mapped[datetime]

    member: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[member_id])
    by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])


class Action(Model):
    """Who did what in a group: one line for everything an organizer decides. Append-only."""

    __tablename__ = "actions"
    __table_args__ = (sa.Index("ix_actions_group_id_at", "group_id", "at"),)

    id: Mapped[Key]
    group_id: Mapped[int] = mapped_column(sa.ForeignKey("groups.id", ondelete="CASCADE"))
    # The public name of the event it was about, kept when the event goes.
    event_name: Mapped[str] = mapped_column(default="", index=True)
    actor_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    kind: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    request_id: Mapped[str] = mapped_column(default=errand)
    at: Mapped[datetime]

    actor: Mapped[User | None] = relationship(lazy="raise_on_sql")
