"""One's own place, seen from the browser: stranger, newcomer, member, organizer."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import EmailProof, User
from app.accounts.proofs import link
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from app.registrations.models import Registration
from app.registrations.operations import Wish, register
from app.registrations.states import LatestNotice, ListVisibility, State
from app.registrations.tickets import ticket_path
from tests.factories import a_group, a_member, an_event, owner_of
from tests.registrations.worlds import a_full_house, gives_up, loaded, somebody_registers

NEWCOMER = {
    "family_name": "Kato",
    "given_name": "Emi",
    "email": "emi@example.org",
    "purpose": "friends",
}


def place(event, rest=""):
    return f"/events/{event.slug}/registration{rest}"


def the_place():
    db.session.expire_all()
    return db.session.scalars(sa.select(Registration)).one()


def test_a_member_registers_with_one_button(browser):
    event = an_event()
    browser.sign_in(a_member())
    answer = browser.post(place(event), data={"purpose": "growth"}, follow_redirects=True)
    assert "Your seat is confirmed." in answer.text
    assert "Show my ticket" in answer.text
    assert the_place().list_visibility == ListVisibility.ORGANIZERS


def test_whoever_registers_is_told_what_they_accept(browser):
    event, words = an_event(), "By registering you accept what we expect of each other here."
    assert words in browser.get(place(event)).text
    assert words in browser.sign_in(a_member()).get(place(event)).text
    assert 'id="conduct"' in browser.get("/help/trouble").text


def test_registering_twice_is_the_same_as_once(browser, count):
    event = an_event()
    browser.sign_in(a_member())
    for _ in range(2):
        answer = browser.post(place(event), data={"purpose": "growth"}, follow_redirects=True)
        assert "Your seat is confirmed." in answer.text
    assert count(Registration) == 1


def test_without_a_purpose_the_form_asks_for_one(browser, count):
    event = an_event()
    browser.sign_in(a_member())
    answer = browser.post(place(event), data={})
    assert "Please choose one." in answer.text
    assert count(Registration) == 0


def test_when_it_is_full_the_place_in_line_is_shown(browser):
    event = an_event(capacity=1)
    a_full_house(event, waiting=1)
    db.session.commit()
    browser.sign_in(a_member())
    assert "Join the waitlist" in browser.get(place(event)).text
    answer = browser.post(
        place(event), data={"purpose": "growth", "latest_notice": "any"}, follow_redirects=True
    )
    assert "You are number 2 in line" in answer.text


def test_a_stranger_is_asked_for_name_address_and_purpose_only(browser):
    page = browser.get(place(an_event())).text
    fields = {"family_name", "given_name", "email", "purpose"}
    assert all(f'name="{field}"' in page for field in fields)
    assert 'name="latest_notice"' not in page
    assert 'name="list_visibility"' not in page


def test_a_newcomer_holds_no_seat_before_the_link_is_used(browser, count):
    event = an_event()
    answer = browser.post(place(event, "/newcomer"), data=NEWCOMER)
    assert answer.location == "/sign-in/sent"
    assert count(Registration) == 0
    assert db.session.scalars(sa.select(Mail.kind)).all() == ["accounts.confirm"]


def test_the_link_alone_changes_nothing_its_button_registers(browser, count):
    event = an_event()
    browser.post(place(event, "/newcomer"), data=NEWCOMER)
    path = link(db.session.scalars(sa.select(EmailProof)).one()).removeprefix("http://localhost")
    assert event.title in browser.get(path).text
    assert count(Registration) == 0
    answer = browser.post(path)
    assert answer.status_code == 303
    assert the_place().state == State.CONFIRMED
    assert the_place().purpose == "friends"
    assert browser.get("/me").status_code == 200


def test_a_link_works_once(browser):
    event = an_event()
    browser.post(place(event, "/newcomer"), data=NEWCOMER)
    path = link(db.session.scalars(sa.select(EmailProof)).one()).removeprefix("http://localhost")
    browser.post(path)
    assert browser.post(path).status_code == 410


def test_whoever_has_a_place_already_keeps_it_when_using_a_link(browser, count):
    event, member = an_event(), a_member(email=NEWCOMER["email"])
    register(event, member, Wish(purpose="growth"), at=now())
    db.session.commit()
    browser.post(place(event, "/newcomer"), data=NEWCOMER)
    path = link(db.session.scalars(sa.select(EmailProof)).one()).removeprefix("http://localhost")
    assert browser.post(path).status_code == 303
    assert count(Registration) == 1
    assert the_place().purpose == "growth"


def test_nothing_tells_whether_an_address_is_known(app):
    event = an_event()
    a_member(email="known@example.org")
    answers = []
    for address in ("known@example.org", "unknown@example.org"):
        given = NEWCOMER | {"email": address}
        answers.append(app.test_client().post(place(event, "/newcomer"), data=given))
    known, unknown = ((answer.status_code, answer.location, answer.text) for answer in answers)
    assert known == unknown


def test_a_newcomer_is_not_asked_to_confirm_what_is_closed(browser, count):
    event = an_event(closes_at=now())
    browser.post(place(event, "/newcomer"), data=NEWCOMER)
    assert count(EmailProof) == count(User, User.email == NEWCOMER["email"]) == 0


@pytest.mark.parametrize("path", ["", "/cancellation", "/offer/acceptance", "/seat"])
def test_a_stranger_changes_nothing(browser, path):
    event = an_event()
    answer = browser.post(place(event, path), data={"purpose": "friends"})
    assert answer.status_code == 303
    assert "/sign-in" in answer.location


@pytest.mark.parametrize(
    "path", ["/cancellation", "/offer/acceptance", "/offer/refusal", "/seat", "/choices"]
)
def test_without_a_place_there_is_nothing_to_answer(browser, path):
    event = an_event()
    browser.sign_in(a_member())
    assert browser.post(place(event, path)).status_code == 404


def test_cancelling_asks_first_and_thanks_afterwards(browser):
    start = now() + timedelta(hours=5)
    event = an_event(starts_at=start)
    registration = somebody_registers(event)
    member = loaded(registration).attendee
    browser.sign_in(member)
    assert "Give up your seat?" in browser.get(place(event, "/cancellation")).text
    assert the_place().state == State.CONFIRMED
    answer = browser.post(place(event, "/cancellation"), follow_redirects=True)
    assert "somebody else can come now" in answer.text
    assert the_place().state == State.CANCELLED


def test_the_offer_is_answered_on_the_page_of_ones_place(browser):
    event = an_event(capacity=1, starts_at=now() + timedelta(hours=30))
    seated = somebody_registers(event)
    waiting = somebody_registers(event, latest_notice=LatestNotice.ANY)
    gives_up(seated)
    member = loaded(waiting).attendee
    browser.sign_in(member)
    assert "Yes, I am coming" in browser.get(place(event)).text
    answer = browser.post(place(event, "/offer/acceptance"), follow_redirects=True)
    assert "Your seat is confirmed." in answer.text


def test_the_open_seat_goes_to_whoever_presses_first(app):
    event = an_event(capacity=1, starts_at=now() + timedelta(hours=2))
    seated = somebody_registers(event)
    line = [somebody_registers(event, latest_notice=LatestNotice.ANY) for _ in range(2)]
    gives_up(seated)
    members = [loaded(registration).attendee for registration in line]
    first, second = (app.test_client().sign_in(member) for member in members)
    assert "A seat is open" in first.get(place(event)).text
    assert (
        "Your seat is confirmed." in first.post(place(event, "/seat"), follow_redirects=True).text
    )
    answer = second.post(place(event, "/seat"), follow_redirects=True)
    assert "Somebody else was quicker" in answer.text


def test_choices_can_be_changed_later(browser):
    event = an_event()
    registration = somebody_registers(event, purpose="friends")
    browser.sign_in(loaded(registration).attendee)
    assert "latest_notice" not in browser.get(place(event, "/choices")).text
    given = {"purpose": "growth", "list_visibility": "public"}
    browser.post(place(event, "/choices"), data=given)
    kept = the_place()
    assert (kept.purpose, kept.list_visibility) == ("growth", ListVisibility.PUBLIC)


def test_the_owner_sees_the_ticket_with_its_code(browser):
    registration = somebody_registers(an_event())
    browser.sign_in(loaded(registration).attendee)
    page = browser.get(ticket_path(registration)).text
    assert "<svg" in page
    assert "Show this at the door." in page


def test_anybody_else_sees_only_the_name_of_the_event(app):
    event = an_event(title="Quiet evening")
    registration = somebody_registers(event)
    name = loaded(registration).attendee.given_name
    for page in (
        app.test_client().get(ticket_path(registration)),
        app.test_client().sign_in(a_member("Nosy")).get(ticket_path(registration)),
    ):
        assert "Quiet evening" in page.text
        assert "Show this at the door." not in page.text
        assert f"{name} Sato" not in page.text


def test_a_cancelled_ticket_shows_no_code(browser):
    registration = somebody_registers(an_event())
    gives_up(registration)
    browser.sign_in(loaded(registration).attendee)
    page = browser.get(ticket_path(registration)).text
    assert "does not let anybody in" in page
    assert "Show this at the door." not in page


def test_the_door_is_led_to_the_scan(app, browser):
    group = a_group()
    registration = somebody_registers(an_event(group))
    browser.sign_in(owner_of(group))
    answer = browser.get(ticket_path(registration))
    assert answer.status_code == 302
    assert "/door/tickets/" in answer.location


def test_a_ticket_nobody_made_is_not_found(browser):
    assert browser.get("/t/" + "x" * 22).status_code == 404


def test_my_page_tells_where_i_stand_everywhere(browser):
    member = a_member("Mio")
    coming, full = an_event(title="Coming"), an_event(title="Waiting", capacity=0)
    past = an_event(title="Bygone", starts_at=now() + timedelta(minutes=1))
    for event in (coming, full, past):
        register(event, member, Wish(purpose="friends"), at=now())
    past.starts_at, past.ends_at = now() - timedelta(days=2), now() - timedelta(days=1)
    browser.sign_in(member)
    page = browser.get("/me").text
    assert page.index("Coming") < page.index("Waiting") < page.index("Bygone")
    assert "Waitlist no. 1" in page


def test_my_page_is_mine_alone(browser):
    assert "/sign-in" in browser.get("/me").location


def test_a_place_lost_to_time_can_be_asked_for_again(browser):
    event = an_event(capacity=0, starts_at=datetime.now(UTC) + timedelta(days=4))
    waiting = somebody_registers(event, latest_notice=LatestNotice.WEEK)
    from app.registrations import jobs

    jobs.lapse(now())
    browser.sign_in(loaded(waiting).attendee)
    assert "Your place in line has ended." in browser.get(place(event)).text
