"""The evening itself: the door, the tables, the morning after."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.api.shapes.base import Body, Instant, Line, Name, Page, Paged, Shape
from app.api.shapes.meeting import Suggestion
from app.api.shapes.people import Person, person_shape
from app.attendance.models import Entry as EntryRow
from app.attendance.operations import Outcome
from app.attendance.rules import Code, Kind, Method
from app.matching.engine.rounds import Quality as Planned
from app.matching.models import Round as RoundRow
from app.recaps.rules import Variant

NAMELESS = (Code.UNKNOWN, Code.REMOVED, Code.WRONG_EVENT, Code.REJECTED)


class RecordDraft(Body):
    """One attempt at the door. Its id is made by the device: the same id is the same attempt."""

    id: UUID
    kind: Kind = Kind.IN
    ticket: Annotated[str, StringConstraints(max_length=500)] | None = None
    registration: Name | None = None
    undoes: UUID | None = None
    occurred_at: Instant | None = None
    device: Annotated[Line, Field(max_length=40)] = ""
    early: bool = False


class RecordsDraft(Body):
    """What a device has seen, in the order it happened."""

    records: Annotated[list[RecordDraft], Field(max_length=200)]


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


def result_shape(draft: RecordDraft, outcome: Outcome) -> Result:
    """The answer; a person is named only where the door may know them."""
    row = outcome.registration
    is_named = row is not None and outcome.code not in NAMELESS
    return Result(
        id=draft.id,
        code=outcome.code,
        person=person_shape(row.attendee) if row is not None and is_named else None,
        fee=outcome.fee,
        flags=list(outcome.entry.flags) if outcome.entry else [],
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
