"""Examples of letters about somebody's place at an evening."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from app.admin.samples.world import World, made
from app.events.models import Invitation
from app.notifications.models import Mail
from app.registrations.models import BuddyInvitation, Draw
from app.registrations.states import State

MAIN_EVENING = {"ja": "秋の大交流会", "en": "The great autumn evening"}
PUBLIC_VALUE = {"ja": "11月28日の日経平均株価の終値", "en": "Closing price of the Nikkei on 28 Nov"}
HALF_A_DAY = timedelta(hours=12)


def _place(name: str, state: State, world: World, **given: Any) -> Mail:
    return world.mail(f"registrations.{name}", world.place(state, **given).id)


def _waiting(name: str, world: World) -> Mail:
    return _place(name, State.WAITLISTED, world, queue_no=3)


def _offered(world: World) -> Mail:
    return _place("offered", State.OFFERED, world, offer_expires_at=world.at + HALF_A_DAY)


def _with_main(world: World) -> Mail:
    main = world.an_evening(timedelta(days=6), title=MAIN_EVENING[world.locale])
    world.evening.requires_event_id = main.id
    return _place("cancelled_with_main", State.CANCELLED, world)


def _requests(world: World) -> Mail:
    world.place(State.PENDING)
    return world.mail("registrations.requests", to=world.host)


def _changed(world: World) -> Mail:
    return _place("event_changed", State.CONFIRMED, world, asked_again_at=world.at)


def _silent(world: World) -> Mail:
    place = world.place(State.CONFIRMED, asked_again_at=world.at)
    mail = world.mail("registrations.still_silent", place.id)
    mail.dedupe_key = f"{mail.kind}:{place.public_id}:{int(world.at.timestamp())}"
    return mail


def _invited(world: World) -> Mail:
    row = Invitation(
        event_id=world.evening.id,
        email="guest@example.org",
        token_hash="sample",  # noqa: S106 -- nobody can open it
        by_id=world.host.id,
        invited_at=world.at,
    )
    return world.mail("registrations.invited", made(row).id, to=world.host)


def _buddy_asked(world: World) -> Mail:
    row = BuddyInvitation(
        registration_id=world.place(State.WAITLISTED, world.people[2], queue_no=1).id,
        email=world.reader.email,
        nonce="sample",
        token_hash="sample",  # noqa: S106 -- nobody can open it
        invited_at=world.at,
        expires_at=world.at + timedelta(days=2),
    )
    mail = world.mail("registrations.buddy_asked", made(row).id)
    mail.dedupe_key = "registrations.buddy_asked:sample"
    return mail


def _buddy_joined(world: World) -> Mail:
    friend = world.place(State.WAITLISTED, world.people[2], queue_no=2)
    return _place("buddy_joined", State.WAITLISTED, world, queue_no=1, buddy_id=friend.id)


def _buddy_absent(world: World) -> Mail:
    return _place("buddy_absent", State.WAITLISTED, world, queue_no=1, awaits_buddy=True)


def _value_awaited(world: World) -> Mail:
    world.evening.slots[0].public_value = PUBLIC_VALUE[world.locale]
    row = Draw(
        slot_id=world.evening.slots[0].id,
        algorithm="v1",
        seed=b"sample",
        commitment="0" * 64,
        committed_at=world.at,
    )
    return world.mail("registrations.value_awaited", made(row).id, to=world.host)


STILL = {
    "confirmed": State.CONFIRMED,
    "promoted": State.CONFIRMED,
    "slot_changed": State.CONFIRMED,
    "drawn": State.CONFIRMED,
    "requested": State.PENDING,
    "applied": State.APPLIED,
    "not_selected": State.NOT_SELECTED,
    "removed": State.REMOVED,
    "offer_lapsed": State.LAPSED,
    "waited_in_vain": State.LAPSED,
    "cancelled": State.CANCELLED,
    "called_off": State.EVENT_CANCELLED,
}

SAMPLES: dict[str, Callable[[World], Mail]] = {
    **{f"registrations.{name}": partial(_place, name, state) for name, state in STILL.items()},
    **{
        f"registrations.{name}": partial(_waiting, name)
        for name in ("waitlisted", "not_drawn", "seat_is_open", "buddy_left")
    },
    "registrations.offered": _offered,
    "registrations.cancelled_with_main": _with_main,
    "registrations.requests": _requests,
    "registrations.event_changed": _changed,
    "registrations.still_silent": _silent,
    "registrations.invited": _invited,
    "registrations.buddy_asked": _buddy_asked,
    "registrations.buddy_joined": _buddy_joined,
    "registrations.buddy_absent": _buddy_absent,
    "registrations.value_awaited": _value_awaited,
}
