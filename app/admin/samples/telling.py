"""Examples of announcements and of the morning after."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

from app.admin.samples.world import World, made
from app.announcements.models import Announcement
from app.attendance.models import Entry
from app.attendance.rules import Kind, Method
from app.events.models import Event
from app.notifications.models import Mail
from app.registrations.models import Registration
from app.registrations.states import State

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


def _yesterday(world: World, *, reader_came: bool) -> Event:
    evening = world.last_evening
    mine = world.place(State.CONFIRMED, event=evening)
    if reader_came:
        _came(world, mine)
    for number, person in enumerate(world.people[2:]):
        place = world.place(
            State.CONFIRMED, person, event=evening, public_id=f"other{number}xxxxxx"[:12]
        )
        _came(world, place)
    return evening


def _recap(name: str, world: World) -> Mail:
    evening = _yesterday(world, reader_came=name == "attended")
    to = world.host if name == "organizer" else world.reader
    return world.mail(f"recap.{name}", evening.id, to=to)


SAMPLES: dict[str, Callable[[World], Mail]] = {
    **{
        f"announcements.{name}": partial(_announced, f"announcements.{name}")
        for name in ("event", "group", "test")
    },
    **{f"recap.{name}": partial(_recap, name) for name in ("attended", "no_show", "organizer")},
}
