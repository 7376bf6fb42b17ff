"""In front of the door: checking oneself in, and coming without a registration."""

from datetime import timedelta

import pytest

from app.attendance.operations import keep_door
from app.attendance.passes import poster_token, screen_code
from app.attendance.queries import flagged, present_ids, waiting_outside
from app.attendance.rules import SelfCheckIn
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from app.registrations.states import State
from tests.attendance.doors import a_guest, host, tonight
from tests.factories import a_member, an_event


@pytest.fixture
def event():
    event = tonight()
    let(event, SelfCheckIn.ON)
    return event


def let(event, self_check_in, *, walk_ins=True, asks=False):
    keep_door(event, asks_first=asks, takes_walk_ins=walk_ins, self_check_in=self_check_in)
    db.session.commit()


def typed(browser, event, code=None):
    code = screen_code(event, now()) if code is None else code
    return browser.post(f"/events/{event.slug}/arrival", data={"code": code})


def poster(event):
    return f"/walk-in/{event.public_id}/{poster_token(event)}"


def test_the_code_on_the_screen_lets_oneself_in(browser, event):
    place = a_guest(event)
    browser.sign_in(place.attendee)
    assert typed(browser, event).status_code == 303
    assert present_ids(event) == {place.attendee_id}
    assert "Checked in at" in browser.get(f"/events/{event.slug}/arrival").text


def test_looking_at_the_page_checks_nobody_in(browser, event):
    place = a_guest(event)
    page = browser.sign_in(place.attendee).get(
        f"/events/{event.slug}/arrival?code={screen_code(event, now())}"
    )
    assert screen_code(event, now()) in page.text
    assert present_ids(event) == set()


def test_a_code_of_a_minute_ago_lets_nobody_in(browser, event):
    place = a_guest(event)
    browser.sign_in(place.attendee)
    old = screen_code(event, now() - timedelta(minutes=5))
    assert "not on the screen now" in typed(browser, event, old).text
    assert present_ids(event) == set()


def test_without_a_seat_nobody_checks_in(browser, event):
    place = a_guest(event, State.WAITLISTED)
    browser.sign_in(place.attendee)
    typed(browser, event)
    assert present_ids(event) == set()


def test_after_the_end_nobody_checks_in(browser, event, later):
    place = a_guest(event)
    browser.sign_in(place.attendee)
    later(hours=3)
    typed(browser, event)
    assert present_ids(event) == set()


def test_where_it_is_switched_off_there_is_no_such_page(browser):
    event = tonight()
    browser.sign_in(a_guest(event).attendee)
    assert browser.get(f"/events/{event.slug}/arrival").status_code == 404


def test_where_everybody_is_looked_at_self_check_ins_are_to_be_checked(browser, event):
    let(event, SelfCheckIn.BY_EYE)
    place = a_guest(event)
    browser.sign_in(place.attendee)
    typed(browser, event)
    [entry] = flagged(event)
    assert entry.registration.attendee_id == place.attendee_id


def test_the_screen_is_for_organizers(browser, event):
    code = screen_code(event, now())
    browser.sign_in(a_guest(event).attendee)
    assert browser.get(f"/events/{event.slug}/door/screen").status_code == 403
    browser.sign_in(host(event))
    assert code[:3] in browser.get(f"/events/{event.slug}/door/screen").text


def test_a_stranger_writes_a_name_and_the_door_lets_them_in(app, event):
    stranger, door = app.test_client(), app.test_client().sign_in(host(event))
    sent = {"name": "山田 花子", "reading": "やまだ はなこ", "email": ""}
    assert stranger.post(poster(event), data=sent).status_code == 303
    assert "山田 花子" in door.get(f"/events/{event.slug}/door").text
    [asked] = waiting_outside(event)
    door.post(f"/events/{event.slug}/door/walk-ins/{asked.public_id}/admission")
    assert waiting_outside(event) == []
    assert len(present_ids(event)) == 1


def test_an_address_gets_one_letter_and_only_when_the_door_has_let_in(app, event, count):
    stranger, door = app.test_client(), app.test_client().sign_in(host(event))
    stranger.post(poster(event), data={"name": "Hana", "email": "hana@new.example"})
    assert count(Mail) == 0
    [asked] = waiting_outside(event)
    door.post(f"/events/{event.slug}/door/walk-ins/{asked.public_id}/admission")
    assert count(Mail) == 1


def test_the_address_of_a_member_makes_no_second_account_known(app, event, count):
    member = a_member(email="known@members.example")
    stranger, door = app.test_client(), app.test_client().sign_in(host(event))
    stranger.post(poster(event), data={"name": "Hana", "email": member.email})
    [asked] = waiting_outside(event)
    door.post(f"/events/{event.slug}/door/walk-ins/{asked.public_id}/admission")
    assert member.id not in present_ids(event)
    assert count(Mail) == 0


def test_somebody_is_let_in_once_and_may_be_taken_off_the_list(app, event):
    stranger, door = app.test_client(), app.test_client().sign_in(host(event))
    stranger.post(poster(event), data={"name": "Hana"})
    [asked] = waiting_outside(event)
    path = f"/events/{event.slug}/door/walk-ins/{asked.public_id}"
    door.post(f"{path}/refusal")
    assert waiting_outside(event) == []
    assert door.post(f"{path}/admission").status_code == 404


@pytest.mark.parametrize("name", ["", "   ", "x" * 100])
def test_a_poster_without_a_good_name_says_so(browser, event, name):
    page = browser.post(poster(event), data={"name": name, "reading": "よみ"})
    assert page.status_code == 200
    assert "よみ" in page.text
    assert waiting_outside(event) == []


def test_a_poster_works_only_while_the_doors_are_open(browser):
    event = an_event()
    assert browser.get(poster(event)).status_code == 410


def test_a_guessed_poster_is_not_found(browser, event):
    assert browser.get(f"/walk-in/{event.public_id}/guess").status_code == 404


def test_helpers_let_in_without_a_seat_only_where_that_is_allowed(app, event):
    from app.groups.models import Membership
    from app.groups.rules import Role
    from tests.factories import saved

    helper = a_member()
    saved(Membership(group_id=event.group_id, member_id=helper.id, role=Role.DOOR, joined_at=now()))
    let(event, SelfCheckIn.OFF, walk_ins=False)
    path = f"/events/{event.slug}/door/walk-ins"
    assert app.test_client().sign_in(helper).post(path, data={"name": "A"}).status_code == 403
    assert app.test_client().sign_in(host(event)).post(path, data={"name": "A"}).status_code == 200


def test_a_door_that_asks_first_writes_nothing_before_the_tap(browser, event):
    let(event, SelfCheckIn.OFF, asks=True)
    place = a_guest(event, family_name="Okafor")
    from app.registrations.tickets import ticket_url

    browser.sign_in(host(event))
    path = f"/events/{event.slug}/door/scans"
    plate = browser.post(path, data={"ticket": ticket_url(place)}).text
    assert 'data-code="ASK"' in plate
    assert "Okafor" in plate
    assert present_ids(event) == set()
    browser.post(path, data={"registration": place.public_id})
    assert present_ids(event) == {place.attendee_id}


def test_the_fee_is_received_by_one_tap_and_asked_for_no_more(browser):
    event = tonight(fee=800)
    place = a_guest(event)
    browser.sign_in(host(event))
    path = f"/events/{event.slug}/door"
    browser.post(f"{path}/scans", data={"registration": place.public_id})
    assert "800" in browser.get(f"{path}/guests").text
    browser.post(f"{path}/fees", data={"registration": place.public_id})
    assert "800" not in browser.get(f"{path}/guests").text


def test_somebody_goes_home_and_comes_back(browser, event):
    place = a_guest(event)
    browser.sign_in(host(event))
    path = f"/events/{event.slug}/door"
    browser.post(f"{path}/scans", data={"registration": place.public_id})
    browser.post(f"{path}/departures", data={"registration": place.public_id})
    assert present_ids(event) == set()
    browser.post(f"{path}/scans", data={"registration": place.public_id})
    assert present_ids(event) == {place.attendee_id}


def test_what_was_looked_into_leaves_the_list(browser, event):
    let(event, SelfCheckIn.BY_EYE)
    place = a_guest(event, family_name="Okafor")
    browser.sign_in(place.attendee)
    typed(browser, event)
    browser.sign_in(host(event))
    page = f"/events/{event.slug}/door/checks"
    assert "Okafor" in browser.get(page).text
    [entry] = flagged(event)
    browser.post(f"{page}/{entry.id}")
    assert flagged(event) == []
