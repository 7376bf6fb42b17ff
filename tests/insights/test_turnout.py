"""After the evening: organizers close it, put it right and open it again."""

from datetime import timedelta

import pytest

from app.attendance.jobs import close_evenings
from app.attendance.operations import claim
from app.attendance.queries import has_open_claim, last_lines, outcome_of
from app.attendance.rules import Kind, Turnout
from app.events.rules import Status
from app.insights.queries.evenings import evenings_to_run, groups_of_organizer
from app.kit.clock import now
from app.kit.db import db
from app.registrations.models import Registration
from tests.attendance.doors import a_guest, again, host
from tests.attendance.test_closing import HOUR, an_evening
from tests.factories import a_member, an_arrival


@pytest.fixture
def evening():
    """It ended three hours ago; Aoi came, Ren did not."""
    event = an_evening(ended=3 * HOUR)
    an_arrival(a_guest(event, given_name="Aoi"))
    return event


@pytest.fixture
def ren(evening):
    place = a_guest(evening, given_name="Ren", family_name="Okafor")
    close_evenings(now())
    db.session.commit()
    return again(place)


@pytest.fixture
def desk(browser, evening):
    return browser.sign_in(host(evening))


def page_of(event) -> str:
    return f"/events/{event.slug}/organize/attendance"


def put(place, said: str) -> tuple[str, dict[str, str]]:
    path = f"/events/{place.event.slug}/organize/people/{place.public_id}/attendance"
    return path, {"answer": said}


def says_so(place) -> None:
    claim(place, by=place.attendee, at=now())
    db.session.commit()


def test_it_is_closed_and_opened_again_by_one_button_each(desk, evening):
    page = desk.get(page_of(evening)).text
    assert "Still open" in page
    desk.post(f"{page_of(evening)}/closing")
    db.session.refresh(evening)
    assert evening.status == Status.CLOSED
    assert "Closed on" in desk.get(page_of(evening)).text
    desk.post(f"{page_of(evening)}/opening")
    db.session.refresh(evening)
    assert evening.status == Status.PUBLISHED
    desk_page = desk.get(f"/events/{evening.slug}/organize").text
    assert "open again" in desk_page


def test_whoever_is_missing_is_listed_and_put_right_by_a_tap(desk, ren):
    page = desk.get(page_of(ren.event)).text
    assert "Missing for now" in page
    assert "Okafor" in page
    path, data = put(ren, "came")
    desk.post(path, data=data)
    assert outcome_of(again(ren), now()) == Turnout.CAME


def test_a_claim_is_a_thing_to_do_until_it_is_answered(desk, ren):
    says_so(ren)
    desk_page = desk.get(f"/events/{ren.event.slug}/organize").text
    assert "says they came" in desk_page
    path, data = put(ren, "declined")
    desk.post(path, data=data)
    assert "says they came" not in desk.get(f"/events/{ren.event.slug}/organize").text
    page = desk.get(page_of(ren.event)).text
    assert "left as it is" in page
    line = last_lines([ren], Kind.DECLINE)[ren.id]
    desk.post(f"{page_of(ren.event)}/undo/{line.id}")
    assert "They say they were there" in desk.get(page_of(ren.event)).text


def test_a_claim_brings_an_old_evening_back_to_the_desk(ren):
    groups = groups_of_organizer(host(ren.event))
    at = now() + timedelta(days=5)
    assert evenings_to_run(groups, at) == []
    says_so(ren)
    assert evenings_to_run(groups, at) == [ren.event]


def test_somebody_is_excused_with_a_reason_that_is_kept_when_it_is_too_long(desk, ren):
    path = f"/events/{ren.event.slug}/organize/people/{ren.public_id}/excuse"
    assert "Excuse" in desk.get(path).text
    assert "Please say why" in desk.post(path, data={"reason": "  "}).text
    assert "x" * 201 in desk.post(path, data={"reason": "x" * 201}).text
    desk.post(path, data={"reason": "The train stood still"})
    page = desk.get(page_of(ren.event)).text
    assert "The train stood still" in page
    person = desk.get(f"/events/{ren.event.slug}/organize/people/{ren.public_id}").text
    assert "Excused" in person


def test_what_is_no_answer_is_refused(desk, ren):
    path, data = put(ren, "perhaps")
    assert desk.post(path, data=data).status_code == 400
    path, data = put(ren, "declined")
    assert desk.post(path, data=data, follow_redirects=True).status_code in (200, 409)


def test_nobody_else_sees_it(browser, ren):
    for member in (ren.attendee, a_member("Mio")):
        browser.sign_in(member)
        assert browser.get(page_of(ren.event)).status_code == 403
        path, data = put(ren, "came")
        assert browser.post(path, data=data).status_code == 403


def test_the_person_says_so_waits_and_takes_it_back(browser, ren):
    path = f"/events/{ren.event.slug}/recap"
    browser.sign_in(ren.attendee)
    assert "You can say so until" in browser.get(path).text
    browser.post(f"{path}/arrival")
    assert "have been asked to put it right" in browser.get(path).text
    browser.post(f"{path}/arrival/undo")
    assert "You can say so until" in browser.get(path).text
    query = db.session.query(Registration.id).where(has_open_claim(Registration.id))
    assert query.all() == []


def test_the_person_reads_what_became_of_their_evenings(browser, ren):
    page = browser.sign_in(ren.attendee).get("/me/attendance").text
    assert ren.event.title in page
    assert "Missing for now" in page


def test_the_page_of_many_is_read_with_few_statements(desk, ren, statements):
    event, path = ren.event, page_of(ren.event)
    asked = []
    for number in (6, 12):
        for _ in range(number):
            a_guest(event)
        desk.get(path)
        with statements() as said:
            desk.get(path)
        asked.append(len(said))
    assert asked[0] == asked[1]
