"""隣の席: whom to greet once one is here, why, and what to say first."""

import pytest

from app.attendance.operations import keep_door
from app.attendance.passes import screen_code
from app.attendance.rules import SelfCheckIn
from app.kit.clock import now
from app.kit.db import db
from app.matching.queries import suggestions
from app.profiles.traits import Facet
from app.registrations.models import Registration
from tests.factories import a_member, a_seat, an_arrival, an_event, tagged

PART = {"X-Requested-With": "fragment"}


@pytest.fixture
def evening(transaction):
    """Aoi needs what Ren offers; both come tonight, and so do three others."""
    event = an_event(starts_at=now(), slug="tonight")
    aoi = tagged(a_member("Aoi"), Facet.NEED, "web design")
    ren = tagged(a_member("Ren"), Facet.OFFER, "web design")
    seats = {member: a_seat(event, member) for member in (aoi, ren)}
    for number in range(3):
        other = tagged(a_member(f"Guest{number}"), Facet.OFFER, "web design")
        seats[other] = a_seat(event, other)
    return event, aoi, ren, seats


def test_the_first_sentence_comes_from_the_reason(evening):
    event, aoi, ren, seats = evening
    for seat in seats.values():
        an_arrival(seat)
    said = {one.person: one.opening for one in suggestions(event, aoi, at=now()).matches}
    assert said[ren] == "I heard you know your way around web design. May I ask you something?"
    back = {one.person: one.opening for one in suggestions(event, ren, at=now()).matches}
    assert back[aoi] == "I heard you are looking for web design. Perhaps I can help."


def test_at_most_three_people_who_are_here(evening, browser):
    _event, aoi, _ren, seats = evening
    for seat in seats.values():
        an_arrival(seat)
    page = browser.sign_in(aoi).get("/events/tonight/beside").text
    assert page.count('class="match"') == 3


def test_a_ticket_that_waits_to_be_read_gets_nothing_yet(evening, browser):
    _event, aoi, ren, seats = evening
    browser.sign_in(aoi)
    assert "Not checked in yet" in browser.get("/events/tonight/beside").text
    assert browser.get("/events/tonight/beside", headers=PART).status_code == 204
    an_arrival(seats[aoi])
    part = browser.get("/events/tonight/beside", headers=PART)
    assert "You are checked in" in part.text
    assert ren.public_id not in part.text  # not here yet
    an_arrival(seats[ren])
    assert ren.public_id in browser.get("/events/tonight/beside", headers=PART).text


def test_whoever_checks_in_by_the_screen_is_led_there(evening, browser):
    event, aoi, *_rest = evening
    keep_door(event, asks_first=False, takes_walk_ins=True, self_check_in=SelfCheckIn.ON)
    db.session.commit()
    answer = browser.sign_in(aoi).post(
        "/events/tonight/arrival", data={"code": screen_code(event, now())}
    )
    assert answer.location == "/events/tonight/beside"


def test_somebody_without_a_place_sees_nobody(evening, browser):
    page = browser.sign_in(a_member()).get("/events/tonight/beside").text
    assert 'class="match"' not in page
    assert db.session.query(Registration).count() == 5
