"""What one has said one would do: one's own list, read by nobody else."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.api.shapes.base import Body, Change, Line, Name, Page, Paged, Shape
from app.api.shapes.people import Person, person_shape
from app.keeping.models import Pledge
from app.keeping.queries import Promised

Words = Annotated[Line, Field(min_length=1, max_length=160)]
Whom = Annotated[Line, Field(max_length=60)]


class Fate(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    DONE = "done"
    LET_GO = "let_go"


class OwnPromise(Shape):
    """Something one has said one would do. The person is named as long as the two are connected."""

    id: str
    words: str
    person: Person | None
    whom: str
    due_on: date | None
    state: Fate
    made_at: datetime
    ended_at: datetime | None


class OwnPromises(Page[OwnPromise]):
    """One's own promises, the latest first."""


class PromiseQuery(Paged):
    """All of them, or those in one state."""

    state: Fate | None = None


class PromiseDraft(Body):
    """Something to do: for a `person` one is connected with, for `whom` one names, or nobody."""

    words: Words
    person: Name | None = None
    whom: Whom = ""
    due_on: date | None = None


class PromiseChange(Change):
    """What is to become different; `state` says that it is done, let go, or still to do."""

    words: Words = ""
    person: Name | None = None
    whom: Whom = ""
    due_on: date | None = None
    state: Fate = Fate.OPEN


def fate_of(row: Pledge) -> Fate:
    if row.is_open:
        return Fate.OPEN
    return Fate.DONE if row.done_at else Fate.LET_GO


def promise_shape(promised: Promised) -> OwnPromise:
    row, person = promised.row, promised.person
    return OwnPromise(
        id=row.public_id,
        words=row.words,
        person=person_shape(person) if person else None,
        whom=row.whom,
        due_on=row.due_on,
        state=fate_of(row),
        made_at=row.made_at,
        ended_at=row.done_at or row.dropped_at,
    )
