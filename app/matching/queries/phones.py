"""Where one person sits, now and next, and with whom: as far as they may see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.people import visible_people
from app.events.models import Event
from app.kit.db import db
from app.matching.models import Round, Seat
from app.matching.queries.reasons import grounds_between
from app.matching.queries.rounds import people_meant, seating_of
from app.matching.rules.seating import SEATS_TO_COME, RoundState, Who
from app.matching.wording import Ground

REASONS = 2


@dataclass(frozen=True)
class Mate:
    """Somebody at the same table, and why the two should talk."""

    person: User
    grounds: list[Ground]


@dataclass(frozen=True)
class Place:
    """A table in a round. `table` None: there is none for this person. `others` are not named."""

    round: Round
    table: int | None
    mates: list[Mate]
    others: int = 0


@dataclass(frozen=True)
class Standing:
    """What a phone shows. `now` is the round that runs, `next` the one to come."""

    now: Place | None
    next: Place | None
    ends_at: datetime | None
    number_of_rounds: int
    is_here: bool
    is_being_planned: bool
    is_for_arrived: bool


def standing(event: Event, me: User, at: datetime) -> Standing | None:
    """Where `me` sits on this evening; None where there are no tables."""
    rounds = db.session.scalars(
        sa.select(Round).where(Round.event_id == event.id).order_by(Round.number)
    ).all()
    seating = seating_of(event)
    if not rounds and seating is None:
        return None
    who = seating.who if seating else Who.ARRIVED
    running = next((one for one in rounds if one.state == RoundState.RUNNING), None)
    to_come = next((one for one in rounds if one.state == RoundState.PLANNED), None)
    return Standing(
        now=_place(event, running, me, at) if running else None,
        next=_place(event, to_come, me, at) if to_come else None,
        ends_at=ends_at(running, seating.minutes if seating else None),
        number_of_rounds=len(rounds),
        is_here=me.id in people_meant(event, who),
        is_being_planned=seating is not None and seating.state in SEATS_TO_COME,
        is_for_arrived=who == Who.ARRIVED,
    )


def ends_at(running: Round | None, minutes: int | None) -> datetime | None:
    """When the round is meant to end."""
    if running is None or running.began_at is None or minutes is None:
        return None
    return running.began_at + timedelta(minutes=minutes)


def _place(event: Event, round_: Round, me: User, at: datetime) -> Place:
    mine = sa.select(Seat.table_no).where(Seat.round_id == round_.id, Seat.member_id == me.id)
    table = db.session.scalars(mine).one_or_none()
    if table is None:
        return Place(round_, None, [])
    others = sa.select(Seat.member_id).where(
        Seat.round_id == round_.id, Seat.table_no == table, Seat.member_id != me.id
    )
    ids = list(db.session.scalars(others))
    people = db.session.scalars(visible_people(me).where(User.id.in_(ids)).order_by(User.id)).all()
    grounds = grounds_between(me, [one.id for one in people], event, at=at, most=REASONS)
    mates = [Mate(one, grounds.get(one.id, [])) for one in people]
    return Place(round_, table, mates, len(ids) - len(mates))
