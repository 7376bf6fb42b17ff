"""What a phone at the door is told each minute: what it lacks, and never less."""

from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest

from app.attendance.operations import (
    NothingToUndo,
    Record,
    Sender,
    Visitor,
    excuse,
    leave,
    receive,
    receive_fee,
    undo,
    walk_in,
)
from app.attendance.queries import Known, roster_for_devices, roster_since
from app.attendance.rules import Kind
from app.events.models import Slot
from app.groups.operations import bans
from app.groups.operations.bans import Unwelcome
from app.kit.clock import now
from app.kit.db import db
from app.registrations.operations import cancel
from app.registrations.tickets import ticket_token
from app.safety.operations import close_account
from tests.attendance.doors import a_guest, again, attempt, host, named, tonight

pytestmark = pytest.mark.usefixtures("app")


class Phone:
    """A phone that keeps the list as the page does."""

    def __init__(self, event) -> None:
        self.event, self.cards, self.known, self.wholes, self.got = event, {}, "", 0, 0

    def asks(self) -> None:
        db.session.expire_all()
        told = roster_since(self.event, Known.of(self.known), at=now())
        if told.is_whole:
            self.cards, self.wholes = {}, self.wholes + 1
        self.cards |= {card["r"]: card for card in told.people}
        self.known, self.got = str(told.known), len(told.people)

    @property
    def is_right(self) -> bool:
        return list(self.cards.values()) == roster_for_devices(self.event)


@pytest.fixture
def event():
    return tonight(fee=500)


@pytest.fixture
def people(event):
    return [a_guest(event) for _ in range(4)]


@pytest.fixture
def phone(event, people):
    phone = Phone(event)
    phone.asks()
    return phone


def test_a_phone_that_lacks_nothing_is_told_nothing(phone):
    phone.asks()
    assert (phone.got, phone.wholes, phone.is_right) == (0, 1, True)


def test_whom_something_was_written_about_is_told_alone(event, people, phone):
    named(event, people[0])
    db.session.commit()
    phone.asks()
    assert (phone.got, phone.wholes, phone.is_right) == (1, 1, True)


def _renamed(event, place):
    place.attendee.given_name = f"Renamed {uuid4()}"


def _other_slot(event, place):
    event.slots.append(Slot(name="Students", position=1, door_fee=100))
    db.session.flush()
    place.slot_id = event.slots[1].id


CHANGES = {
    "gave the seat back": lambda event, place: cancel(place, by=place.attendee, at=now()),
    "was renamed": _renamed,
    "left for good": lambda event, place: close_account(place.attendee, at=now()),
    "was banned": lambda event, place: bans.ban(
        event.group, Unwelcome(member=place.attendee), by=host(event), at=now()
    ),
    "has another slot": _other_slot,
    "the slot has another name": lambda event, place: setattr(event.slots[0], "name", "Friends"),
    "somebody walked in": lambda event, place: walk_in(
        event, Visitor("Mika"), attempt(), by=host(event), at=now()
    ),
    "has another ticket": lambda event, place: setattr(place, "ticket_hash", "0" * 64),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_else_changes_is_told_whole(event, people, phone, change):
    CHANGES[change](event, again(people[0]))
    db.session.commit()
    phone.asks()
    assert phone.wholes == 2
    assert phone.is_right


def test_a_line_committed_after_the_phone_had_asked_is_told_the_next_time(event, people, phone):
    late = Record(uuid4(), Kind.IN, now(), ticket=ticket_token(people[1]))
    receive(event, [late], Sender(host(event)), at=now() - timedelta(minutes=4))
    db.session.commit()
    phone.asks()
    assert (phone.got, phone.is_right) == (1, True)


def takes_back(event, line):
    if line is not None:
        undo(event, line, attempt(), by=host(event), at=now())


def takes_back_beforehand(event):
    record = Record(uuid4(), Kind.UNDO, now(), undoes=uuid4(), is_offline=True)
    receive(event, [record], Sender(host(event)), at=now())


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_in_whatever_order_the_list_is_right(event, people, seed):
    chance, by, lines = Random(seed), host(event), [None]
    phones = [Phone(event) for _ in range(2)]

    def comes_in(place):
        came = named(event, place).entry
        lines.append(came.id if came else None)

    deeds = (
        comes_in,
        lambda place: leave(place, attempt(), by=by, at=now()),
        lambda place: receive_fee(place, attempt(), by=by, at=now(), amount=None),
        lambda place: excuse(place, attempt(), by=by, at=now()),
        lambda place: takes_back(event, lines[-1]),
        lambda place: _renamed(event, place),
        lambda place: takes_back_beforehand(event),
    )
    for _step in range(25):
        try:
            chance.choice(deeds)(again(chance.choice(people)))
        except NothingToUndo:
            db.session.rollback()
        db.session.commit()
        phone = chance.choice(phones)
        phone.asks()
        assert phone.is_right


@pytest.mark.parametrize(
    "known",
    ["x", "..", "a.b.c", "a.b.99999999999999", "a.b.\u0663", "0.0.99999999999", "\x00.\x00.1"],
)
def test_what_is_nothing_of_ours_is_told_everything(browser, event, people, known):
    browser.sign_in(host(event))
    path = f"/events/{event.slug}/door/roster.json"
    answer = browser.get(path, query_string={"known": known})
    assert answer.status_code == 200
    assert answer.json["whole"]
    assert len(answer.json["people"]) == len(people)


def test_each_minute_is_a_few_bytes_while_nothing_happens(browser, event, people):
    browser.sign_in(host(event))
    path = f"/events/{event.slug}/door/roster.json"
    first = browser.get(path)
    second = browser.get(path, query_string={"known": first.json["known"]})
    assert second.json["people"] == []
    assert {"token", "at", "starts", "ends", "known"} <= second.json.keys()
    assert len(second.data) < 500 < len(first.data)
