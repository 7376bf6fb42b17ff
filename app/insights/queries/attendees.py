"""The organizer's list of an event: who is on it, found, filtered and in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import User
from app.attendance.queries import was_there
from app.events.models import Event, Question
from app.kit.db import db
from app.kit.paging import Page
from app.profiles.models import Profile
from app.profiles.visibility import Closeness
from app.registrations.models import Answer, Registration, Skip
from app.registrations.queries import by_reading, named
from app.registrations.states import ACTIVE, State

PER_PAGE = 50


class Only(StrEnum):
    """Whom to show of everybody in a state."""

    FIRST = "first"
    CAME = "came"
    NOT_CAME = "not_came"
    NOTED = "noted"
    UNANSWERED = "unanswered"
    SILENT = "silent"


class Order(StrEnum):
    """What the list begins with."""

    READING = "reading"
    NEWEST = "newest"
    OLDEST = "oldest"
    LINE = "line"


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to see of the list."""

    text: str = ""
    state: State | None = None
    slot_id: int | None = None
    only: Only | None = None
    order: Order = Order.READING

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.slot_id or self.only)


@dataclass(frozen=True)
class Beside:
    """What stands beside the people of one page: places in line, who came, companies."""

    line: dict[int, int] = field(default_factory=dict)
    came: frozenset[int] = frozenset()
    companies: dict[int, str] = field(default_factory=dict)
    skips: dict[int, str] = field(default_factory=dict)


def wanted_ids(event: Event, wanted: Wanted) -> sa.Select[int]:
    """Ids of the registrations that are wanted, in no order."""
    query = (
        sa.select(Registration.id)
        .join(User, User.id == Registration.attendee_id)
        .outerjoin(Profile, Profile.member_id == User.id)
        .where(Registration.event_id == event.id)
    )
    if wanted.state is not None:
        query = query.where(Registration.state == wanted.state)
    if wanted.slot_id is not None:
        query = query.where(Registration.slot_id == wanted.slot_id)
    if wanted.only is not None:
        query = query.where(_only(event, wanted.only))
    for word in wanted.text.split():
        query = query.where(named(word))
    return query


def found(event: Event, wanted: Wanted) -> int:
    """How many people that are."""
    query = sa.select(sa.func.count()).select_from(wanted_ids(event, wanted).subquery())
    return db.session.scalars(query).one()


def page_of(event: Event, wanted: Wanted, number: int) -> Page[Registration]:
    """One page of them, attendee and slot loaded."""
    number = max(1, min(number, 100_000))
    window = wanted_ids(event, wanted).order_by(*_order(wanted.order))
    ids = list(db.session.scalars(window.limit(PER_PAGE + 1).offset((number - 1) * PER_PAGE)))
    return Page(chosen(event, ids[:PER_PAGE]), number, len(ids) > PER_PAGE)


def all_of(event: Event, wanted: Wanted, most: int) -> list[Registration]:
    """The first `most` of them, the longest registered first."""
    query = wanted_ids(event, wanted).order_by(*_order(Order.OLDEST)).limit(most)
    return chosen(event, list(db.session.scalars(query)))


def chosen(event: Event, ids: Sequence[int]) -> list[Registration]:
    """The registrations with these ids, in their order, attendee and slot loaded."""
    query = (
        sa.select(Registration)
        .options(joinedload(Registration.attendee), joinedload(Registration.slot))
        .where(Registration.event_id == event.id, Registration.id.in_(ids))
    )
    place = {registration_id: n for n, registration_id in enumerate(ids)}
    return sorted(db.session.scalars(query), key=lambda row: place[row.id])


def ids_of(event: Event, names: Sequence[str]) -> list[int]:
    """Ids of the registrations with these public names, the longest registered first."""
    query = (
        sa.select(Registration.id)
        .where(Registration.event_id == event.id, Registration.public_id.in_(names))
        .order_by(*_order(Order.OLDEST))
    )
    return list(db.session.scalars(query))


def beside(event: Event, rows: Sequence[Registration]) -> Beside:
    """What stands beside these people."""
    return Beside(
        _places_in_line(event, [row.id for row in rows if row.state == State.WAITLISTED]),
        _came([row.id for row in rows]),
        companies([row.attendee_id for row in rows]),
        _skips([row.id for row in rows if row.state == State.WAITLISTED]),
    )


def companies(member_ids: Sequence[int]) -> dict[int, str]:
    """Where people work, as far as they show it to every member."""
    query = sa.select(Profile).where(Profile.member_id.in_(member_ids), Profile.company != "")
    return {
        profile.member_id: profile.company
        for profile in db.session.scalars(query)
        if profile.shows("company", Closeness.MEMBER)
    }


def is_first_time(event: Event) -> sa.ColumnElement[bool]:
    """Whether somebody has never before had a seat at an event of the group that took place."""
    before, past = aliased(Registration), aliased(Event)
    # One list for the whole event, asked once whatever the planner believes about the tables.
    seated = sa.select(before.attendee_id).where(
        before.state == State.CONFIRMED,
        before.event_id == past.id,
        past.group_id == event.group_id,
        past.starts_at < event.starts_at,
    )
    return Registration.attendee_id.not_in(seated)


def is_unanswered() -> sa.ColumnElement[bool]:
    """Whether somebody on the list has left a required question open."""
    answer = aliased(Answer)
    has_answered = (
        sa.exists()
        .where(answer.registration_id == Registration.id, answer.question_id == Question.id)
        .correlate(Registration, Question)
    )
    return Registration.state.in_(ACTIVE) & sa.exists().where(
        Question.event_id == Registration.event_id,
        Question.is_required,
        Question.dropped_at.is_(None),
        ~has_answered,
    )


def is_silent() -> sa.ColumnElement[bool]:
    """Whether somebody was asked if they still come and has not said."""
    return sa.and_(
        Registration.state.in_(ACTIVE),
        Registration.asked_again_at.is_not(None),
        sa.or_(
            Registration.still_coming_at.is_(None),
            Registration.still_coming_at < Registration.asked_again_at,
        ),
    )


def _only(event: Event, only: Only) -> sa.ColumnElement[bool]:
    came = was_there(Registration.id)
    clauses = {
        Only.FIRST: is_first_time(event),
        Only.CAME: came,
        Only.NOT_CAME: ~came & (Registration.state == State.CONFIRMED),
        Only.NOTED: Registration.organizer_note != "",
        Only.UNANSWERED: is_unanswered(),
        Only.SILENT: is_silent(),
    }
    return clauses[only]


def _order(order: Order) -> tuple[Any, ...]:
    columns: dict[Order, tuple[Any, ...]] = {
        Order.READING: by_reading(),
        Order.NEWEST: (Registration.registered_at.desc(), Registration.id.desc()),
        Order.OLDEST: (Registration.registered_at.asc(), Registration.id.asc()),
        Order.LINE: (Registration.queue_no.asc().nulls_last(), Registration.id.asc()),
    }
    return columns[order]


def _places_in_line(event: Event, ids: list[int]) -> dict[int, int]:
    if not ids:
        return {}
    place = sa.func.row_number().over(order_by=(Registration.queue_no, Registration.id))
    line = (
        sa.select(Registration.id, place.label("place"))
        .where(Registration.event_id == event.id, Registration.state == State.WAITLISTED)
        .subquery()
    )
    query = sa.select(line.c.id, line.c.place).where(line.c.id.in_(ids))
    return {registration_id: place for registration_id, place in db.session.execute(query)}  # noqa: C416


def _skips(ids: list[int]) -> dict[int, str]:
    """Why those who wait were last passed over."""
    if not ids:
        return {}
    query = (
        sa.select(Skip.registration_id, Skip.reason)
        .where(Skip.registration_id.in_(ids))
        .order_by(Skip.id)
    )
    return {registration_id: reason for registration_id, reason in db.session.execute(query)}  # noqa: C416


def _came(ids: list[int]) -> frozenset[int]:
    query = sa.select(Registration.id).where(Registration.id.in_(ids), was_there(Registration.id))
    return frozenset(db.session.scalars(query))
