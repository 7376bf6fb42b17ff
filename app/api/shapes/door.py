"""The door, for programs that keep it: what they write down, and what stands in the record."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field, WithJsonSchema

from app.api.shapes.base import Body, Instant, Line, Page, Paged, Shape, Wrong
from app.api.shapes.people import Person, person_shape
from app.attendance import operations, rules
from app.attendance.models import Entry as EntryRow
from app.attendance.rules import AT_DOOR, Code, Kind, Method, Presence
from app.attendance.wording import VERDICTS
from app.events.forms.slots import HIGHEST_FEE
from app.registrations.models import Registration
from app.registrations.states import State

NAMELESS = (Code.UNKNOWN, Code.REMOVED, Code.WRONG_EVENT, Code.REJECTED)


def _at_door(kind: Kind) -> Kind:
    if kind not in AT_DOOR:
        raise Wrong(_l("This is not for the door to say."))
    return kind


DoorKind = Annotated[
    Kind,
    AfterValidator(_at_door),
    WithJsonSchema({"type": "string", "enum": [kind.value for kind in AT_DOOR]}),
]


class RecordDraft(Body):
    """One line of the door's record. Its id is made by the device: the same id is the same line.

    Whom it is about: a ticket, a registration or, for somebody who walks in, a name. What was
    written down out of reach is `offline`: it has happened, and is kept whatever the list says.
    """

    id: UUID
    kind: DoorKind = Kind.IN
    ticket: Annotated[Line, Field(max_length=500)] = ""
    registration: Annotated[Line, Field(max_length=64)] = ""
    name: Annotated[Line, Field(max_length=80)] = ""
    reading: Annotated[Line, Field(max_length=80)] = ""
    undoes: UUID | None = None
    occurred_at: Instant | None = None
    device: Annotated[Line, Field(max_length=40)] = ""
    method: Method = Method.QR
    amount: Annotated[int, Field(ge=0, le=HIGHEST_FEE)] | None = None
    offline: bool = False
    early: bool = False

    def record(self, at: datetime) -> operations.Record:
        """The line as the door takes it; what has no time of its own happens now."""
        same = ("id", "kind", "ticket", "registration", "name", "reading", "undoes", "device")
        return operations.Record(
            occurred_at=self.occurred_at or at,
            method=self.method,
            amount=self.amount,
            is_offline=self.offline,
            is_early_all_right=self.early,
            **{name: getattr(self, name) for name in same},
        )


class RecordsDraft(Body):
    """What a device has written down. `sent_at` is its own time: clocks are compared by it."""

    records: Annotated[list[RecordDraft], Field(max_length=operations.MOST_RECORDS)]
    sent_at: Instant | None = None


class Result(Shape):
    """The door's answer to one attempt; `flags` say what is unusual about it.

    `since` and `at_device` tell when and where somebody came in who is in already.
    """

    id: UUID
    code: Code
    says: str
    registration: str | None
    person: Person | None
    entry: UUID | None
    since: datetime | None
    at_device: str
    fee: int
    flags: list[str]


class Results(Shape):
    """One answer for each attempt, in the same order; and how many are here now."""

    results: list[Result]
    present: int
    expected: int


class Record(Shape):
    """One line of the door's record. Nothing is ever taken out of it."""

    id: UUID
    kind: Kind
    method: Method
    registration: str | None
    person: Person | None
    undoes: UUID | None
    device: str
    occurred_at: datetime
    received_at: datetime
    offline: bool
    flags: list[str]
    amount: int | None


class Attendance(Page[Record]):
    """Who is here, how many are expected, and the record itself, oldest first."""

    present: int
    expected: int
    closed_at: datetime | None


class AttendanceQuery(Paged):
    """All of it, or what has been received since."""

    since: Instant | None = None


class Expected(Shape):
    """Somebody on the door's list. `ticket_hash` is SHA-256 of the ticket's token, hexadecimal."""

    registration: str
    person: Person
    reading: str
    slot: str
    state: State
    ticket_hash: str
    fee_due: int
    presence: Presence
    first_in_at: datetime | None


class Roster(Page[Expected]):
    """Everybody on the door's list: what a program keeps to go on without a network."""


class RosterQuery(Paged):
    """All of it."""


def result_shape(result: operations.Result) -> Result:
    """The answer; a person is named only where the door may know them."""
    outcome = result.outcome
    row = None if outcome.code in NAMELESS else outcome.registration
    entry = outcome.entry if row is not None else None
    return Result(
        id=result.id,
        code=outcome.code,
        says=str(VERDICTS[outcome.code]),
        registration=row.public_id if row is not None else None,
        person=person_shape(row.attendee) if row is not None else None,
        entry=entry.id if entry is not None else None,
        since=entry.occurred_at if entry is not None else None,
        at_device=entry.device if entry is not None else "",
        fee=outcome.fee if row is not None else 0,
        flags=list(outcome.flags),
    )


def record_shape(entry: EntryRow) -> Record:
    row = entry.registration
    return Record(
        id=entry.id,
        kind=entry.kind,
        method=entry.method,
        registration=row.public_id if row else None,
        person=person_shape(row.attendee) if row else None,
        undoes=entry.undoes_id,
        device=entry.device,
        occurred_at=entry.occurred_at,
        received_at=entry.received_at,
        offline=entry.is_offline,
        flags=list(entry.flags),
        amount=entry.amount,
    )


def expected_shape(row: Registration, found: rules.Attendance, *, is_banned: bool) -> Expected:
    """One line of the list. Whoever is banned reads as removed."""
    fee = row.slot.door_fee if row.slot else 0
    return Expected(
        registration=row.public_id,
        person=person_shape(row.attendee),
        reading=row.attendee.reading,
        slot=row.slot.name if row.slot else "",
        state=State.REMOVED if is_banned else row.state,
        ticket_hash=row.ticket_hash or "",
        fee_due=0 if found.has_paid else fee,
        presence=found.presence,
        first_in_at=found.first_in_at,
    )
