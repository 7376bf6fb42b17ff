"""Groups, who belongs to them, and who runs them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.groups.rules import AT_DOOR, RUNS_IT, Kind, Role
from app.kit.db import Key, Model, member_key
from app.kit.tokens import public_id
from app.profiles.traits import Stance


class Membership(Model):
    """One person in one group."""

    __tablename__ = "memberships"

    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = member_key(primary_key=True)
    role: Mapped[Role] = mapped_column(default=Role.MEMBER)
    joined_at: Mapped[datetime]

    member: Mapped[User] = relationship(lazy="raise_on_sql")


class Group(Model):
    """A community with a name, people who run it and a card that says who they are."""

    __tablename__ = "groups"

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

    def has_at_door(self, member: User | None) -> bool:
        return self.role_of(member) in AT_DOOR
