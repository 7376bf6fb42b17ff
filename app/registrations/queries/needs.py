"""What an event asks of whoever comes: answers, a seat elsewhere. And who awaits an answer."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.events.models import Event, Question
from app.events.queries import HELD
from app.groups.models import Membership
from app.groups.rules import RUNS_IT
from app.kit.db import db
from app.registrations.models import Answer, Registration
from app.registrations.queries.places import whole
from app.registrations.states import ACTIVE, State


def questions(event_id: int) -> Sequence[Question]:
    """What the organizers ask now, in page order."""
    query = (
        sa.select(Question)
        .where(Question.event_id == event_id, Question.dropped_at.is_(None))
        .order_by(Question.position, Question.id)
    )
    return db.session.scalars(query).all()


def answers_of(registration_ids: Sequence[int]) -> dict[int, list[tuple[Question, str]]]:
    """What people answered, by registration; also to questions that are no longer asked."""
    query = (
        sa.select(Answer.registration_id, Question, Answer.text)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.registration_id.in_(registration_ids))
        .order_by(Question.position, Question.id)
    )
    found: dict[int, list[tuple[Question, str]]] = {}
    for registration_id, question, text in db.session.execute(query):
        found.setdefault(registration_id, []).append((question, text))
    return found


def answered(event: Event) -> dict[int, int]:
    """How many people have answered each question, by its id."""
    query = (
        sa.select(Answer.question_id, sa.func.count())
        .join(Question, Question.id == Answer.question_id)
        .where(Question.event_id == event.id)
        .group_by(Answer.question_id)
    )
    return {question_id: number for question_id, number in db.session.execute(query)}  # noqa: C416


def main_event(event: Event) -> Event | None:
    """The event one must have a seat at in order to come to this one, as long as it is on."""
    if event.requires_event_id is None:
        return None
    query = sa.select(Event).where(Event.id == event.requires_event_id, Event.status.in_(HELD))
    return db.session.scalars(query).one_or_none()


def has_seat_needed_for(event: Event, member: User, *, hold: bool = False) -> bool:
    """Whether `member` has the seat this event asks for; always where it asks for none.

    With `hold` the seat cannot be given up before the transaction ends.
    """
    main = main_event(event)
    if main is None:
        return True
    query = sa.select(Registration.id).where(
        Registration.event_id == main.id,
        Registration.attendee_id == member.id,
        Registration.state == State.CONFIRMED,
    )
    if hold:
        query = query.with_for_update(read=True)
    return db.session.scalars(query).one_or_none() is not None


def hanging_on(registration: Registration) -> Sequence[Registration]:
    """The places of the same person at events that need this seat, in the order of the events."""
    query = (
        whole()
        .join(Event, Event.id == Registration.event_id)
        .where(Event.requires_event_id == registration.event_id)
        .where(Registration.attendee_id == registration.attendee_id)
        .where(Registration.state.in_(ACTIVE))
        .order_by(Event.id)
    )
    return db.session.scalars(query).all()


def sub_events(event: Event) -> Sequence[Event]:
    """Events to come that are only for people with a seat at this one."""
    query = (
        sa.select(Event)
        .where(Event.requires_event_id == event.id, Event.status.in_(HELD))
        .order_by(Event.starts_at)
    )
    return db.session.scalars(query).all()


def requests(event: Event) -> sa.Select[Registration]:
    """Who awaits the organizers' answer, the longest waiting first."""
    return (
        whole()
        .where(Registration.event_id == event.id, Registration.state == State.PENDING)
        .order_by(Registration.registered_at, Registration.id)
    )


def requests_for(organizer: User, at: datetime) -> Sequence[tuple[Event, int]]:
    """How many people await an answer at each event `organizer` runs that has not ended."""
    asking = (
        sa.select(Registration.event_id, sa.func.count())
        .join(Event, Event.id == Registration.event_id)
        .join(Membership, Membership.group_id == Event.group_id)
        .where(Membership.member_id == organizer.id, Membership.role.in_(RUNS_IT))
        .where(Registration.state == State.PENDING, Event.ends_at > at)
        .group_by(Registration.event_id)
    )
    numbers = {event_id: number for event_id, number in db.session.execute(asking)}  # noqa: C416
    events = sa.select(Event).where(Event.id.in_(numbers)).order_by(Event.starts_at, Event.id)
    return [(event, numbers[event.id]) for event in db.session.scalars(events)]


def organizers(event: Event) -> Sequence[User]:
    """The people who run the group of `event` and can be written to."""
    query = (
        sa.select(User)
        .join(Membership, Membership.member_id == User.id)
        .where(Membership.group_id == event.group_id, Membership.role.in_(RUNS_IT))
        .where(User.email_verified_at.is_not(None), User.disabled_at.is_(None))
        .order_by(User.id)
    )
    return db.session.scalars(query).all()
