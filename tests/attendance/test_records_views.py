"""Records as JSON: what a page without a network hands in, and what it is told."""

from uuid import uuid4

import pytest

from app.attendance.operations.devices import make_link, revoke
from app.attendance.passes import link_token, pin_of
from app.attendance.queries import counts, present_ids
from app.kit.clock import now
from app.kit.db import db
from app.registrations.tickets import ticket_url
from tests.attendance.doors import a_guest, host, tonight
from tests.factories import a_member


@pytest.fixture
def event():
    return tonight()


def record(place=None, **given):
    usual = {"id": str(uuid4()), "kind": "in", "occurred_at": now().isoformat()}
    if place is not None:
        usual["ticket"] = ticket_url(place)
    return usual | given


def sent(browser, event, *records, **given):
    return browser.post(
        f"/events/{event.slug}/door/records", json={"records": list(records)} | given
    )


def test_a_batch_is_answered_one_by_one_with_the_new_count(browser, event):
    place = a_guest(event, family_name="Okafor")
    browser.sign_in(host(event))
    answer = sent(browser, event, record(place), record(ticket="x")).json
    assert [one["code"] for one in answer["results"]] == ["OK", "UNKNOWN"]
    assert "Okafor" in answer["results"][0]["person"]
    assert (answer["present"], answer["expected"]) == (1, 1)


def test_nobody_is_named_whom_the_plate_would_not_name(browser, event):
    elsewhere = a_guest(tonight(event.group), family_name="Okafor")
    browser.sign_in(host(event))
    [told] = sent(browser, event, record(elsewhere)).json["results"]
    assert (told["code"], told["person"], told["registration"]) == ("WRONG_EVENT", None, None)


def test_what_was_scanned_without_a_network_says_so_in_the_record(browser, event):
    place = a_guest(event)
    browser.sign_in(host(event))
    sent(browser, event, record(place, offline=True), sent_at=now().isoformat())
    assert present_ids(event) == {place.attendee_id}


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"records": "x"},
        {"records": [{}]},
        {"records": [{"id": "x", "kind": "in", "occurred_at": "2026-01-01T00:00:00+09:00"}]},
        {"records": [{"id": str(uuid4()), "kind": "dance", "occurred_at": now().isoformat()}]},
        {"records": [{"id": str(uuid4()), "kind": "in", "occurred_at": "2026-01-01T00:00:00"}]},
        {"records": [{"id": str(uuid4()), "kind": "in", "occurred_at": 7}]},
        {"records": [record(ticket=5)]},
        {"records": [record()] * 501},
    ],
)
def test_what_is_no_batch_is_refused_whole(browser, event, body):
    browser.sign_in(host(event))
    answer = browser.post(f"/events/{event.slug}/door/records", json=body)
    assert answer.status_code == 400
    assert counts(event) == (0, 0)


def test_strangers_and_outsiders_hand_in_nothing(browser, event):
    place = a_guest(event)
    assert sent(browser, event, record(place)).status_code in (303, 401)
    browser.sign_in(a_member())
    assert sent(browser, event, record(place)).status_code == 403
    assert present_ids(event) == set()


def test_a_phone_sent_away_still_hands_in_what_it_wrote_before(browser, event):
    place, late = a_guest(event), a_guest(event)
    link = make_link(event, "B", by=host(event), at=now())
    db.session.commit()
    browser.post(f"/door/{link_token(link.nonce)}", data={"pin": pin_of(link.nonce), "name": ""})
    before = now()
    revoke(link, at=now())
    db.session.commit()
    records = (
        record(place, occurred_at=before.isoformat(), offline=True),
        record(late, occurred_at=now().isoformat(), offline=True),
    )
    answer = sent(browser, event, *records).json
    assert [one["code"] for one in answer["results"]] == ["OK", "REJECTED"]
    assert "after this phone had left the door" in answer["results"][1]["verdict"]
    assert browser.get(f"/events/{event.slug}/door/roster.json").status_code == 303
