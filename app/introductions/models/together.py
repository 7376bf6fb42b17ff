"""What two people who know each other do together. Both see it, and nobody else."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.connections.models import Connection
from app.introductions.rules.together import ANSWER_WITHIN, PairState, Rhythm
from app.kit.db import Key, Model, member_key


def _of_tie() -> Mapped[int]:
    return mapped_column(sa.ForeignKey("connections.id", ondelete="CASCADE"), index=True)


class GrowthPair(Model):
    """Two who learn side by side: each with a goal of their own, and a day to tell of it."""

    __tablename__ = "growth_pairs"
    __table_args__ = (
        sa.Index(
            "uq_growth_pairs_going_on",
            "connection_id",
            unique=True,
            postgresql_where=sa.text("state IN ('asked', 'active')"),
        ),
    )

    id: Mapped[Key]
    connection_id: Mapped[int] = _of_tie()
    asked_by_id: Mapped[int] = member_key()
    state: Mapped[PairState]
    # In days; a `Rhythm`.
    rhythm: Mapped[int]
    asked_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    next_on: Mapped[date | None]

    connection: Mapped[Connection] = relationship(lazy="selectin")
    goals: Mapped[list["GrowthGoal"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def often(self) -> Rhythm:
        return Rhythm(self.rhythm)

    def goal_of(self, member: User) -> str:
        return next((goal.words for goal in self.goals if goal.member_id == member.id), "")

    def is_asked(self, at: datetime) -> bool:
        """Whether it still looks like a question to whoever asked: a no is told to nobody."""
        is_open = self.state in (PairState.ASKED, PairState.DECLINED)
        return is_open and at < self.asked_at + ANSWER_WITHIN

    def awaits(self, member: User, at: datetime) -> bool:
        is_asked = self.state == PairState.ASKED and self.is_asked(at)
        return is_asked and self.asked_by_id != member.id


class GrowthGoal(Model):
    """What one of the two means to learn, as they tell the other."""

    __tablename__ = "growth_goals"

    pair_id: Mapped[int] = mapped_column(
        sa.ForeignKey("growth_pairs.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = member_key(primary_key=True)
    words: Mapped[str]


class CheckIn(Model):
    """How it goes, told by one to the other; one for each round."""

    __tablename__ = "growth_check_ins"
    __table_args__ = (sa.UniqueConstraint("pair_id", "member_id", "round_on"),)

    id: Mapped[Key]
    pair_id: Mapped[int] = mapped_column(sa.ForeignKey("growth_pairs.id", ondelete="CASCADE"))
    member_id: Mapped[int] = member_key()
    # The day that this one was for.
    round_on: Mapped[date]
    words: Mapped[str]
    at: Mapped[datetime]

    member: Mapped[User] = relationship(lazy="raise_on_sql")


class JointTask(Model):
    """Something small that two do together: whose it is, and by when."""

    __tablename__ = "joint_tasks"

    id: Mapped[Key]
    connection_id: Mapped[int] = _of_tie()
    made_by_id: Mapped[int] = member_key()
    owner_id: Mapped[int] = member_key()
    words: Mapped[str]
    due_on: Mapped[date]
    made_at: Mapped[datetime]
    # None: the owner has not said yes to it yet.
    taken_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    connection: Mapped[Connection] = relationship(lazy="selectin")
    owner: Mapped[User] = relationship(foreign_keys=owner_id, lazy="raise_on_sql")

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.dropped_at is None

    def awaits(self, member: User) -> bool:
        return self.is_open and self.taken_at is None and self.owner_id == member.id

    def is_late_for(self, member: User, today: date) -> bool:
        """Only its owner is shown that a day has passed; the other is not to keep watch."""
        return self.is_open and self.owner_id == member.id and self.due_on < today
