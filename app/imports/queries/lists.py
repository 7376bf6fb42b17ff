"""Lists that have come in, and what bringing one in would do."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import sqlalchemy as sa
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
from app.registrations.states import ACTIVE, DECLINED, Source, State


@dataclass(frozen=True)
class Line:
    """One person on the list, the place they have here, and what becomes of it."""

    person: Attendee
    registration: Registration | None
    fate: Fate
    is_over: bool = False


@dataclass(frozen=True)
class Prospect:
    """What bringing a list in does. `withdrawn` are places it takes back, by line of the file.

    `gone` are people whom earlier lists had and this one does not name at all.
    """

    reading: Reading
    lines: list[Line]
    withdrawn: dict[int, Registration] = field(default_factory=dict)
    gone: list[Registration] = field(default_factory=list)

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
        registration = here.place_of(skipped)
        if registration and cancels(skipped.reason, here.standing(registration)):
            withdrawn[skipped.line] = registration
    here.taken.update(registration.id for registration in withdrawn.values())
    seated = list(_with_seats(event, lines, withdrawn))
    return Prospect(reading, seated, withdrawn, here.gone())


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
        .where(Registration.listed_email == "", User.email.is_(None))
        .order_by(User.reading, User.display_name, User.family_name, Registration.id)
    )
    return list(db.session.scalars(query))


class _Here:
    """Who came by earlier lists. Nobody's account is looked at: what a list does tells none."""

    def __init__(self, event: Event, reading: Reading) -> None:
        self.source = reading.source
        self.taken: set[int] = set()
        self._left = _who_left(event)
        self._all = _places(event)
        self._by_reference: dict[str, list[Registration]] = defaultdict(list)
        self._by_address: dict[str, list[Registration]] = defaultdict(list)
        for registration in self._all:
            self._by_reference[registration.reference].append(registration)
            self._by_address[registration.listed_email].append(registration)

    def line(self, person: Attendee) -> Line:
        """Which place a person on the list has here, and what becomes of it."""
        registration = self.place_of(person)
        if registration is None:
            return Line(person, None, fate(person.status, None))
        self.taken.add(registration.id)
        if registration.attendee.disabled_at is not None:
            return Line(person, registration, Fate.REMOVED)
        return Line(person, registration, fate(person.status, self.standing(registration)))

    def place_of(self, person: Attendee | Skipped) -> Registration | None:
        """The place an earlier list gave: by the platform's name for a person, or the address."""
        reference = reference_of(person, self.source)
        name = person.name if isinstance(person, Skipped) else person.display_name
        for known in (
            self._by_reference[reference] if reference else [],
            self._by_address[person.email] if person.email else [],
        ):
            free = [row for row in known if row.id not in self.taken]
            free.sort(key=lambda row: (not row.is_active, name != row.attendee.full_name))
            if free:
                return free[0]
        return None

    def gone(self) -> list[Registration]:
        """The places that lists of this platform have given and this one does not name."""
        ours = f"{self.source}:"
        return [
            row
            for row in self._all
            if row.is_active and row.id not in self.taken and row.reference.startswith(ours)
        ]

    def standing(self, registration: Registration) -> Place:
        """Where a registration stands, as the rules see it."""
        return Place(registration.state, has_left=registration.id in self._left)


def _places(event: Event) -> list[Registration]:
    """Everybody whom a list has ever brought in."""
    query = (
        sa.select(Registration)
        .options(joinedload(Registration.attendee), joinedload(Registration.event))
        .where(Registration.event_id == event.id, Registration.source == Source.IMPORT)
        .order_by(Registration.id)
    )
    return list(db.session.scalars(query))


def _who_left(event: Event) -> set[int]:
    """Ids of the registrations that people have given up themselves."""
    query = (
        sa.select(Change.registration_id)
        .join(Registration, Registration.id == Change.registration_id)
        .where(Registration.event_id == event.id, Change.to_state == State.CANCELLED)
        .where(sa.or_(Change.actor_id == Registration.attendee_id, Change.reason == DECLINED))
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
