"""The meals of an event, as each reader may see them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.alongside.models import Meal, MealSeat
from app.alongside.queries import coming
from app.alongside.rules import ONE_SITTING, STANDS, MealState, SeatState
from app.events.models import Event
from app.kit.db import db
from app.moderation.queries import blocked_ids, kept_apart


@dataclass(frozen=True)
class Table:
    """A meal as one reader sees it. `people` are named to those who sit there and to the hosts.

    `free` is nought where it is full, and where the reader could not sit: both look the same.
    Whoever is kept apart from the reader is not among the people, as if they had left the table;
    `beside_blocked`: somebody whom the reader has blocked sits there all the same.
    """

    meal: Meal
    free: int
    is_mine: bool
    people: list[User] = field(default_factory=list)
    beside_blocked: bool = False


@dataclass(frozen=True)
class _Sight:
    """Who reads, and whom they are kept apart from; `blocked` by themselves."""

    reader: User
    runs_it: bool
    apart: set[int]
    blocked: set[int]
    at: datetime


def whole_meals() -> sa.Select[Meal]:
    """Meals with their event and whoever proposes them."""
    return sa.select(Meal).options(joinedload(Meal.event), joinedload(Meal.proposed_by))


def visible_meals(event: Event, reader: User, *, runs_it: bool) -> sa.Select[Meal]:
    """What `reader` may see: what is approved, their own proposals, and all for the hosts."""
    found = whole_meals().where(Meal.event_id == event.id)
    if not runs_it:
        found = found.where(
            sa.or_(Meal.state == MealState.APPROVED, Meal.proposed_by_id == reader.id)
        )
    return found.order_by(Meal.begins_at, Meal.id)


def tables_of(event: Event, reader: User, *, runs_it: bool, at: datetime) -> list[Table]:
    """The meals of an event, the first one first; those called off only to who proposed them."""
    query = visible_meals(event, reader, runs_it=runs_it).where(
        sa.or_(
            Meal.state.in_(STANDS),
            sa.and_(Meal.proposed_by_id == reader.id, Meal.state == MealState.DECLINED),
        )
    )
    return _tables(db.session.scalars(query).all(), reader, runs_it, at)


def table_of(meal: Meal, reader: User, *, runs_it: bool, at: datetime) -> Table:
    """One meal as `reader` sees it."""
    [table] = _tables([meal], reader, runs_it, at)
    return table


def seats_of(meal_ids: Collection[int]) -> defaultdict[int, list[MealSeat]]:
    """Who sits at which table and still comes to the event, the first one first."""
    query = (
        sa.select(MealSeat)
        .join(MealSeat.meal)
        .options(joinedload(MealSeat.member))
        .where(MealSeat.meal_id.in_(meal_ids), MealSeat.state == SeatState.TAKEN)
        .where(_comes())
        .order_by(MealSeat.id)
    )
    found: defaultdict[int, list[MealSeat]] = defaultdict(list)
    for seat in db.session.scalars(query) if meal_ids else ():
        found[seat.meal_id].append(seat)
    return found


def seat_at(meal: Meal, member: User) -> MealSeat | None:
    """The seat of `member` at a table, as long as they have one."""
    query = sa.select(MealSeat).where(
        MealSeat.meal_id == meal.id,
        MealSeat.member_id == member.id,
        MealSeat.state == SeatState.TAKEN,
    )
    return db.session.scalars(query).one_or_none()


def gone_from(meal: Meal) -> list[MealSeat]:
    """Who sits there on paper and no longer comes to the event."""
    query = (
        sa.select(MealSeat)
        .join(MealSeat.meal)
        .where(MealSeat.meal_id == meal.id, MealSeat.state == SeatState.TAKEN, ~_comes())
    )
    return list(db.session.scalars(query))


def sits_apart_from(meal: Meal, member: User) -> bool:
    """Whether somebody sits there, or proposes it, whom we keep apart from `member`."""
    apart = kept_apart(member)
    query = sa.select(MealSeat.id).where(
        MealSeat.meal_id == meal.id,
        MealSeat.state == SeatState.TAKEN,
        MealSeat.member_id.in_(apart),
    )
    return db.session.scalars(query).first() is not None


def sits_elsewhere(meal_at: datetime, event: Event, member: User) -> bool:
    """Whether `member` sits at another table of the event at about that time."""
    query = (
        sa.select(MealSeat.id)
        .join(MealSeat.meal)
        .where(MealSeat.member_id == member.id, MealSeat.state == SeatState.TAKEN)
        .where(Meal.event_id == event.id, Meal.state.in_(STANDS))
        .where(Meal.begins_at > meal_at - ONE_SITTING, Meal.begins_at < meal_at + ONE_SITTING)
    )
    return db.session.scalars(query).first() is not None


def standing_by(event: Event, member: User) -> Meal | None:
    """The meal that `member` proposes at an event, if any."""
    query = sa.select(Meal).where(
        Meal.event_id == event.id, Meal.proposed_by_id == member.id, Meal.state.in_(STANDS)
    )
    return db.session.scalars(query).first()


def left_behind(at: datetime) -> list[Meal]:
    """Meals to come whose proposer no longer comes to the event."""
    query = (
        whole_meals()
        .join(Meal.event)
        .where(Meal.state.in_(STANDS), Meal.begins_at > at)
        .where(Meal.proposed_by_id.not_in(coming(Meal.event_id)))
        .order_by(Meal.id)
    )
    return list(db.session.scalars(query))


def meals_of(member: User) -> list[MealSeat]:
    """Every table `member` has a seat at, or had one, the latest first."""
    query = (
        sa.select(MealSeat)
        .join(MealSeat.meal)
        .join(Meal.event)
        .options(contains_eager(MealSeat.meal).contains_eager(Meal.event))
        .where(MealSeat.member_id == member.id)
        .order_by(Meal.begins_at.desc(), MealSeat.id.desc())
    )
    return list(db.session.scalars(query))


def standing_proposals(member: User, at: datetime) -> list[Meal]:
    """Meals to come that `member` proposes anywhere."""
    query = (
        whole_meals()
        .where(Meal.proposed_by_id == member.id, Meal.state.in_(STANDS), Meal.begins_at > at)
        .order_by(Meal.id)
    )
    return list(db.session.scalars(query))


def _comes() -> sa.ColumnElement[bool]:
    return MealSeat.member_id.in_(coming(Meal.event_id))


def _tables(meals: Sequence[Meal], reader: User, runs_it: bool, at: datetime) -> list[Table]:
    seated = seats_of([meal.id for meal in meals])
    sight = _Sight(
        reader,
        runs_it,
        set(db.session.scalars(kept_apart(reader))),
        set(db.session.scalars(blocked_ids(reader))),
        at,
    )
    return [_table(meal, [one.member for one in seated[meal.id]], sight) for meal in meals]


def _table(meal: Meal, seated: list[User], sight: _Sight) -> Table:
    is_mine = any(person.id == sight.reader.id for person in seated)
    near = [person for person in seated if person.id not in sight.apart]
    may_sit = len(near) == len(seated) and meal.is_open and sight.at < meal.begins_at
    return Table(
        meal,
        max(0, meal.seats - len(seated)) if may_sit else 0,
        is_mine,
        near if is_mine or sight.runs_it else [],
        is_mine and any(person.id in sight.blocked for person in seated),
    )
