"""Who sits with whom: the plan of an evening, its rounds, and their seats."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.kit.db import Key, Model, member_key
from app.matching.rules.seating import Crossing, PlanState, RoundState, Who, Wish


class Seating(Model):
    """What the organizers of one evening asked for, and what the plan they got is worth.

    `version` counts the changes to the tables, so that a plan made meanwhile is not written over
    them. `worth` holds total, bound, repeats, left_out and what else there is to say.
    """

    __tablename__ = "seatings"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[PlanState] = mapped_column(default=PlanState.SETTLED, index=True)
    version: Mapped[int] = mapped_column(default=0)
    rounds: Mapped[int]
    size: Mapped[int]
    who: Mapped[Who] = mapped_column(default=Who.ARRIVED)
    minutes: Mapped[int | None]
    seed: Mapped[int] = mapped_column(sa.BigInteger)
    mixes: Mapped[bool] = mapped_column(default=False)
    spreads: Mapped[bool] = mapped_column(default=True)
    crossing: Mapped[Crossing] = mapped_column(default=Crossing.ANYBODY)
    worth: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Whom the plan was made for, so that it is seen when somebody comes or goes.
    planned_for: Mapped[list[int]] = mapped_column(default=list)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    planned_at: Mapped[datetime | None]

    @property
    def wish(self) -> Wish:
        """What was asked for."""
        return Wish(
            rounds=self.rounds,
            size=self.size,
            who=self.who,
            minutes=self.minutes,
            seed=self.seed,
            mixes=self.mixes,
            spreads=self.spreads,
            crossing=self.crossing,
        )


class Seat(Model):
    """One person at one table of a round."""

    __tablename__ = "seats"

    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = member_key(primary_key=True)
    table_no: Mapped[int]

    member: Mapped[User] = relationship(lazy="raise_on_sql")


class TableLock(Model):
    """A table that stays as it is when the round is planned again."""

    __tablename__ = "table_locks"

    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    table_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    at: Mapped[datetime]


class Round(Model):
    """One sitting. A round that has begun is never planned again."""

    __tablename__ = "rounds"
    __table_args__ = (sa.UniqueConstraint("event_id", "number"),)

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(default=RoundState.PLANNED)
    size: Mapped[int]
    seed: Mapped[int] = mapped_column(sa.BigInteger)
    planned_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    seats: Mapped[list[Seat]] = relationship(
        lazy="raise_on_sql",
        order_by=(Seat.table_no, Seat.member_id),
        cascade="all, delete-orphan",
    )
    locks: Mapped[list[TableLock]] = relationship(
        lazy="raise_on_sql", order_by=TableLock.table_no, cascade="all, delete-orphan"
    )

    @property
    def has_begun(self) -> bool:
        return self.state != RoundState.PLANNED

    @property
    def tables(self) -> dict[int, tuple[int, ...]]:
        """Who sits at which table, as ids."""
        found: dict[int, list[int]] = {}
        for seat in self.seats:
            found.setdefault(seat.table_no, []).append(seat.member_id)
        return {number: tuple(ids) for number, ids in sorted(found.items())}

    @property
    def locked(self) -> frozenset[int]:
        """The numbers of the tables that stay as they are."""
        return frozenset(lock.table_no for lock in self.locks)

    def table_of(self, member_id: int) -> int | None:
        """The number of somebody's table."""
        return next((seat.table_no for seat in self.seats if seat.member_id == member_id), None)


class RoundChange(Model):
    """One step in the life of a round; replayed, they give its state."""

    __tablename__ = "round_changes"

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    from_state: Mapped[RoundState | None]
    # None: taken off the plan.
    to_state: Mapped[RoundState | None]
    actor_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    reason: Mapped[str] = mapped_column(default="")
    request_id: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
