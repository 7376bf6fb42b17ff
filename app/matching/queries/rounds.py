"""Who sits with whom."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, selectinload

from app.accounts.models import User
from app.attendance.queries import came_ids, present_ids
from app.attendance.queries.clauses import last_moves
from app.attendance.rules import ARRIVALS
from app.events.models import Event
from app.groups.rules import Kind
from app.kit.db import db
from app.matching.models import Round, Seat, Seating
from app.matching.rules.seating import TO_BE_DONE, PlanState, RoundState, Who, Wish
from app.moderation.queries import kept_apart
from app.registrations.models import Registration
from app.registrations.states import State


def seating_of(event: Event) -> Seating | None:
    """What was asked for and what came of it; None before anybody has asked for rounds."""
    return db.session.get(Seating, event.id)


def usual_wish(event: Event) -> Wish:
    """What was asked for the last time, or what suits such an evening."""
    seating = seating_of(event)
    if seating is not None:
        return seating.wish
    return Wish(rounds=3, size=4, mixes=event.group.kind == Kind.CROSS_INDUSTRY)


def people_meant(event: Event, who: Who) -> set[int]:
    """Ids of those the tables are for: whoever has left again is not among them."""
    if who == Who.ARRIVED:
        return present_ids(event)
    confirmed = sa.select(Registration.attendee_id).where(
        Registration.event_id == event.id, Registration.state == State.CONFIRMED
    )
    return set(db.session.scalars(confirmed)) - (came_ids(event) - present_ids(event))


def is_meant(event: Event, member: User, who: Who) -> bool:
    """Whether the tables are for this person, too, without a look at everybody else."""
    moves = last_moves(event.id)
    last = sa.select(moves.c.kind).join(Registration, Registration.id == moves.c.registration_id)
    kinds = set(db.session.scalars(last.where(Registration.attendee_id == member.id)))
    if kinds or who == Who.ARRIVED:
        return bool(kinds & set(ARRIVALS))
    confirmed = sa.exists().where(
        Registration.event_id == event.id,
        Registration.attendee_id == member.id,
        Registration.state == State.CONFIRMED,
    )
    return bool(db.session.scalar(sa.select(confirmed)))


def waiting_plans() -> "sa.Select[Seating]":
    """Plans that a worker is to make or to judge anew, those asked for first."""
    waits = Seating.state.in_(TO_BE_DONE)
    return sa.select(Seating).where(waits).order_by(Seating.asked_at, Seating.event_id)


def plans_under_way(at: datetime) -> "sa.Select[Seating]":
    """Settled plans of evenings that are not over and have rounds still to come."""
    to_come = sa.exists().where(
        Round.event_id == Seating.event_id, Round.state == RoundState.PLANNED
    )
    return (
        sa.select(Seating)
        .join(Event, Event.id == Seating.event_id)
        .where(Seating.state == PlanState.SETTLED, Event.ends_at > at, to_come)
        .order_by(Seating.event_id)
    )


def rounds_of(event: Event, *, is_named: bool = True) -> list[Round]:
    """The plan of the evening, with everybody's seat, and whose it is unless only ids matter."""
    return list(db.session.scalars(_rounds(event, is_named).order_by(Round.number)))


def round_at(event: Event, number: int, *, is_named: bool = False) -> Round | None:
    """One round of the evening, with everybody's seat, and whose it is where names matter."""
    query = _rounds(event, is_named).where(Round.number == number)
    return db.session.scalars(query).one_or_none()


def rounds_without_seats(event: Event) -> list[Round]:
    """The rounds of the evening, for those who look into one of them."""
    query = sa.select(Round).options(selectinload(Round.locks)).where(Round.event_id == event.id)
    return list(db.session.scalars(query.order_by(Round.number)))


def _rounds(event: Event, is_named: bool) -> "sa.Select[Round]":
    seats = selectinload(Round.seats)
    return (
        sa.select(Round)
        .options(seats.joinedload(Seat.member) if is_named else seats, selectinload(Round.locks))
        .where(Round.event_id == event.id)
        # Seats that were read without their people are read again with them.
        .execution_options(populate_existing=is_named)
    )


def table_mates(event: Event, member: User) -> list[User]:
    """Everyone `member` sat with in the rounds that took place, without those kept apart."""
    mine, theirs = aliased(Seat), aliased(Seat)
    query = (
        sa.select(User)
        .join(theirs, theirs.member_id == User.id)
        .join(
            mine,
            sa.and_(mine.round_id == theirs.round_id, mine.table_no == theirs.table_no),
        )
        .join(Round, Round.id == mine.round_id)
        .where(Round.event_id == event.id, Round.state != RoundState.PLANNED)
        .where(mine.member_id == member.id, User.id != member.id)
        .where(User.id.not_in(kept_apart(member)), User.disabled_at.is_(None))
        .order_by(User.id)
        .distinct()
    )
    return list(db.session.scalars(query))


def table_mates_of_each(event_id: int, member_ids: Collection[int]) -> dict[int, set[int]]:
    """By member, ids of everyone they sat with in the rounds that took place, blocks or not."""
    mine, theirs = aliased(Seat), aliased(Seat)
    query = (
        sa.select(mine.member_id, theirs.member_id)
        .join(
            theirs,
            sa.and_(mine.round_id == theirs.round_id, mine.table_no == theirs.table_no),
        )
        .join(Round, Round.id == mine.round_id)
        .where(Round.event_id == event_id, Round.state != RoundState.PLANNED)
        .where(mine.member_id.in_(member_ids), theirs.member_id != mine.member_id)
    )
    found: dict[int, set[int]] = {}
    for member, mate in db.session.execute(query):
        found.setdefault(member, set()).add(mate)
    return found
