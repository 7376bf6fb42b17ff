"""Who knows whom, whom one might meet, and being introduced."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from app.accounts.models import User
from app.accounts.names import one_line
from app.api.shapes.base import Body, Change, Name, Page, Paged, Shape, Text, Wrong
from app.api.shapes.first_words import FewWords
from app.api.shapes.people import Person, PersonCard, card_shape, person_shape
from app.connections.models import Connection as Row
from app.connections.models import Side
from app.connections.operations import MOST_MARKS, Memory
from app.connections.rules import ContactField, Origin, State
from app.keeping.rules import Cadence

# One's own words about a tie, as programs name them, and as they are kept.
MEMORY = {"note": "note", "how_met": "how_met", "idea": "idea", "tags": "marks"}

Mark = Annotated[Text, AfterValidator(str.strip), Field(min_length=1, max_length=30)]
Shares = Annotated[list[ContactField], Field(max_length=4)]


class Standing(StrEnum):
    """Where a tie stands, seen from one side."""

    ACTIVE = "active"
    ASKED_BY_ME = "asked_by_me"
    ASKED_BY_THEM = "asked_by_them"


class PersonName(Body):
    """One person."""

    person: Name


class ConnectionDraft(Body):
    """Ask `person` to connect, or answer the `code` that somebody shows you.

    `code` is what stands in it: the whole address, or its end, `person/code`. It is good while it
    is shown, about a minute. `share` is what they may see of you once both have said yes.
    `greeting` goes along with asking a person you have been at an event with.
    """

    person: Name | None = None
    code: Annotated[str, Field(max_length=300), AfterValidator(one_line)] | None = Field(
        None, validate_default=True
    )
    share: Shares = []
    greeting: FewWords = ""

    @field_validator("code")
    @classmethod
    def _is_one_of_the_two(cls, code: str | None, others: ValidationInfo) -> str | None:
        if (code is None) == (others.data.get("person") is None):
            raise Wrong(_l("Please send either a person or a code."))
        return code


class Connection(Shape):
    """A tie as one of the two sees it. Its id is the other person's.

    `greeting` is what whoever asked wrote with it.
    """

    id: str
    person: Person
    state: Standing
    origin: Origin
    since: datetime
    event: str | None
    greeting: str


class WholeConnection(Connection):
    """A tie with what the other has let one know, and one's own private half."""

    card: PersonCard
    note: str
    how_met: str
    idea: str
    tags: list[str]
    cadence: int | None
    muted: bool
    vouched: bool
    grants: list[ContactField]


class Connections(Page[Connection]):
    """The people one knows, and those who have asked; the latest first."""


class ConnectionQuery(Paged):
    """All of them."""


class ConnectionChange(Change):
    """One's own half of a tie; `accept` answers a request.

    `vouched`: that they are who they say they are. Nobody learns that it was you.
    """

    accept: bool = False
    note: Annotated[Text, Field(max_length=2_000)] = ""
    how_met: Annotated[Text, Field(max_length=200)] = ""
    idea: Annotated[Text, Field(max_length=200)] = ""
    tags: Annotated[list[Mark], Field(max_length=MOST_MARKS)] = []
    cadence: Cadence | None = None
    muted: bool = False
    vouched: bool = False
    grants: Shares = []

    def memory(self, kept: Side | None) -> Memory:
        """What is remembered: what was kept, with what was sent put in its place."""
        before = Memory(kept.note, kept.how_met, kept.idea, tuple(kept.marks)) if kept else Memory()
        sent = {MEMORY[name]: value for name, value in self.sent.items() if name in MEMORY}
        return replace(before, **sent)


def connection_shape(row: Row, viewer: User, at: datetime) -> Connection:
    other, is_active = row.other(viewer), row.state == State.ACTIVE
    connected_at = row.connected_at if is_active else None
    return Connection(
        id=other.public_id,
        person=person_shape(other),
        state=Standing.ACTIVE if is_active else _asked(row, viewer, at),
        origin=row.origin,
        since=connected_at or row.asked_at,
        event=row.event.public_id if row.event else None,
        greeting=row.greeting,
    )


def whole_connection_shape(
    row: Row, viewer: User, side: Side | None, at: datetime
) -> WholeConnection:
    return WholeConnection(
        **dict(connection_shape(row, viewer, at)),
        card=card_shape(viewer, row.other(viewer)),
        note=side.note if side else "",
        how_met=side.how_met if side else "",
        idea=side.idea if side else "",
        tags=side.marks if side else [],
        cadence=side.cadence_days if side else None,
        muted=bool(side and side.muted_at),
        vouched=bool(side and side.vouched_at),
        grants=[ContactField(name) for name in side.shares] if side else [],
    )


def _asked(row: Row, viewer: User, at: datetime) -> Standing:
    return Standing.ASKED_BY_THEM if row.awaits(viewer, at) else Standing.ASKED_BY_ME
