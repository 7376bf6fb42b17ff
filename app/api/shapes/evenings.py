"""The evening itself: the door, the tables, the morning after."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.shapes.base import Body, Instant, Line, Page, Paged, Shape
from app.api.shapes.meeting import Suggestion
from app.api.shapes.people import Person, person_shape
from app.attendance import operations
from app.attendance.models import Entry as EntryRow
from app.attendance.rules import Code, Kind, Method
from app.events.forms.slots import HIGHEST_FEE
from app.matching.engine.rounds import Quality as Planned
from app.matching.models import Round as RoundRow
from app.recaps.rules import Variant

NAMELESS = (Code.UNKNOWN, Code.REMOVED, Code.WRONG_EVENT, Code.REJECTED)


class RecordDraft(Body):
    """One line of the door's record. Its id is made by the device: the same id is the same line.

    Whom it is about: a ticket, a registration or, for somebody who walks in, a name.
    """

    id: UUID
    kind: Kind = Kind.IN
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
    """The door's answer to one attempt; `flags` say what is unusual about it."""

    id: UUID
    code: Code
    person: Person | None
    fee: int
    flags: list[str]


class Results(Shape):
    """One answer for each attempt, in the same order."""

    results: list[Result]


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


class Attendance(Page[Record]):
    """Who is here, how many are expected, and the record itself, oldest first."""

    present: int
    expected: int


class AttendanceQuery(Paged):
    """All of it."""


class RoundsDraft(Body):
    """How many rounds in all, and how many people at a table."""

    rounds: Annotated[int, Field(ge=1, le=12)]
    size: Annotated[int, Field(ge=2, le=8)]


class Round(Shape):
    """One sitting: who sits with whom. A round that has begun is never planned again."""

    number: int
    began_at: datetime | None
    tables: list[list[Person]]


class Quality(Shape):
    """How good a plan is, beside the best there could be."""

    total: float
    bound: float
    repeats: int
    left_out: int


class Rounds(Shape):
    """The evening's rounds; `quality` is told when they have just been planned."""

    rounds: list[Round]
    quality: Quality | None = None


class Acquaintance(Shape):
    """Somebody the reader met, with what they have let the reader know."""

    person: Person
    line: str
    contacts: dict[str, str]
    note: str


class Recap(Shape):
    """The morning after, as it would be written now."""

    event: str
    variant: Variant
    came: int | None
    connected: list[Acquaintance]
    mates: list[Acquaintance]
    missed: list[Suggestion]
    next_event: str | None


def result_shape(result: operations.Result) -> Result:
    """The answer; a person is named only where the door may know them."""
    outcome = result.outcome
    row = None if outcome.code in NAMELESS else outcome.registration
    return Result(
        id=result.id,
        code=outcome.code,
        person=person_shape(row.attendee) if row is not None else None,
        fee=outcome.fee,
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
    )


def round_shape(row: RoundRow) -> Round:
    numbers = sorted({seat.table_no for seat in row.seats})
    return Round(
        number=row.number,
        began_at=row.began_at,
        tables=[
            [person_shape(seat.member) for seat in row.seats if seat.table_no == number]
            for number in numbers
        ],
    )


def quality_shape(quality: Planned) -> Quality:
    return Quality(
        total=quality.total,
        bound=quality.bound,
        repeats=quality.repeats,
        left_out=len({one.person for one in quality.left_out}),
    )
