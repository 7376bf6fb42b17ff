"""Helpers' phones: what the link and its PIN open, and what they never show."""

import re
from uuid import uuid4

import pytest

from app.attendance.operations.devices import make_link, revoke
from app.attendance.passes import link_token, pin_of
from app.attendance.queries import devices_of, links_of, present_ids
from app.kit.clock import now
from app.kit.db import db
from app.profiles.models import Profile
from app.registrations.tickets import ticket_url
from tests.attendance.doors import a_guest, host, tonight
from tests.factories import a_member, an_event

SCRIPT = {"X-Requested-With": "door"}


@pytest.fixture
def event():
    return tonight()


@pytest.fixture
def link(event):
    link = make_link(event, "Door B", by=host(event), at=now())
    db.session.commit()
    return link


def come_in(browser, link, **given):
    sent = {"pin": pin_of(link.nonce), "name": "Ken"} | given
    return browser.post(f"/door/{link_token(link.nonce)}", data=sent)


def test_a_link_shows_the_event_and_asks_for_the_pin(browser, link):
    page = browser.get(f"/door/{link_token(link.nonce)}")
    assert "Rust night" in page.text
    assert pin_of(link.nonce) not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_with_the_pin_a_phone_without_an_account_keeps_the_door(browser, event, link):
    place = a_guest(event, family_name="Okafor")
    assert come_in(browser, link).location == f"/events/{event.slug}/door"
    page = browser.get(f"/events/{event.slug}/door").text
    assert "Okafor" in page
    plate = browser.post(
        f"/events/{event.slug}/door/scans", data={"ticket": ticket_url(place)}, headers=SCRIPT
    )
    assert 'data-code="OK"' in plate.text
    assert present_ids(event) == {place.attendee_id}


def test_the_phone_is_named_beside_whoever_it_let_in(browser, event, link):
    place = a_guest(event)
    come_in(browser, link)
    path = f"/events/{event.slug}/door/scans"
    browser.post(path, data={"ticket": ticket_url(place)}, headers=SCRIPT)
    again = browser.post(path, data={"ticket": ticket_url(place)}, headers=SCRIPT)
    assert "· Ken" in again.text


@pytest.mark.parametrize("pin", ["", "12345", "abcdef", "０００００"])
def test_what_is_no_pin_is_told_beside_the_field(browser, link, pin):
    page = come_in(browser, link, pin=pin)
    assert "Six digits, please." in page.text
    assert 'value="Ken"' in page.text


def test_a_pin_in_full_width_digits_with_a_space_is_read(browser, link):
    pin = pin_of(link.nonce)
    wide = pin.translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert come_in(browser, link, pin=f"{wide[:3]} {wide[3:]}").status_code == 303


def test_a_wrong_pin_opens_nothing(browser, event, link):
    wrong = f"{(int(pin_of(link.nonce)) + 1) % 10**6:06}"
    assert "not the PIN" in come_in(browser, link, pin=wrong).text
    assert browser.get(f"/events/{event.slug}/door").location.startswith("/sign-in")


def test_the_phone_sees_names_and_nothing_else(browser, event, link):
    place = a_guest(event, family_name="Okafor", email="ada@private.example")
    place.purpose_note = "Looking for a new job"
    db.session.get_one(Profile, place.attendee_id).company = "Secret Ltd"
    db.session.commit()
    come_in(browser, link)
    for path in ("", "/guests", "/roster.json", "/count"):
        text = browser.get(f"/events/{event.slug}/door{path}").text
        assert "ada@private.example" not in text
        assert "Secret Ltd" not in text
        assert "new job" not in text


@pytest.mark.parametrize(
    "path",
    ["/organize", "/edit", "/attendees.csv", "/door/links", "/door/settings", "/door/checks"],
)
def test_the_phone_goes_no_further_than_the_door(browser, event, link, path):
    come_in(browser, link)
    assert browser.get(f"/events/{event.slug}{path}").location.startswith("/sign-in")


def test_the_phone_opens_no_other_door(browser, event, link):
    other = an_event(event.group)
    come_in(browser, link)
    assert browser.get(f"/events/{other.slug}/door").location.startswith("/sign-in")


def test_a_link_that_was_ended_lets_nobody_in_and_sends_phones_away(browser, event, link):
    come_in(browser, link)
    revoke(link, at=now())
    db.session.commit()
    for path in ("", "/roster.json", "/guests", "/count"):
        answer = browser.get(f"/events/{event.slug}/door{path}")
        assert answer.location == f"/events/{event.slug}/door/over"
    assert browser.get(f"/door/{link_token(link.nonce)}").status_code == 410


def test_a_phone_that_was_sent_away_is_told_so_and_sees_nobody(browser, event, link):
    a_guest(event, family_name="Okafor")
    come_in(browser, link)
    over = f"/events/{event.slug}/door/over"
    assert browser.get(over).location == f"/events/{event.slug}/door"  # not yet
    revoke(link, at=now())
    db.session.commit()
    page = browser.get(over).text
    assert "no longer at the door" in page
    assert "Okafor" not in page


def test_strangers_find_no_way_in_by_the_page_for_phones_sent_away(browser, event):
    assert browser.get(f"/events/{event.slug}/door/over").location.startswith("/sign-in")


def test_what_was_written_down_is_handed_in_long_after_the_link_has_ended(
    browser, event, link, later
):
    place = a_guest(event)
    come_in(browser, link)
    written_at = now()
    later(days=20)
    record = {
        "id": str(uuid4()),
        "kind": "in",
        "occurred_at": written_at.isoformat(),
        "ticket": ticket_url(place),
        "offline": True,
    }
    answer = browser.post(f"/events/{event.slug}/door/records", json={"records": [record]})
    assert [one["code"] for one in answer.json["results"]] == ["OK"]


def test_organizers_make_links_see_phones_and_send_them_away(app, event):
    organizer, helper = app.test_client().sign_in(host(event)), app.test_client()
    organizer.post(f"/events/{event.slug}/door/links", data={"name": "Door B"})
    [link] = links_of(event)
    page = organizer.get(f"/events/{event.slug}/door/links").text
    assert pin_of(link.nonce) in page
    come_in(helper, link)
    [device] = devices_of(event)
    organizer.post(f"/events/{event.slug}/door/devices/{device.id}/end")
    assert helper.get(f"/events/{event.slug}/door").location.endswith("/door/over")


def test_only_organizers_make_links(browser, event):
    browser.sign_in(a_member())
    assert browser.get(f"/events/{event.slug}/door/links").status_code == 403
    assert browser.post(f"/events/{event.slug}/door/links").status_code == 403


def test_a_signed_in_helper_without_a_role_keeps_the_door_by_the_link(browser, event, link):
    place = a_guest(event)
    browser.sign_in(a_member())
    assert browser.get(f"/events/{event.slug}/door").status_code == 403
    come_in(browser, link)
    assert place.public_id in browser.get(f"/events/{event.slug}/door").text


def test_the_roster_holds_prints_of_tickets_and_never_tickets(browser, event, link):
    place = a_guest(event, reading="おかふぉー")
    come_in(browser, link)
    roster = browser.get(f"/events/{event.slug}/door/roster.json").json
    [card] = roster["people"]
    assert card["h"] == place.ticket_hash
    assert card["y"] == "おかふぉー"
    token = re.search(r"/t/([\w-]+)", ticket_url(place))[1]
    assert token not in str(roster)
