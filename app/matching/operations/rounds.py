"""Planning an evening's rounds, and beginning them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.attendance.queries import present_ids
from app.events.models import Event
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.matching.engine import rounds as engine
from app.matching.gatherings import gather
from app.matching.models import Round, Seat
from app.matching.queries import rounds_of


class TooFewPeople(Refused):
    message = _l("At least two people must have arrived before rounds can be planned.")


class NothingToBegin(Refused):
    message = _l("Every round that was planned has begun.")


@dataclass(frozen=True)
class Wish:
    """What the organizer asks for: so many rounds in all, tables of at most `size` people."""

    rounds: int
    size: int


def plan_rounds(event: Event, wish: Wish, *, at: datetime) -> engine.Quality:
    """Plan the rounds that have not begun, over everybody who is here now.

    Rounds that have begun stay as they were. Locks the event. Raises TooFewPeople.
    """
    lock(event)
    here = present_ids(event)
    if len(here) < engine.PAIR:
        raise TooFewPeople
    begun = [round_ for round_ in rounds_of(event) if round_.began_at is not None]
    total = max(wish.rounds, len(begun))
    form = engine.Format(total, wish.size, seed=event.id)
    pool = gather(event, here, keep=True).pool
    plan = engine.plan(pool, form, past=[_tables(round_) for round_ in begun])
    _forget_unbegun(event)
    for number, tables in enumerate(plan.rounds[len(begun) :], start=len(begun) + 1):
        db.session.add(_round(event, number, tables, form, at))
    db.session.flush()
    return plan.quality


def begin_next(event: Event, *, at: datetime) -> Round:
    """Begin the first round that has not begun. Raises NothingToBegin."""
    lock(event)
    waiting = [round_ for round_ in rounds_of(event) if round_.began_at is None]
    if not waiting:
        raise NothingToBegin
    waiting[0].began_at = at
    return waiting[0]


def _forget_unbegun(event: Event) -> None:
    unbegun = sa.delete(Round).where(Round.event_id == event.id, Round.began_at.is_(None))
    db.session.execute(unbegun, execution_options={"synchronize_session": False})
    db.session.expire_all()


def _tables(round_: Round) -> engine.Round:
    numbers = sorted({seat.table_no for seat in round_.seats})
    return tuple(
        tuple(seat.member_id for seat in round_.seats if seat.table_no == number)
        for number in numbers
    )


def _round(
    event: Event, number: int, tables: engine.Round, form: engine.Format, at: datetime
) -> Round:
    seats = [
        Seat(member_id=member_id, table_no=table_no)
        for table_no, table in enumerate(tables, start=1)
        for member_id in table
    ]
    return Round(
        event_id=event.id,
        number=number,
        size=form.size,
        seed=form.seed,
        planned_at=at,
        seats=seats,
    )
