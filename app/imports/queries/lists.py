"""Lists that have come in, and what bringing one in would do."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import defer, joinedload

from app.accounts.models import EmailProof, Purpose, User
from app.events.models import Event
from app.imports.models import AttendeeImport
from app.imports.rules import Attendee, Fate, Place, Reading, Row, Skipped
from app.imports.rules.fates import (
    cancels,
    fate,
    left_out,
    reference_of,
    remarks_by_line,
)
from app.kit.db import db
from app.registrations.models import Change, Registration
from app.registrations.queries import has_slot, seats, slot_called, whole
from app.registrations.states import ACTIVE, Source, State


@dataclass(frozen=True)
class Line:
    """One person on the list, whom they are here, and what becomes of them."""

    person: Attendee
    member: User | None
    registration: Registration | None
    fate: Fate
    is_over: bool = False


@dataclass(frozen=True)
class Prospect:
    """What bringing a list in does. `withdrawn` are places it takes back, by line of the file."""

    reading: Reading
    lines: list[Line]
    withdrawn: dict[int, Registration] = field(default_factory=dict)

    def rows(self) -> list[Row]:
        """Every row of the file with its outcome, as it stands in the file."""
        remarks = remarks_by_line(self.reading.notes)
        people = (_row(line, remarks.get(line.person.line, ())) for line in self.lines)
        others = (
            left_out(row, is_cancelled=row.line in self.withdrawn) for row in self.reading.skipped
        )
        return sorted((*people, *others), key=lambda row: row.line)


def imports_of(event: Event) -> sa.Select[AttendeeImport]:
    """Every list for this event, the latest first; without the file itself."""
    return (
        sa.select(AttendeeImport)
        .options(defer(AttendeeImport.content))
        .where(AttendeeImport.event_id == event.id)
        .order_by(AttendeeImport.uploaded_at.desc(), AttendeeImport.id.desc())
    )


def prospect(event: Event, reading: Reading) -> Prospect:
    """What bringing this list in would do to the event as it is now."""
    here = _Here(event, reading)
    lines = [here.line(person) for person in reading.people]
    withdrawn: dict[int, Registration] = {}
    for skipped in reading.skipped:
        registration = here.place_of(skipped, here.members.get(skipped.email or ""))
        if registration and cancels(skipped.reason, here.standing(registration)):
            withdrawn[skipped.line] = registration
    for line in lines:
        double = here.double_of(line)
        if double is not None:
            withdrawn[line.person.line] = double
    return Prospect(reading, list(_with_seats(event, lines, withdrawn)), withdrawn)


def unknown_slots(event: Event, reading: Reading) -> list[str]:
    """Slots the list names and the event does not have, where that makes a difference."""
    if len(event.slots) == 1:
        return []
    named = dict.fromkeys(person.slot for person in reading.people if person.slot)
    return [name for name in named if not has_slot(event, name)]


def without_address(event: Event) -> list[Registration]:
    """People with a place whom no letter reaches, because nobody knows their address."""
    query = (
        whole()
        .join(User, User.id == Registration.attendee_id)
        .where(Registration.event_id == event.id, Registration.state.in_(ACTIVE))
        .where(User.email.is_(None), User.email_verified_at.is_(None))
        .order_by(User.reading, User.display_name, User.family_name, Registration.id)
    )
    return list(db.session.scalars(query))


class _Here:
    """Who is here already: members by address, places by person and by reference."""

    def __init__(self, event: Event, reading: Reading) -> None:
        self.source = reading.source
        self.members = _members_at(_addresses(reading))
        self._left = _who_left(event)
        self._by_member: dict[int, Registration] = {}
        self._by_reference: dict[str, list[Registration]] = {}
        for registration in _places(event):
            self._by_member[registration.attendee_id] = registration
            self._by_reference.setdefault(registration.reference, []).append(registration)
        self._taken: set[int] = set()

    def line(self, person: Attendee) -> Line:
        """Whom a person on the list is here, and what becomes of them."""
        member = self.members.get(person.email or "")
        registration = self.place_of(person, member)
        if registration is not None:
            self._taken.add(registration.id)
            # Whoever has claimed a place keeps it, whatever address the list has.
            if member is None or registration.attendee.is_verified:
                member = registration.attendee
        if member is not None and member.disabled_at is not None:
            return Line(person, member, registration, Fate.REMOVED)
        place = self.standing(registration) if registration else None
        return Line(person, member, registration, fate(person.status, place))

    def place_of(self, person: Attendee | Skipped, member: User | None) -> Registration | None:
        """The place somebody on the list holds: by who they are, else by an earlier list."""
        if member is not None and member.id in self._by_member:
            return self._by_member[member.id]
        reference = reference_of(person, self.source)
        name = person.name if isinstance(person, Skipped) else person.display_name
        known = [row for row in self._by_reference.get(reference, []) if row.id not in self._taken]
        known.sort(key=lambda row: name != row.attendee.full_name)
        return next(iter(known), None) if reference else None

    def double_of(self, line: Line) -> Registration | None:
        """A second place of the same person, from a list that did not have the address yet."""
        if line.registration is None:
            return None
        reference = reference_of(line.person, self.source)
        known = self._by_reference.get(reference, [])
        others = (row for row in known if row.id not in self._taken and row.is_active)
        return next((row for row in others if row.attendee.email is None), None)

    def standing(self, registration: Registration) -> Place:
        """Where a registration stands, as the rules see it."""
        return Place(
            registration.state,
            is_own=registration.source != Source.IMPORT,
            has_left=registration.id in self._left,
        )


def _addresses(reading: Reading) -> list[str]:
    rows: Iterator[Attendee | Skipped] = chain(reading.people, reading.skipped)
    return [row.email for row in rows if row.email]


def _members_at(addresses: list[str]) -> dict[str, User]:
    # One array instead of twenty thousand parameters.
    wanted = sa.any_(sa.cast(addresses, ARRAY(sa.Text)))
    query = sa.select(User).where(User.email == wanted)
    return {member.email or "": member for member in db.session.scalars(query)}


def _places(event: Event) -> list[Registration]:
    """Everybody who ever had a place, those who have one now last."""
    query = (
        sa.select(Registration)
        .options(joinedload(Registration.attendee), joinedload(Registration.event))
        .where(Registration.event_id == event.id)
        .order_by(Registration.state.in_(ACTIVE), Registration.id)
    )
    return list(db.session.scalars(query))


def _who_left(event: Event) -> set[int]:
    """Ids of the registrations that people have given up themselves."""
    query = (
        sa.select(Change.registration_id)
        .join(Registration, Registration.id == Change.registration_id)
        .where(Registration.event_id == event.id, Change.to_state == State.CANCELLED)
        .where(Change.actor_id == Registration.attendee_id)
    )
    return set(db.session.scalars(query))


def _with_seats(
    event: Event, lines: list[Line], withdrawn: dict[int, Registration]
) -> Iterator[Line]:
    """The same lines, those marked that come in beyond the seats there are."""
    free = {slot.slot_id: slot.free for slot in seats(event)}
    for registration in withdrawn.values():
        if registration.holds_seat and registration.slot_id:
            free[registration.slot_id] += 1
    for line in lines:
        if line.fate != Fate.COMES:
            yield line
            continue
        slot_id = slot_called(event, line.person.slot).id
        free[slot_id] -= 1
        yield replace(line, is_over=free[slot_id] < 0)


def open_claims(event: Event, at: datetime) -> dict[int, EmailProof]:
    """Links that can be handed over to people without an address, by member."""
    query = (
        sa.select(EmailProof)
        .join(Registration, Registration.attendee_id == EmailProof.member_id)
        .where(Registration.event_id == event.id, Registration.state.in_(ACTIVE))
        .where(EmailProof.purpose == Purpose.CLAIM, EmailProof.intent["by_mail"].is_(None))
        .where(EmailProof.used_at.is_(None), EmailProof.expires_at > at)
        .order_by(EmailProof.id)
    )
    return {proof.member_id: proof for proof in db.session.scalars(query)}


def _row(line: Line, remarks: tuple[tuple[str, str], ...]) -> Row:
    person = line.person
    full = " ".join(filter(None, (person.family_name, person.given_name)))
    return Row(
        line=person.line,
        name=person.display_name,
        outcome=str(line.fate),
        full_name="" if full == person.display_name else full,
        slot=person.slot,
        has_email=person.email is not None,
        is_over=line.is_over,
        remarks=remarks,
    )
