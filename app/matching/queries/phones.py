"""Where one person sits, now and next, and with whom: as far as they may see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.connections.people import visible_people
from app.events.models import Event
from app.kit.db import db
from app.matching.models import Round, Seat
from app.matching.queries.reasons import grounds_between
from app.matching.queries.rounds import is_meant, seating_of
from app.matching.reading import among
from app.matching.rules.seating import SEATS_TO_COME, RoundState, Who
from app.matching.wording import Ground
from app.registrations.queries import lines_at

REASONS = 2


@dataclass(frozen=True)
class Mate:
    """Somebody at the same table, and why the two should talk."""

    person: User
    grounds: list[Ground]
    comes_for: str = ""


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
    places = _places(event, [one for one in (running, to_come) if one], me, at)
    return Standing(
        now=places[running.id] if running else None,
        next=places[to_come.id] if to_come else None,
        ends_at=ends_at(running, seating.minutes if seating else None),
        number_of_rounds=len(rounds),
        is_here=is_meant(event, me, who),
        is_being_planned=seating is not None and seating.state in SEATS_TO_COME,
        is_for_arrived=who == Who.ARRIVED,
    )


def ends_at(running: Round | None, minutes: int | None) -> datetime | None:
    """When the round is meant to end."""
    if running is None or running.began_at is None or minutes is None:
        return None
    return running.began_at + timedelta(minutes=minutes)


def _places(event: Event, rounds: list[Round], me: User, at: datetime) -> dict[int, Place]:
    """Where `me` sits in each of these rounds, by id; reasons are looked up for all at once."""
    tables = {one.id: _table_of(one, me) for one in rounds}
    ids = {id_ for _number, others in tables.values() for id_ in others}
    query = visible_people(me).where(among(User.id, ids)).order_by(User.id)
    people = list(db.session.scalars(query)) if ids else []
    grounds = grounds_between(me, [it.id for it in people], event, at=at, most=REASONS)
    said = lines_at(event, me, [it.id for it in people])
    found = {}
    for one in rounds:
        number, others = tables[one.id]
        mates = [
            Mate(it, grounds.get(it.id, []), said.get(it.id, ""))
            for it in people
            if it.id in others
        ]
        found[one.id] = Place(one, number, mates, len(others) - len(mates))
    return found


def _table_of(round_: Round, me: User) -> tuple[int | None, set[int]]:
    """The number of the table where `me` sits, and who else sits there."""
    mine, theirs = aliased(Seat), aliased(Seat)
    query = (
        sa.select(mine.table_no, theirs.member_id)
        .join(theirs, (theirs.round_id == mine.round_id) & (theirs.table_no == mine.table_no))
        .where(mine.round_id == round_.id, mine.member_id == me.id)
    )
    rows = [(number, member) for number, member in db.session.execute(query)]
    number = rows[0][0] if rows else None
    return number, {member for _number, member in rows} - {me.id}
