"""Chores and who takes them, meals and who sits there, and everything that happened to either."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.alongside.rules import HELPS, STANDS, ChoreState, HandState, MealState, SeatState
from app.events.models import Event
from app.kit.db import Key, Model, errand, member_key
from app.kit.tokens import public_id

_HELPS = ", ".join(f"'{state}'" for state in HELPS)


class Chore(Model):
    """Something that has to be done for an event and is nobody's yet."""

    __tablename__ = "chores"

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    named_by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    words: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    wanted: Mapped[int]
    state: Mapped[ChoreState] = mapped_column(default=ChoreState.OPEN)
    named_at: Mapped[datetime]

    event: Mapped[Event] = relationship(lazy="raise_on_sql")


class Hand(Model):
    """Somebody who has taken a chore. `shows_name`: to the organizers, because they said so."""

    __tablename__ = "chore_hands"
    __table_args__ = (
        sa.Index(
            "uq_chore_hands_helping",
            "chore_id",
            "member_id",
            unique=True,
            postgresql_where=sa.text(f"state IN ({_HELPS})"),
        ),
    )

    id: Mapped[Key]
    chore_id: Mapped[int] = mapped_column(sa.ForeignKey("chores.id", ondelete="CASCADE"))
    member_id: Mapped[int] = member_key()
    state: Mapped[HandState] = mapped_column(default=HandState.TAKEN)
    shows_name: Mapped[bool] = mapped_column(default=False)
    taken_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    chore: Mapped[Chore] = relationship(lazy="raise_on_sql")
    member: Mapped[User] = relationship(lazy="raise_on_sql")


class Meal(Model):
    """Four to six people from one event who eat together before it or after it."""

    __tablename__ = "meals"

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    proposed_by_id: Mapped[int] = member_key()
    place: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    begins_at: Mapped[datetime]
    seats: Mapped[int]
    state: Mapped[MealState] = mapped_column(default=MealState.PROPOSED)
    proposed_at: Mapped[datetime]

    event: Mapped[Event] = relationship(lazy="raise_on_sql")
    proposed_by: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def stands(self) -> bool:
        """Whether it may still take place. It goes with its event, whatever its own state."""
        return self.state in STANDS and self.event.is_on

    @property
    def is_open(self) -> bool:
        return self.state == MealState.APPROVED and self.event.is_on


class MealSeat(Model):
    """Somebody at the table of a meal."""

    __tablename__ = "meal_seats"
    __table_args__ = (
        sa.Index(
            "uq_meal_seats_taken",
            "meal_id",
            "member_id",
            unique=True,
            postgresql_where=sa.text("state = 'taken'"),
        ),
    )

    id: Mapped[Key]
    meal_id: Mapped[int] = mapped_column(sa.ForeignKey("meals.id", ondelete="CASCADE"))
    member_id: Mapped[int] = member_key()
    state: Mapped[SeatState] = mapped_column(default=SeatState.TAKEN)
    taken_at: Mapped[datetime]

    meal: Mapped[Meal] = relationship(lazy="raise_on_sql")
    member: Mapped[User] = relationship(lazy="raise_on_sql")


class Step(Model):
    """One thing that happened to a chore or a meal, or to somebody's part in it. Append-only."""

    __tablename__ = "alongside_steps"

    id: Mapped[Key]
    chore_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("chores.id", ondelete="CASCADE"), index=True
    )
    meal_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("meals.id", ondelete="CASCADE"), index=True
    )
    # Whose part it is; None for the chore or the meal itself.
    member_id: Mapped[int | None] = member_key()
    from_state: Mapped[str] = mapped_column(default="")
    to_state: Mapped[str]
    actor_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    request_id: Mapped[str] = mapped_column(default=errand)
    at: Mapped[datetime]
