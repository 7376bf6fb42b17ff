"""A list comes in: people, places, arrivals and letters, all of it or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import EmailProof, User
from app.accounts.names import as_hiragana
from app.accounts.operations import send_claims
from app.attendance.operations import note_arrivals
from app.events.models import Event
from app.groups.journal import Deed, note
from app.imports.models import AttendeeImport
from app.imports.operations.links import intent_of
from app.imports.operations.looking import NoNames, pending
from app.imports.queries import Line, Prospect, prospect
from app.imports.reports import reading_of, report_of
from app.imports.rules import Attendee, Fate, Reading, Source
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


@dataclass(frozen=True)
class Settled:
    """One line of the list with the person who has, or gets, its place."""

    line: Line
    attendee: User


def bring_in_list(
    import_: AttendeeImport, *, by: User | None, at: datetime, tick: Tick = lambda: None
) -> None:
    """Bring everybody on the list in, write to whom it concerns, and keep the report alone.

    Bringing the same list in again, or a newer one, updates and never doubles anybody. Nobody is
    confirmed unasked: each place waits for the yes of whoever has the address.

    Locks the event. Raises BroughtInAlready, NoNames.
    """
    event = _event(import_)
    reading = reading_of(pending(import_), event)
    if not reading.mapping.names_people:
        raise NoNames
    found = prospect(lock(event), reading)
    people = _People(event, reading.source, at)
    settled = []
    for line in found.lines:
        if line.fate in ON_THE_LIST:
            settled.append(people.settle(line))
        tick()
    people.save()
    report = report_of(found, event)
    changes = _changes(found, settled, takes_back=import_.takes_back)
    places = bring_in_all(event, changes, by=by, at=at)
    _note_slots(settled, places)
    _mark(found.gone, at)
    report["came"] = note_arrivals(event, _who_came(settled, places), by=by, at=at)
    report["letters"] = _write_to(people.to_be_told, event, by, at)
    report["taken_back"] = len(found.gone) if import_.takes_back else 0
    _close(import_, reading, report, at)
    note(event.group, Deed.LIST_IMPORTED, by=by, at=at, event=event, details=_counted(found))


def _mark(gone: list[Registration], at: datetime) -> None:
    """Write down since when the lists no longer have these people."""
    for place in gone:
        place.gone_at = place.gone_at or at


def _close(import_: AttendeeImport, reading: Reading, report: dict[str, Any], at: datetime) -> None:
    """Keep what came of the list, and nothing else of it."""
    # The columns are shown with cells of the file, which goes.
    import_.report = report | {"columns": [], "mapping": {}}
    import_.layout = str(reading.source)
    import_.content, import_.applied_at = None, at


def _counted(found: Prospect) -> dict[str, int]:
    return {"count": sum(line.fate in ON_THE_LIST for line in found.lines)}


class _People:
    """The names on the list: one stands for each person until somebody says that it is them.

    Whether there is an account with the address makes no difference to anything here.
    """

    def __init__(self, event: Event, source: Source, at: datetime) -> None:
        self._event, self._source, self._at = event, source, at
        self._companies: list[tuple[User, str]] = []
        self._corrected: list[User] = []
        self.to_be_told: list[tuple[User, str]] = []

    def settle(self, line: Line) -> Settled:
        """The line with whoever has the place, made or brought up to date."""
        person, place = line.person, line.registration
        is_news, has_place = line.fate in BROUGHT_IN, place is not None and place.is_active
        if place is None or not (has_place or place.needs_yes):
            attendee, waits = self._made(person), True
        else:
            attendee, waits = place.attendee, place.needs_yes
            is_news |= waits and self._put_right(place, person)
            place.gone_at = None
        if is_news and waits and person.email:
            self.to_be_told.append((attendee, person.email))
        return Settled(line, attendee)

    def save(self) -> None:
        """Save the names made, then what hangs on them."""
        db.session.flush()
        self._void_links()
        for member, company in self._companies:
            profile = empty_profile(member.id)
            # They told it to the organizer elsewhere, and to nobody here.
            profile.company, profile.visibility = company, {"company": Visibility.PRIVATE.value}
            db.session.add(profile)

    def _made(self, person: Attendee) -> User:
        member = User(
            locale=language_of(person, self._source),
            timezone=self._event.timezone,
            joined_at=self._at,
            **_names(person),
        )
        db.session.add(member)
        if person.company:
            self._companies.append((member, person.company))
        return member

    def _put_right(self, place: Registration, person: Attendee) -> bool:
        """Take over names and address of somebody only lists know; whether the address is new."""
        for field, value in _names(person).items():
            setattr(place.attendee, field, value)
        if person.email is None or person.email == place.listed_email:
            return False
        place.listed_email = person.email
        self._corrected.append(place.attendee)
        return True

    def _void_links(self) -> None:
        """A link that went to the address before must not prove the one after."""
        ids = [member.id for member in self._corrected]
        earlier = sa.update(EmailProof).where(EmailProof.member_id.in_(ids))
        if ids:
            db.session.execute(earlier.where(EmailProof.used_at.is_(None)).values(used_at=self._at))


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


def _changes(found: Prospect, settled: list[Settled], *, takes_back: bool) -> list[Brought]:
    """What the registrations have to learn: who goes, who comes, who waits in which order."""
    leaving = [*found.withdrawn.values(), *(found.gone if takes_back else ())]
    going = [Brought(place.attendee, Arrival(state=State.CANCELLED), place) for place in leaving]
    coming = [_brought(one, found) for one in settled if one.line.fate == Fate.COMES]
    waiting = [one for one in settled if one.line.fate == Fate.WAITS]
    waiting.sort(key=lambda one: queue_order(one.line.person))
    return going + coming + [_brought(one, found) for one in waiting]


def _brought(one: Settled, found: Prospect) -> Brought:
    person, place = one.line.person, one.line.registration
    arrival = Arrival(
        person.slot,
        state_of(one.line.fate),
        reference_of(person, found.reading.source),
        email=person.email or "",
    )
    return Brought(one.attendee, arrival, place if place and place.is_active else None)


def _who_came(settled: list[Settled], places: list[Registration]) -> list[Registration]:
    """The confirmed places of everybody who came, as far as the list says so."""
    by_member = {place.attendee_id: place for place in places}
    for one in settled:
        if one.line.fate == Fate.STAYS and one.line.registration is not None:
            by_member[one.attendee.id] = one.line.registration
    came = (by_member[one.attendee.id] for one in settled if one.line.person.attended)
    return [place for place in came if place.state == State.CONFIRMED]


def _note_slots(settled: list[Settled], places: list[Registration]) -> None:
    """Write down for the organizers in which other slots somebody stands on the list."""
    others = {
        one.attendee.id: one.line.person.other_slots
        for one in settled
        if one.line.person.other_slots
    }
    for place in places if others else ():
        if place.attendee_id in others and not place.organizer_note:
            place.organizer_note = " + ".join(others[place.attendee_id])


def _write_to(people: list[tuple[User, str]], event: Event, by: User | None, at: datetime) -> int:
    """Send everybody the link that makes their place theirs; nobody once the event is over."""
    if event.has_ended(at):
        return 0
    send_claims(
        [(member, intent_of(event, by) | {"address": email}) for member, email in people], at=at
    )
    return len(people)
