"""Events as programs read them."""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from pydantic import Field

from app.accounts.models import User
from app.api.shapes.base import Instant, Line, Name, Page, Paged, Shape
from app.api.shapes.groups import Disclosure, GroupName, disclosure_shape, name_shape
from app.api.shapes.registrations import Registration, registration_shape
from app.events.models import Event as Row
from app.events.models import Slot as SlotRow
from app.events.rules import Asks, Mode, Openness, Status
from app.groups.rules import Kind
from app.kit.letters import absolute
from app.profiles.traits import Stance
from app.profiles.wording import industry_name, word_for
from app.registrations import queries
from app.registrations.queries import Left
from app.registrations.rules import Seats
from app.registrations.states import State
from app.web.filters import FEWEST_SHOWN, shares


class Place(Shape):
    """Where an evening is."""

    name: str
    address: str
    access: str


class Slot(Shape):
    """One way to come. Without a capacity there is no limit; fees are in yen, at the door."""

    id: str
    name: str
    capacity: int | None
    taken: int
    mode: Mode
    lottery_at: datetime | None
    nominees: int
    weighs_losses: bool
    public_value: str
    fee: int
    waitlist: bool


class Question(Shape):
    """What the organizers ask whoever registers."""

    id: str
    text: str
    asks: Asks
    choices: list[str]
    required: bool


class Part(Shape):
    """A part of those who come. Fewer than five are told only together, without a number."""

    label: str
    people: int | None


class Composition(Shape):
    """Who comes, by trade and by what brings them."""

    industries: list[Part]
    purposes: list[Part]


class Event(Shape):
    """An event, as lists show it. Times carry the offset of where it takes place."""

    id: str
    slug: str
    url: str
    title: str
    summary: str
    group: GroupName
    kind: Kind
    status: Status
    visibility: Openness
    starts_at: datetime
    ends_at: datetime
    timezone: str
    place: Place
    is_online: bool
    languages: list[str]
    stance: Stance
    capacity: int | None
    taken: int
    waiting: int
    changed_at: datetime


class WholeEvent(Event):
    """An event with everything its page says to the caller."""

    description: str
    speakers: list[str]
    # Only who has a seat, and who runs it, reads how to come in online.
    online_url: str | None
    elsewhere_url: str
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    is_open: bool
    notice: str
    slots: list[Slot]
    questions: list[Question]
    composition: Composition | None
    disclosure: Disclosure
    registration: Registration | None


class Events(Page[Event]):
    """Events, the next one first."""


class EventQuery(Paged):
    """Which events: by words, by time, by group or kind of group."""

    q: Annotated[Line, Field(max_length=200)] = ""
    from_: Annotated[Instant | None, Field(alias="from")] = None
    to: Instant | None = None
    group: Name | None = None
    kind: Kind | None = None


def event_shape(event: Row, left: Left) -> Event:
    return Event(**_brief(event), capacity=left.capacity, taken=left.taken, waiting=left.waiting)


def whole_event_shape(
    event: Row, mine: Registration | None, *, runs: bool, at: datetime
) -> WholeEvent:
    """The event as one caller reads it; `runs` for those who run the group."""
    left, seats = queries.seats_left([event])[event.id], queries.seats(event)
    zone = ZoneInfo(event.timezone)
    has_seat = mine is not None and mine.state == State.CONFIRMED
    return WholeEvent(
        **dict(event_shape(event, left)),
        description=event.description,
        speakers=event.speakers,
        online_url=event.online_url if has_seat or runs else None,
        elsewhere_url=event.elsewhere_url,
        registration_opens_at=_local(event.opens_at, zone),
        registration_closes_at=_local(event.closes_at, zone),
        is_open=event.is_open(at),
        notice=event.notice,
        slots=[_slot(slot, held, zone) for slot, held in zip(event.slots, seats, strict=True)],
        questions=_questions(event),
        composition=_composition(event),
        disclosure=disclosure_shape(event.group),
        registration=mine,
    )


def mine_in(event: Row, viewer: User | None) -> Registration | None:
    """The caller's own place at `event`."""
    mine = queries.last_registration(event, viewer)
    return registration_shape(mine) if mine else None


def _brief(event: Row) -> dict[str, Any]:
    zone = ZoneInfo(event.timezone)
    same = ("slug", "title", "summary", "status", "timezone", "languages", "changed_at")
    return {name: getattr(event, name) for name in same} | {
        "id": event.public_id,
        "url": absolute(f"/events/{event.slug}"),
        "group": name_shape(event.group),
        "kind": event.group.kind,
        "visibility": event.openness,
        "starts_at": _local(event.starts_at, zone),
        "ends_at": _local(event.ends_at, zone),
        "place": Place(name=event.place_name, address=event.address, access=event.access),
        "is_online": bool(event.online_url),
        "stance": event.stance or event.group.stance,
    }


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone) if at else None


def _slot(slot: SlotRow, held: Seats, zone: ZoneInfo) -> Slot:
    return Slot(
        id=str(slot.id),
        name=slot.name,
        capacity=slot.capacity,
        taken=held.taken,
        mode=slot.mode,
        lottery_at=_local(slot.lottery_at, zone),
        nominees=slot.nominee_max,
        weighs_losses=slot.weighs_losses,
        public_value=slot.public_value,
        fee=slot.door_fee,
        waitlist=slot.has_waitlist,
    )


def _questions(event: Row) -> list[Question]:
    return [
        Question(
            id=str(each.id),
            text=each.text,
            asks=each.asks,
            choices=each.choices,
            required=each.is_required,
        )
        for each in queries.questions(event.id)
    ]


def _composition(event: Row) -> Composition | None:
    """The make-up of those who come, once there are five of them."""
    made_up = queries.composition(event)
    if made_up.total < FEWEST_SHOWN:
        return None
    industries = [(industry_name(code) or _("Not said"), n) for code, n in made_up.industries]
    purposes = [(word_for(code) or _("Not said"), n) for code, n in made_up.purposes]
    return Composition(industries=_parts(industries), purposes=_parts(purposes))


def _parts(counted: list[tuple[str, int]]) -> list[Part]:
    return [Part(label=each.label, people=each.count) for each in shares(counted, _("Others"))]
