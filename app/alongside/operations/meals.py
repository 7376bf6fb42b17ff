"""Small meals: proposing one, saying yes or no to it, sitting down, leaving, calling it off."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.alongside import mails, queries
from app.alongside.models import Meal, MealSeat
from app.alongside.operations.refusals import (
    AnotherTable,
    NotBeside,
    NothingToChange,
    NotOpenAnyMore,
    OneMealEach,
    OnlyForThoseWhoCome,
    TableFull,
)
from app.alongside.operations.steps import log, set_meal, set_seat
from app.alongside.queries import meals as tables
from app.alongside.rules import MealState, SeatState, is_beside
from app.events.models import Event
from app.kit.db import db, lock
from app.moderation.operations import hold_blocks


@dataclass(frozen=True)
class MealDraft:
    """Where, when and for how many, whoever proposes it included."""

    place: str
    begins_at: datetime
    seats: int
    note: str = ""


def propose(event: Event, draft: MealDraft, *, by: User, at: datetime) -> Meal:
    """Propose a meal and sit down first. Of those who run the event it needs nobody's yes.

    Locks the event, then the member. Raises NotOpenAnyMore, NotBeside, OnlyForThoseWhoCome,
    OneMealEach, AnotherTable.
    """
    lock(event)
    hold_blocks(by)
    _require_possible(event, draft, at)
    if not queries.comes(event, by):
        raise OnlyForThoseWhoCome
    if tables.standing_by(event, by) is not None:
        raise OneMealEach
    if tables.sits_elsewhere(draft.begins_at, event, by):
        raise AnotherTable
    is_hosts = event.group.is_run_by(by)
    meal = Meal(
        event=event,
        proposed_by=by,
        place=draft.place,
        note=draft.note,
        begins_at=draft.begins_at,
        seats=draft.seats,
        state=MealState.APPROVED if is_hosts else MealState.PROPOSED,
        proposed_at=at,
    )
    db.session.add(meal)
    db.session.flush()
    log(meal, "", meal.state, by=by, at=at)
    _sit_down(meal, by, at)
    if not is_hosts:
        mails.meal_proposed(meal, at=at)
    return meal


def decide(meal: Meal, *, yes: bool, by: User, at: datetime) -> None:
    """Say yes or no to a proposal; whoever proposes it hears of it.

    Locks the meal. Raises NothingToChange.
    """
    lock(meal)
    if meal.state != MealState.PROPOSED or not meal.stands or at >= meal.begins_at:
        raise NothingToChange
    set_meal(meal, MealState.APPROVED if yes else MealState.DECLINED, by=by, at=at)
    mails.meal_decided(meal, at=at)


def join(meal: Meal, *, by: User, at: datetime) -> None:
    """Sit down at a table; doing so twice is doing so once.

    Whoever no longer comes to the event makes room. Where somebody sits who is kept apart from
    `by`, the table is full to them. Locks the meal, then the member, whom a block locks, too:
    nobody sits at two tables, or beside somebody a block has just parted them from.
    Raises NotOpenAnyMore, OnlyForThoseWhoCome, TableFull, AnotherTable.
    """
    lock(meal)
    hold_blocks(by)
    if not meal.is_open or at >= meal.begins_at:
        raise NotOpenAnyMore
    if not queries.comes(meal.event, by):
        raise OnlyForThoseWhoCome
    _let_go(meal, at)
    if tables.seat_at(meal, by) is not None:
        return
    seated = tables.seats_of([meal.id])[meal.id]
    if len(seated) >= meal.seats or tables.sits_apart_from(meal, by):
        raise TableFull
    if tables.sits_elsewhere(meal.begins_at, meal.event, by):
        raise AnotherTable
    _sit_down(meal, by, at)


def leave(meal: Meal, *, by: User, at: datetime) -> None:
    """Give one's seat back. Whoever proposes a meal calls it off instead.

    Locks the meal. Raises NothingToChange.
    """
    lock(meal)
    seat = tables.seat_at(meal, by)
    if seat is None or meal.proposed_by_id == by.id:
        raise NothingToChange
    set_seat(seat, meal, SeatState.LEFT, by=by, at=at)


def call_off(meal: Meal, *, by: User | None, at: datetime) -> None:
    """Let a meal not take place; everybody at the table hears of it, but for whoever says so.

    Locks the meal. Raises NothingToChange.
    """
    lock(meal)
    if not meal.stands or at >= meal.begins_at:
        raise NothingToChange
    set_meal(meal, MealState.CALLED_OFF, by=by, at=at)
    seated = [seat.member for seat in tables.seats_of([meal.id])[meal.id]]
    mails.meal_off(meal, [one for one in seated if by is None or one.id != by.id], at=at)


def call_off_left_behind(at: datetime) -> int:
    """Call off what is proposed by somebody who no longer comes; returns how many."""
    meals = tables.left_behind(at)
    for meal in meals:
        if meal.stands:
            call_off(meal, by=None, at=at)
    return len(meals)


def _require_possible(event: Event, draft: MealDraft, at: datetime) -> None:
    if not event.is_on or draft.begins_at <= at:
        raise NotOpenAnyMore
    if not is_beside(draft.begins_at, event.starts_at, event.ends_at):
        raise NotBeside


def _sit_down(meal: Meal, member: User, at: datetime) -> None:
    seat = MealSeat(meal=meal, member_id=member.id, taken_at=at)
    set_seat(seat, meal, SeatState.TAKEN, by=member, at=at)
    db.session.add(seat)
    db.session.flush()


def _let_go(meal: Meal, at: datetime) -> None:
    """Whoever has given their seat at the event back no longer sits at the table."""
    for seat in tables.gone_from(meal):
        set_seat(seat, meal, SeatState.LEFT, by=None, at=at)
    db.session.flush()
