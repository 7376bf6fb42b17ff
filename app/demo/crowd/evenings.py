"""The crowd's events, and who comes, waits, has cancelled or came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from app.attendance.models import Entry
from app.attendance.rules import Kind, Method
from app.demo.crowd.circles import Circle
from app.demo.crowd.rules import Size, askers, evening, seats
from app.demo.crowd.writing import Row, Tell, put, put_numbered
from app.demo.operations.names import public_name
from app.events.models import CLOSES_AFTER, Event, Slot
from app.events.rules import Mode, Status
from app.kit.slugs import slug_from
from app.profiles.traits import Purpose
from app.registrations.models import Change, Registration
from app.registrations.states import LatestNotice, ListVisibility, State
from app.registrations.tickets import ticket_hash

TITLES = {
    "ja": ("{topic}を語る夜", "はじめての{topic}", "{topic}の現場から", "{topic}、困りごと相談会"),
    "en": ("An evening about {topic}", "{topic} for beginners", "{topic} in practice"),
}
TEXTS = {
    "ja": "{topic}について、小さな卓で話します。\n\n- はじめての方も歓迎です\n- 席替えは2回",
    "en": "We talk about {topic} at small tables of three or four.\n\n- Newcomers are welcome",
}
HALLS = (
    *(
        ("喫茶 糸車 2階", "東京都千代田区丸の内北 3-8-2"),
        ("東神田会議室", "東京都千代田区東神田 4-1-6"),
    ),
    *(
        ("みなと会館", "神奈川県横浜市中区海岸通 1-2-3"),
        ("西宮ホール", "大阪府大阪市北区西宮町 5-4"),
    ),
)
CANCELS, COMES = 0.07, 0.88
MODES = (*[Mode.FCFS] * 17, Mode.LOTTERY, Mode.LOTTERY, Mode.APPROVAL)
SHOWN = (
    *[ListVisibility.PARTICIPANTS] * 7,
    *[ListVisibility.PUBLIC] * 2,
    ListVisibility.ORGANIZERS,
)
REASONS = {State.WAITLISTED: "full", State.LAPSED: "full"}
ENDINGS = {State.CANCELLED: "cancelled", State.LAPSED: "too_late"}


@dataclass(frozen=True)
class Night:
    """An event as it was written down, with its one slot and its group."""

    event_id: int
    slot_id: int
    row: Row
    mode: Mode
    capacity: int
    circle: Circle

    @property
    def is_over(self) -> bool:
        return bool(self.row["status"] == Status.CLOSED)


@dataclass(frozen=True)
class Guest:
    """Somebody's place at a night."""

    registration_id: int
    member_id: int
    night: Night
    row: Row


def hold(size: Size, circles: list[Circle], at: datetime, tell: Tell) -> list[Night]:
    """Announce every event; those that are over are closed."""
    lots = size.lots("events")
    weights = [1 / (rank + 1) for rank in range(len(circles))]
    hosts = lots.choices(circles, weights, k=size.events) if circles else []
    hosts[:1] = circles[:1] if hosts else []
    rows = [_event(size, number, circle, lots, at) for number, circle in enumerate(hosts)]
    ids = put_numbered(Event, rows, tell)
    ways = [_slot(id_, number, row, lots, size) for number, (id_, row) in
            enumerate(zip(ids, rows, strict=True))]  # fmt: skip
    slot_ids = put_numbered(Slot, ways, tell)
    return [
        Night(id_, slot_id, row, way["mode"], way["capacity"], circle)
        for id_, slot_id, row, way, circle in zip(ids, slot_ids, rows, ways, hosts, strict=True)
    ]


def fill(size: Size, nights: list[Night], at: datetime, tell: Tell) -> list[Guest]:
    """Give everybody who asked a place, and write down how each came about."""
    lots = size.lots("registrations")
    asked = [(night, row) for night in nights for row in _places(size, night, lots, at)]
    ids = put_numbered(Registration, [row for _night, row in asked], tell)
    guests = [
        Guest(id_, row["attendee_id"], night, row)
        for id_, (night, row) in zip(ids, asked, strict=True)
    ]
    put(Change, [step for guest in guests for step in _steps(guest)], tell)
    return guests


def keep_doors(size: Size, guests: list[Guest], tell: Tell) -> list[Guest]:
    """Let most of those in who had a seat at an evening that is over; returns who came."""
    lots = size.lots("door")
    came = [
        guest
        for guest in guests
        if guest.night.is_over and guest.row["state"] == State.CONFIRMED and lots.random() < COMES
    ]
    put(Entry, [_entry(guest, lots) for guest in came], tell)
    return came


def _event(size: Size, number: int, circle: Circle, lots: Random, at: datetime) -> Row:
    starts_at, ends_at = evening(lots, number, at.replace(microsecond=0))
    is_over, locale = ends_at <= at, circle.locale
    topic, hall = circle.topic.label(locale), lots.choice(HALLS)
    announced_at = min(starts_at - timedelta(days=30), at - timedelta(days=1))
    return {
        "public_id": public_name("crowd", size.seed, "event", number),
        "slug": slug_from(f"{circle.topic.slug} evening s{size.seed} {number + 1}"),
        "group_id": circle.group_id,
        "host_id": circle.member_ids[0],
        "title": lots.choice(TITLES[locale]).format(topic=topic),
        "summary": circle.row["summary"],
        "description": TEXTS[locale].format(topic=topic),
        "languages": ["ja"] if locale == "ja" else ["ja", "en"],
        "status": Status.CLOSED if is_over else Status.PUBLISHED,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "place_name": hall[0],
        "address": hall[1],
        "published_at": announced_at,
        "made_at": announced_at,
        "changed_at": announced_at,
        "closed_at": ends_at + CLOSES_AFTER if is_over else None,
        "attendance_taken": True if is_over else None,
    }


def _slot(event_id: int, number: int, row: Row, lots: Random, size: Size) -> Row:
    is_open = number == 0 or row["status"] == Status.CLOSED
    mode = Mode.FCFS if is_open else lots.choice(MODES)
    return {
        "event_id": event_id,
        "capacity": seats(lots, number, size),
        "mode": mode,
        "door_fee": lots.choice((0, 0, 500, 1_000)),
        "lottery_at": row["starts_at"] - timedelta(days=1) if mode == Mode.LOTTERY else None,
    }


def _places(size: Size, night: Night, lots: Random, at: datetime) -> Iterator[Row]:
    """The places of one night, in the order they were asked for."""
    members = night.circle.member_ids
    asking = lots.sample(members, min(len(members), askers(lots, night.capacity)))
    first = night.row["published_at"]
    span = (min(night.row["starts_at"], at) - first) / (len(asking) + 1)
    taken = waiting = 0
    for place, member_id in enumerate(asking):
        state = _state(night, taken, lots)
        taken += state == State.CONFIRMED
        waiting += state == State.WAITLISTED
        name = public_name("crowd", size.seed, night.row["public_id"], place)
        yield {
            "public_id": name,
            "ticket_hash": ticket_hash(name),
            "event_id": night.event_id,
            "attendee_id": member_id,
            "slot_id": night.slot_id if state in (State.CONFIRMED, State.CANCELLED) else None,
            "state": state,
            "version": int(state in ENDINGS),
            "queue_no": waiting if state == State.WAITLISTED else None,
            "wishes": [night.slot_id],
            "latest_notice": lots.choice(list(LatestNotice)),
            "purpose": lots.choice(list(Purpose)),
            "list_visibility": lots.choice(SHOWN),
            "registered_at": first + span * (place + 1),
        }


def _state(night: Night, taken: int, lots: Random) -> State:
    if lots.random() < CANCELS:
        return State.CANCELLED
    if night.mode == Mode.LOTTERY:
        return State.APPLIED
    if night.mode == Mode.APPROVAL and lots.random() < 0.5:  # noqa: PLR2004 -- half are answered
        return State.PENDING
    if taken < night.capacity:
        return State.CONFIRMED
    return State.LAPSED if night.is_over else State.WAITLISTED


def _steps(guest: Guest) -> Iterator[Row]:
    """What the record says of a place: how it began and, where it did, how it ended."""
    row, state = guest.row, guest.row["state"]
    first = {State.CANCELLED: State.CONFIRMED, State.LAPSED: State.WAITLISTED}.get(state, state)
    step: dict[str, Any] = {"registration_id": guest.registration_id}
    begun = {"from_state": None, "to_state": first, "reason": REASONS.get(state, "applied")}
    yield step | begun | {"actor_id": guest.member_id, "at": row["registered_at"]}
    if state in ENDINGS:
        at = row["registered_at"] + (guest.night.row["starts_at"] - row["registered_at"]) / 3
        ended = {"from_state": first, "to_state": state, "reason": ENDINGS[state]}
        yield step | ended | {"actor_id": guest.member_id, "at": min(at, _latest(guest))}


def _latest(guest: Guest) -> datetime:
    """Nothing has happened after the day it was written down."""
    latest: datetime = max(guest.row["registered_at"], guest.night.row["published_at"])
    return latest + timedelta(minutes=1)


def _entry(guest: Guest, lots: Random) -> Row:
    at = guest.night.row["starts_at"] + timedelta(minutes=lots.randint(-25, 20))
    return {
        "id": uuid5(NAMESPACE_URL, f"kizuna:crowd:{guest.row['public_id']}"),
        "event_id": guest.night.event_id,
        "registration_id": guest.registration_id,
        "kind": Kind.IN,
        "method": Method.QR,
        "actor_id": guest.night.circle.member_ids[0],
        "occurred_at": at,
        "received_at": at,
    }
