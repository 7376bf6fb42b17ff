"""What the pages of the desk tell, gathered with few questions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.queries import (
    Seats,
    Tally,
    attendance_of,
    closing_of,
    last_lines,
    seats_of,
    tally_of,
    turnouts,
)
from app.attendance.rules import Kind, Turnout, closes_at
from app.events.models import Event
from app.groups.models import Action, Group
from app.groups.queries import resembling
from app.insights.queries.attendees import Beside, Wanted, beside, found, page_of
from app.insights.queries.course import course
from app.insights.queries.log import events_in, people_in
from app.insights.queries.people import Past, changes_of, earlier_places
from app.insights.queries.standing import bands, groups_attended, last_seats, own_bands
from app.insights.queries.tallies import Sheet, sheets
from app.insights.rules import Act, Band, Day, Plot, is_possible, plot
from app.insights.wording import deed
from app.kit.db import db
from app.kit.paging import Page, paginate
from app.registrations import queries
from app.registrations.models import Change, Registration
from app.registrations.rules import first_free
from app.registrations.states import State
from app.web.filters import san

MOST_SHOWN = 200


@dataclass(frozen=True)
class Desk:
    """One event: its numbers, what is to be done, and how it has gone so far."""

    sheet: Sheet
    days: list[Day]
    plot: Plot | None


@dataclass(frozen=True)
class PeoplePage:
    """One page of the list with everything beside the names."""

    states: Counter[State]
    wanted: Wanted
    people: Page[Registration]
    number: int
    beside: Beside
    bands: dict[int, Band]
    # Members whose name is like one on the ban list.
    resembling: frozenset[int]


@dataclass(frozen=True)
class PersonPage:
    """One person on the list of an event."""

    registration: Registration
    band: Band | None
    came: bool
    turnout: Turnout
    place: int | None
    company: str
    answers: list[tuple[object, str]]
    earlier: list[Past]
    changes: list[tuple[Change, User | None]]


@dataclass(frozen=True)
class Standing:
    """What one group's organizers read of somebody, and the seats it is worked out from."""

    group: Group
    band: Band | None
    seats: list[Past]


@dataclass(frozen=True)
class TurnoutPage:
    """What became of the seats of an evening: who says they came, who is missing, who is excused.

    `lines` are the last lines about those who are excused or were answered, by registration.
    """

    tally: Tally
    closes_at: datetime
    settles_at: datetime | None
    may_reopen: bool
    claims: list[Registration]
    missing: Page[Registration]
    excused: list[Registration]
    lines: dict[int, Entry]


@dataclass(frozen=True)
class Prospect:
    """What an action would do: to whom, to whom not, and for how many there are seats."""

    act: Act
    able: list[Registration]
    others: list[Registration]
    fit: int


@dataclass(frozen=True)
class Line:
    """One line of the log, in words, with the page of the event it was about."""

    action: Action
    sentence: str
    slug: str | None


def desk(event: Event, at: datetime) -> Desk:
    """The desk of one event."""
    sheet = sheets([event], at)[0]
    days = course(event, at)
    return Desk(sheet, days, plot(days, sheet.capacity))


def people_page(event: Event, wanted: Wanted, number: int, at: datetime) -> PeoplePage:
    """One page of the organizer's list."""
    people, states = page_of(event, wanted, number), Counter(queries.counts(event))
    members = [row.attendee_id for row in people.items]
    return PeoplePage(
        states=states,
        wanted=wanted,
        people=people,
        number=found(event, wanted) if wanted.is_narrowed else _of(states, wanted.state),
        beside=beside(event, people.items),
        bands=bands(event.group, members, min(at, event.starts_at)),
        resembling=frozenset(resembling(event.group, [row.attendee for row in people.items])),
    )


def person_page(registration: Registration, at: datetime) -> PersonPage:
    """Everything organizers know of one person at one event."""
    event, member_id = registration.event, registration.attendee_id
    near = beside(event, [registration])
    return PersonPage(
        registration=registration,
        band=bands(event.group, [member_id], min(at, event.starts_at)).get(member_id),
        came=attendance_of(registration).has_come,
        turnout=turnouts([registration], at)[registration.id],
        place=near.line.get(registration.id),
        company=near.companies.get(member_id, ""),
        answers=[*queries.answers_of([registration.id]).get(registration.id, [])],
        earlier=earlier_places(registration, event.group, at),
        changes=changes_of(registration),
    )


def turnout_page(event: Event, number: int, at: datetime) -> TurnoutPage:
    """The page on which organizers put right who came."""
    claims = db.session.scalars(seats_of(event, Seats.CLAIMED).limit(MOST_SHOWN)).all()
    excused = db.session.scalars(seats_of(event, Seats.EXCUSED).limit(MOST_SHOWN)).all()
    missing = paginate(seats_of(event, Seats.MISSING), number)
    about = [*claims, *excused, *missing.items]
    return TurnoutPage(
        tally=tally_of(event),
        closes_at=closes_at(event.ends_at, event.reopened_at),
        settles_at=closing_of(event).settles_at,
        may_reopen=event.closed_at is not None and at < closes_at(event.ends_at, at),
        claims=[*claims],
        missing=missing,
        excused=[*excused],
        lines=last_lines(about, Kind.EXCUSE, Kind.DECLINE, Kind.CLAIM),
    )


def prospect(event: Event, act: Act, people: Sequence[Registration]) -> Prospect:
    """What would come of doing `act` to these people."""
    able = [row for row in people if is_possible(act, row.state)]
    others = [row for row in people if not is_possible(act, row.state)]
    fit = _fitting(event, able) if act == Act.CONFIRM else len(able)
    return Prospect(act, able, others, fit)


def lines(actions: Sequence[Action]) -> list[Line]:
    """The log in the reader's language."""
    people, slugs = people_in(actions), events_in(actions)
    return [
        Line(action, _sentence(action, people), slugs.get(action.event_name)) for action in actions
    ]


def own_standing(member: User, at: datetime) -> list[Standing]:
    """How `member` has come to each group's evenings, as its organizers read it."""
    groups, seats = groups_attended(member.id, at), last_seats(member.id, at)
    found = own_bands(member.id, groups, at)
    became = turnouts([row for rows in seats.values() for row in rows], at)
    return [
        Standing(
            group,
            found.get(group.id),
            [Past(row, became[row.id]) for row in seats.get(group.id, [])],
        )
        for group in groups
    ]


def _of(states: Counter[State], state: State | None) -> int:
    return states.total() if state is None else states[state]


def _fitting(event: Event, people: Sequence[Registration]) -> int:
    """How many of them find a free seat, one after the other."""
    slots, fit = queries.seats(event), 0
    for row in people:
        slot_id = first_free(row.wishes, slots)
        if slot_id is not None:
            fit += 1
            slots = [replace(s, taken=s.taken + (s.slot_id == slot_id)) for s in slots]
    return fit


def _sentence(action: Action, people: dict[int, User]) -> str:
    person = people.get(action.details.get("member_id", 0))
    return deed(action.kind, action.details, san(person) if person else "")
