"""Examples of announcements and of the morning after."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from app.admin.samples.meetings import met_people, says_yes_to_promotion
from app.admin.samples.world import World, made
from app.announcements.models import Announcement
from app.attendance.models import Entry
from app.attendance.rules import Kind, Method
from app.events.models import Event
from app.notifications.models import Mail
from app.recaps.models import HostsWords
from app.recaps.rules import CAME, Variant
from app.registrations.models import Registration
from app.registrations.states import Source, State

WORDS = {
    "ja": (
        "当日のご案内",
        "**18時半**から受付を始めます。\n\n- 名刺は要りません\n- 飲み物があります",
    ),
    "en": (
        "Before you come",
        "Doors open at **half past six**.\n\n- No cards needed\n- Drinks are there",
    ),
}
ADDED = {
    "ja": ("**ありがとうございました。** また1月にお会いしましょう。", "当日の資料"),
    "en": ("**Thank you all.** See you again in January.", "The slides"),
}
# Where whoever reads that kind of recap stands, if not with a seat of their own.
PLACES: dict[Variant, tuple[State, dict[str, Any]]] = {
    Variant.LATE_CANCEL: (State.CANCELLED, {"is_late_cancel": True}),
    Variant.WAITING: (State.WAITLISTED, {}),
    Variant.GUEST: (State.CONFIRMED, {"source": Source.WALK_IN}),
}


def _announced(kind: str, world: World) -> Mail:
    subject, body = WORDS[world.locale]
    place = world.place(State.CONFIRMED)
    row = Announcement(
        group_id=world.group.id,
        event_id=None if kind == "announcements.group" else place.event_id,
        by_id=world.host.id,
        locale=world.locale,
        subject=subject,
        body=body,
        made_at=world.at,
        send_at=world.at,
        sent_at=world.at,
    )
    to = world.host if kind == "announcements.test" else world.reader
    return world.mail(kind, made(row).id, to=to)


def _came(world: World, place: Registration) -> None:
    at = world.last_evening.starts_at
    made(
        Entry(
            id=uuid4(),
            event_id=place.event_id,
            registration_id=place.id,
            kind=Kind.IN,
            method=Method.QR,
            occurred_at=at,
            received_at=at,
        )
    )


def _yesterday(world: World, variant: Variant) -> Event:
    evening = world.last_evening
    state, given = PLACES.get(variant, (State.CONFIRMED, {}))
    mine = world.place(state, event=evening, **given)
    if variant in CAME:
        _came(world, mine)
    for number, person in enumerate(world.people[2:]):
        place = world.place(
            State.CONFIRMED, person, event=evening, public_id=f"other{number}xxxxxx"[:12]
        )
        _came(world, place)
    message, material = ADDED[world.locale]
    words = {"title": material, "url": "https://example.org/slides"}
    made(
        HostsWords(
            event_id=evening.id,
            message=message,
            materials=[words],
            writes_to_waiting=True,
            changed_at=world.at,
        )
    )
    return evening


def _recap(variant: Variant, world: World) -> Mail:
    evening = _yesterday(world, variant)
    to = world.host if variant == Variant.ORGANIZER else world.reader
    if variant in CAME:
        met_people(world, evening, to)
        says_yes_to_promotion(world, to)
    return world.mail(f"recap.{variant}", evening.id, to=to)


def _tried(variant: Variant, world: World) -> Mail:
    evening = _yesterday(world, variant)
    return world.mail(f"recap.test.{variant}", evening.id, to=world.host)


SAMPLES: dict[str, Callable[[World], Mail]] = {
    **{
        f"announcements.{name}": partial(_announced, f"announcements.{name}")
        for name in ("event", "group", "test")
    },
    **{f"recap.{variant}": partial(_recap, variant) for variant in Variant},
    **{f"recap.test.{variant}": partial(_tried, variant) for variant in Variant},
}
