"""Somebody banned after getting a seat: the door asks for the organizer and tells no more."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from app.attendance.models import Attempt, Entry
from app.attendance.operations import Record, Sender, keep_door, receive
from app.attendance.passes import screen_code
from app.attendance.queries import flagged, present_ids, roster_for_devices
from app.attendance.rules import Code, Flag, Kind, Presence
from app.groups.operations import bans
from app.groups.operations.bans import Unwelcome
from app.kit.clock import now
from app.kit.db import db
from app.registrations.states import State
from app.registrations.tickets import ticket_token, ticket_url
from tests.attendance.doors import a_guest, again, host, named, shows_ticket, tonight

SCRIPT = {"X-Requested-With": "door"}


@pytest.fixture
def event(app):
    return tonight()


@pytest.fixture(params=["member", "email", "name"])
def banned(event, request):
    """Somebody with a seat and a ticket whom the group has banned since, in whichever way."""
    place = a_guest(event, family_name="Okafor", given_name="Ada", email="ada@people.example")
    given = {"member": place.attendee, "email": "ada@people.example", "name": "Ada Okafor"}
    whom = Unwelcome(**{request.param: given[request.param]})
    bans.ban(event.group, whom, by=host(event), at=now())
    db.session.commit()
    return again(place)


def test_the_door_asks_for_the_organizer(event, banned):
    assert banned.state == State.CONFIRMED
    assert shows_ticket(event, banned).code == Code.REMOVED
    assert named(event, banned).code == Code.REMOVED
    assert present_ids(event) == set()
    tried = db.session.query(Attempt).all()
    assert [(one.code, one.registration_id) for one in tried] == [(Code.REMOVED, banned.id)] * 2


def test_the_plate_names_nobody_and_gives_no_reason(browser, event, banned):
    browser.sign_in(host(event))
    sent = {"ticket": ticket_url(banned)}
    for plate in (
        browser.post(f"/events/{event.slug}/door/scans", data=sent, headers=SCRIPT).text,
        browser.get(f"/events/{event.slug}/door/tickets/{ticket_token(banned)}").text,
    ):
        assert "Please call the organizer" in plate
        assert "Please ask them to wait" in plate
        assert "Okafor" not in plate
        assert "banned" not in plate.lower()


def test_the_organizer_finds_the_try_in_the_list_to_check(browser, event, banned):
    shows_ticket(event, banned)
    db.session.commit()
    page = browser.sign_in(host(event)).get(f"/events/{event.slug}/door/checks").text
    assert "Ada Okafor" in page
    assert "Please call the organizer" in page


def test_phones_without_a_network_know_it_too(event, banned):
    other = a_guest(event)
    states = {card["r"]: card["t"] for card in roster_for_devices(event)}
    assert states == {banned.public_id: State.REMOVED, other.public_id: State.CONFIRMED}


def test_let_in_by_a_phone_that_had_not_heard_yet_they_are_here_and_flagged(event, banned):
    record = Record(
        uuid4(),
        Kind.IN,
        now() - timedelta(minutes=5),
        ticket=ticket_url(banned),
        is_offline=True,
    )
    [result] = receive(event, [record], Sender(host(event)), at=now())
    assert result.outcome.code == Code.OK
    assert flagged(event)[0].flags == [Flag.ADMITTED_AFTER_CANCEL]
    assert [card["p"] for card in roster_for_devices(event)] == [Presence.PRESENT]


def test_nobody_banned_is_let_in_without_a_seat(event, banned):
    seatless = Record(uuid4(), Kind.WALK_IN, now(), registration=banned.public_id)
    [told] = receive(event, [seatless], Sender(host(event)), at=now())
    assert told.outcome.code == Code.REMOVED
    [late] = receive(event, [replace(seatless, id=uuid4(), is_offline=True)], Sender(), at=now())
    assert late.outcome.flags == [Flag.ADMITTED_AFTER_CANCEL]


def test_nobody_banned_checks_themselves_in(browser, event, banned):
    keep_door(event, asks_first=False, takes_walk_ins=True, self_check_in="on")
    db.session.commit()
    browser.sign_in(banned.attendee)
    code = screen_code(event, now())
    page = browser.post(f"/events/{event.slug}/arrival", data={"code": code}, follow_redirects=True)
    assert "Please ask at the door" in page.text
    assert db.session.query(Entry).count() == 0


def test_a_ban_that_was_lifted_is_forgotten_at_the_door(event):
    place = a_guest(event)
    made = bans.ban(event.group, Unwelcome(member=place.attendee), by=host(event), at=now())
    bans.lift(made, event.group, by=host(event), at=now())
    db.session.commit()
    assert shows_ticket(event, again(place)).code == Code.OK
