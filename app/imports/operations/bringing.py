"""A list comes in: people, places, arrivals and letters, all of it or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import EmailProof, User
from app.accounts.names import as_hiragana
from app.accounts.operations import send_claims
from app.attendance.operations import note_arrivals
from app.events.models import Event
from app.imports.models import AttendeeImport
from app.imports.operations.links import intent_of
from app.imports.operations.looking import NoNames, pending
from app.imports.queries import Line, Prospect, prospect
from app.imports.reports import reading_of, report_of
from app.imports.rules import Attendee, Fate, Source
from app.imports.rules.fates import (
    BROUGHT_IN,
    language_of,
    public_name,
    queue_order,
    reference_of,
    state_of,
)
from app.kit.db import db, lock
from app.profiles.queries import empty_profile
from app.profiles.visibility import Visibility
from app.registrations.models import Registration
from app.registrations.operations import Arrival, Brought, bring_in_all
from app.registrations.states import State

Tick = Callable[[], None]
ON_THE_LIST = (*BROUGHT_IN, Fate.STAYS)


def bring_in_list(
    import_: AttendeeImport, *, by: User | None, at: datetime, tick: Tick = lambda: None
) -> None:
    """Bring everybody on the list in, write to whom it concerns, and keep the report alone.

    Bringing the same list in again, or a newer one, updates and never doubles anybody.

    Locks the event. Raises BroughtInAlready, NoNames.
    """
    event = lock(_event(import_))
    reading = reading_of(pending(import_), event)
    if not reading.mapping.names_people:
        raise NoNames
    found = prospect(event, reading)
    report = report_of(found, event)
    people = _People(event, reading.source, at)
    lines = [people.settle(line) for line in found.lines if line.fate in ON_THE_LIST]
    people.save()
    places = bring_in_all(event, _changes(found, lines), by=by, at=at)
    report["came"] = note_arrivals(event, _who_came(lines, places), by=by, at=at)
    report["letters"] = _write_to(people.to_be_told, event, by, at)
    import_.report, import_.layout = report, str(reading.source)
    import_.content, import_.applied_at = None, at


class _People:
    """Whom the list names: members who are here, members who are made, addresses put right."""

    def __init__(self, event: Event, source: Source, at: datetime) -> None:
        self._event, self._source, self._at = event, source, at
        self._companies: list[tuple[User, str]] = []
        self.to_be_told: list[User] = []

    def settle(self, line: Line) -> Line:
        """The line with its member, made or brought up to date."""
        member, is_news = line.member, line.fate in BROUGHT_IN
        if member is None:
            member = self._made(line.person)
        elif line.registration is not None and not member.is_verified:
            is_news |= self._put_right(member, line.person)
        if line.registration is not None and line.registration.attendee_id != member.id:
            line.registration.attendee = member
        if is_news and member.email and not member.is_verified:
            self.to_be_told.append(member)
        return replace(line, member=member)

    def save(self) -> None:
        """Save the members made, then what hangs on them."""
        db.session.flush()
        for member, company in self._companies:
            profile = empty_profile(member.id)
            # They told it to the organizer elsewhere, and to nobody here.
            profile.company, profile.visibility = company, {"company": Visibility.PRIVATE.value}
            db.session.add(profile)

    def _made(self, person: Attendee) -> User:
        member = User(
            email=person.email,
            locale=language_of(person, self._source),
            timezone=self._event.timezone,
            joined_at=self._at,
            **_names(person),
        )
        db.session.add(member)
        if person.company:
            self._companies.append((member, person.company))
        return member

    def _put_right(self, member: User, person: Attendee) -> bool:
        """Take over names and address of somebody only lists know; whether the address is new."""
        for field, value in _names(person).items():
            setattr(member, field, value)
        if person.email is None or person.email == member.email:
            return False
        # A link that went to the address before must not prove this one.
        earlier = sa.update(EmailProof).where(EmailProof.member_id == member.id)
        db.session.execute(earlier.where(EmailProof.used_at.is_(None)).values(used_at=self._at))
        member.email = person.email
        return True


def _event(import_: AttendeeImport) -> Event:
    query = sa.select(Event).options(joinedload(Event.group)).where(Event.id == import_.event_id)
    return db.session.scalars(query).one()


def _names(person: Attendee) -> dict[str, str]:
    return {
        "family_name": person.family_name,
        "given_name": person.given_name,
        "display_name": public_name(person),
        "reading": as_hiragana(person.reading),
    }


def _changes(found: Prospect, lines: list[Line]) -> list[Brought]:
    """What the registrations have to learn: who goes, who comes, who waits in which order."""
    going = [
        Brought(place.attendee, Arrival(state=State.CANCELLED), place)
        for place in found.withdrawn.values()
    ]
    coming = [_brought(line, found) for line in lines if line.fate == Fate.COMES]
    waiting = [line for line in lines if line.fate == Fate.WAITS]
    waiting.sort(key=lambda line: queue_order(line.person))
    return going + coming + [_brought(line, found) for line in waiting]


def _brought(line: Line, found: Prospect) -> Brought:
    person = line.person
    reference = reference_of(person, found.reading.source)
    arrival = Arrival(person.slot, state_of(line.fate), reference)
    is_active = line.registration is not None and line.registration.is_active
    return Brought(_member(line), arrival, line.registration if is_active else None)


def _member(line: Line) -> User:
    if line.member is None:
        raise ValueError("a line has its member before anything is made of it")
    return line.member


def _who_came(lines: list[Line], places: list[Registration]) -> list[Registration]:
    """The confirmed places of everybody who came, as far as the list says so."""
    by_member = {place.attendee_id: place for place in places}
    by_member |= {
        line.registration.attendee_id: line.registration
        for line in lines
        if line.fate == Fate.STAYS and line.registration is not None
    }
    came = (by_member[_member(line).id] for line in lines if line.person.attended)
    return [place for place in came if place.state == State.CONFIRMED]


def _write_to(members: list[User], event: Event, by: User | None, at: datetime) -> int:
    """Send everybody the link that makes their place theirs; nobody once the event is over."""
    if event.has_ended(at):
        return 0
    send_claims([(member, intent_of(event, member, by)) for member in members], at=at)
    return len(members)
