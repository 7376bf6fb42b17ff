"""Places at events: what is asked for, what has come of it, and how seats were drawn."""

import re
from datetime import datetime
from typing import Annotated

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field, StringConstraints

from app.accounts.names import one_spelling
from app.api.shapes.base import Body, Change, Line, Page, Paged, Shape, Text, Wrong
from app.api.shapes.people import Person, person_shape
from app.events.forms.event import MOST_SLOTS
from app.events.models import Slot
from app.profiles.traits import Purpose
from app.registrations import queries
from app.registrations.models import Draw as DrawRow
from app.registrations.models import Registration as Row
from app.registrations.rules import LONGEST_PURPOSE, Wish
from app.registrations.states import Decision, LatestNotice, ListVisibility, Removal, State
from app.registrations.tickets import ticket_token, ticket_url

NUMBER = r"^[0-9]{1,9}$"


def _numbered(answers: dict[str, str]) -> dict[str, str]:
    if not all(re.fullmatch(NUMBER, each) for each in answers):
        raise Wrong(_l("There is no such question."))
    return answers


def _address(text: str) -> str:
    tidy = one_spelling(text)
    if tidy and (tidy.count("@") != 1 or tidy.startswith("@") or tidy.endswith("@")):
        raise Wrong(_l("This does not look like an e-mail address."))
    return tidy


Answers = Annotated[
    dict[str, Annotated[Text, Field(max_length=2_000)]],
    Field(max_length=50),
    AfterValidator(_numbered),
]
SlotName = Annotated[str, StringConstraints(pattern=NUMBER)]
OwnWords = Annotated[Line, Field(max_length=LONGEST_PURPOSE)]


class Ticket(Shape):
    """What lets somebody in: the text of the QR code, and its token alone."""

    token: str
    url: str


class SlotShort(Shape):
    """The way somebody comes."""

    id: str
    name: str


class Registration(Shape):
    """A place at an event. `queue_no` is the place in line, counted from 1.

    Registering accepts what people expect of each other (`/help/trouble#conduct`); `conduct` is the
    edition accepted, empty for whom somebody else has entered.
    """

    id: str
    state: State
    slot: SlotShort | None
    slots: list[str]
    queue_no: int | None
    offer_expires_at: datetime | None
    purpose: str
    purpose_note: str
    latest_notice: LatestNotice
    list_visibility: ListVisibility
    conduct: str
    ticket: Ticket | None
    registered_at: datetime


class Attendee(Shape):
    """A place at an event, as its organizers read it."""

    id: str
    person: Person
    reading: str
    state: State
    slot: SlotShort | None
    queue_no: int | None
    offer_expires_at: datetime | None
    purpose: str
    purpose_note: str
    source: str
    registered_at: datetime


class Attendees(Page[Attendee]):
    """Everybody who ever asked to come, the first one first."""


class AttendeeQuery(Paged):
    """Which of them."""

    state: State | None = None


class WishDraft(Body):
    """What somebody asks for: slots in order of wish (none means any), and on what terms."""

    slots: Annotated[list[SlotName], Field(max_length=MOST_SLOTS)] = []
    purpose: Purpose
    purpose_note: OwnWords = ""
    latest_notice: LatestNotice = LatestNotice.DAY
    list_visibility: ListVisibility = ListVisibility.ORGANIZERS
    answers: Answers = {}
    buddy_email: Annotated[str, Field(max_length=254), AfterValidator(_address)] = ""

    @property
    def wish(self) -> Wish:
        return Wish(
            slots=tuple(map(int, self.slots)),
            purpose=self.purpose,
            purpose_note=self.purpose_note,
            latest_notice=self.latest_notice,
            list_visibility=self.list_visibility,
            answers={int(number): text for number, text in self.answers.items()},
            buddy_email=self.buddy_email,
        )


class ChoiceChange(Change):
    """What may be chosen otherwise afterwards. `slot` moves a confirmed seat at once."""

    purpose: Purpose = Purpose.SERENDIPITY
    purpose_note: OwnWords = ""
    latest_notice: LatestNotice = LatestNotice.DAY
    list_visibility: ListVisibility = ListVisibility.ORGANIZERS
    slot: SlotName = "0"
    answers: Answers = {}


class DecisionDraft(Body):
    """An organizer's answer to somebody who asks to come."""

    decision: Decision


class RemovalDraft(Body):
    """Why somebody is taken off the list; the person never reads it."""

    reason: Removal


class DrawEntry(Shape):
    """One lot: the public name of a registration, its wishes in order and its weight."""

    name: str
    wishes: list[int]
    weight: int
    is_nominee: bool
    companion: str | None
    is_waiting: bool


class DrawLot(Shape):
    """What there was to draw for: the free seats of a slot, and how many for people named."""

    slot_id: int
    seats: int | None
    nominee_max: int


class Draw(Shape):
    """Enough to work a draw out again: SHA-256 of the seed beforehand, the seed afterwards."""

    slot: str
    algorithm: str
    commitment: str
    committed_at: datetime
    draws_at: datetime | None
    drawn_at: datetime | None
    public_value: str
    seed: str | None
    entries: list[DrawEntry]
    lots: list[DrawLot]
    order: list[str] | None
    seats: dict[str, int]


def registration_shape(row: Row) -> Registration:
    """The caller's own place. A ticket comes with a seat."""
    has_seat = row.state == State.CONFIRMED
    return Registration(
        id=row.public_id,
        state=row.state,
        slot=_slot(row),
        slots=[str(slot_id) for slot_id in row.wishes],
        queue_no=queries.position(row) if row.state == State.WAITLISTED else None,
        offer_expires_at=row.offer_expires_at,
        purpose=row.purpose,
        purpose_note=row.purpose_note,
        latest_notice=row.latest_notice,
        list_visibility=row.list_visibility,
        conduct=row.conduct,
        ticket=Ticket(token=ticket_token(row), url=ticket_url(row)) if has_seat else None,
        registered_at=row.registered_at,
    )


def attendee_shape(row: Row) -> Attendee:
    """A place as the organizers' list shows it."""
    return Attendee(
        id=row.public_id,
        person=person_shape(row.attendee),
        reading=row.attendee.reading,
        state=row.state,
        slot=_slot(row),
        queue_no=row.queue_no if row.state == State.WAITLISTED else None,
        offer_expires_at=row.offer_expires_at,
        purpose=row.purpose,
        purpose_note=row.purpose_note,
        source=row.source,
        registered_at=row.registered_at,
    )


def draw_shape(draw: DrawRow, slot: Slot) -> Draw:
    """A draw as anybody may read it. The seed is told once it can no longer steer anything."""
    is_over, drawn = draw.drawn_at is not None, draw.entries or {}
    return Draw(
        slot=str(slot.id),
        algorithm=draw.algorithm,
        commitment=draw.commitment,
        committed_at=draw.committed_at,
        draws_at=slot.lottery_at,
        drawn_at=draw.drawn_at,
        public_value=draw.public_value if is_over else slot.public_value,
        seed=draw.seed.hex() if is_over else None,
        entries=[DrawEntry(**each) for each in drawn.get("entries", [])],
        lots=[DrawLot(**each) for each in drawn.get("lots", [])],
        order=draw.order if is_over else None,
        seats=drawn.get("seats", {}),
    )


def _slot(row: Row) -> SlotShort | None:
    return SlotShort(id=str(row.slot.id), name=row.slot.name) if row.slot else None
