"""Who knows whom, whom one might meet, and being introduced."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field

from app.accounts.models import User
from app.api.shapes.base import Body, Change, Name, Page, Paged, Shape, Text, Wrong
from app.api.shapes.people import Person, PersonCard, card_shape, person_shape
from app.connections.models import Connection as Row
from app.connections.models import Side
from app.connections.rules import ContactField, Origin, State
from app.introductions.operations import Ask
from app.introductions.pages import Request
from app.introductions.rules import Mode, Party, Scope, Seen, holds_link


def _no_address(text: str) -> str:
    if holds_link(text):
        raise Wrong(_l("Please leave out links and addresses; they come afterwards."))
    return text


Words = Annotated[Text, AfterValidator(str.strip), AfterValidator(_no_address)]
Shares = Annotated[list[ContactField], Field(max_length=4)]


class Standing(StrEnum):
    """Where a tie stands, seen from one side."""

    ACTIVE = "active"
    ASKED_BY_ME = "asked_by_me"
    ASKED_BY_THEM = "asked_by_them"


class PersonName(Body):
    """One person."""

    person: Name


class Connection(Shape):
    """A tie as one of the two sees it. Its id is the other person's."""

    id: str
    person: Person
    state: Standing
    origin: Origin
    since: datetime
    event: str | None


class WholeConnection(Connection):
    """A tie with what the other has let one know, and one's own private half."""

    card: PersonCard
    note: str
    grants: list[ContactField]


class Connections(Page[Connection]):
    """The people one knows, and those who have asked; the latest first."""


class ConnectionQuery(Paged):
    """All of them."""


class ConnectionChange(Change):
    """One's own half of a tie; `accept` answers a request."""

    accept: bool = False
    note: Annotated[Text, Field(max_length=2_000)] = ""
    grants: Shares = []


class IntroductionDraft(Body):
    """Ask to be introduced to somebody; who passes it on is found for you."""

    target: Name
    purpose: Annotated[Words, Field(min_length=20, max_length=400)]
    offer: Annotated[Words, Field(min_length=10, max_length=400)]
    selling: bool = False
    share: Shares = []

    @property
    def ask(self) -> Ask:
        return Ask(self.purpose, self.offer, self.selling, tuple(self.share))


class Forwarding(Body):
    """Pass a request on with a word of one's own."""

    note: Annotated[Words, Field(min_length=20, max_length=400)]
    scope: Scope


class ConsentDraft(Body):
    """A yes, and what the other may then see."""

    share: Shares = []


class Introduction(Shape):
    """A request as this party may see it."""

    id: str
    mode: Mode
    party: Party
    state: Seen
    asker: Person
    connector: Person | None
    target: Person | None
    purpose: str
    offer: str
    selling: bool
    note: str
    scope: Scope | None
    asked_at: datetime
    closes_at: datetime | None


class Introductions(Page[Introduction]):
    """What one asked, was asked to pass on, or was asked to answer; the latest first."""


class IntroductionQuery(Paged):
    """All of them."""


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
    )


def whole_connection_shape(
    row: Row, viewer: User, side: Side | None, at: datetime
) -> WholeConnection:
    return WholeConnection(
        **dict(connection_shape(row, viewer, at)),
        card=card_shape(viewer, row.other(viewer)),
        note=side.note if side else "",
        grants=[ContactField(name) for name in side.shares] if side else [],
    )


def introduction_shape(request: Request) -> Introduction:
    """The request from where one party stands.

    Whoever asked learns who passed it on, and with which words, once both have said yes.
    """
    row, is_asker = request.row, request.party == Party.ASKER
    is_told = not is_asker or request.seen == Seen.INTRODUCED
    return Introduction(
        id=row.public_id,
        mode=row.mode,
        party=request.party,
        state=request.seen,
        asker=person_shape(row.asker),
        connector=person_shape(row.connector) if row.connector and is_told else None,
        target=person_shape(row.target) if row.target else None,
        purpose=row.purpose,
        offer=row.offer,
        selling=row.is_selling,
        note=row.note if is_told else "",
        scope=row.scope if is_told else None,
        asked_at=row.asked_at,
        closes_at=row.closes_at if is_asker else None,
    )


def _asked(row: Row, viewer: User, at: datetime) -> Standing:
    return Standing.ASKED_BY_THEM if row.awaits(viewer, at) else Standing.ASKED_BY_ME
