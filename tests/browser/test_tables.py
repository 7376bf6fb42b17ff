"""Tables and tags with the keyboard alone: no key is a trap, and nothing needs a mouse."""

import pytest
from playwright.sync_api import Page, expect

from app.kit import clock
from app.kit.db import db
from app.matching.queries import rounds_of
from app.profiles.learning import learn_vocabulary
from app.profiles.queries import profile_of
from tests.browser.keyboard import press, reach, type_over
from tests.browser.looking import look
from tests.factories import a_group, a_member, a_seat, an_arrival, an_event, owner_of

pytestmark = pytest.mark.browser

# Somebody always has a name that no line can hold.
GUESTS = ("Aoi", "Ren", "Mio", "Yui", "Sora", "N" + "a" * 76 + "o")
ENTRY = "[name=offers] + .tag-box input"
CHIPS = "[name=offers] + .tag-box .chip"


@pytest.fixture
def tonight(house):
    """An evening that has begun, with six people in the room."""
    with house.app.app_context():
        event = an_event(a_group(), slug="tonight", starts_at=clock.now(), capacity=20)
        guests = [a_member(name) for name in GUESTS]
        for guest in guests:
            an_arrival(a_seat(event, guest))
        db.session.commit()
        yield house, event, owner_of(event.group), guests


def test_tables_are_planned_locked_changed_begun_and_shown_by_keyboard(tonight, page_of):
    house, event, host, _guests = tonight
    page = page_of(house, host)
    page.goto("/events/tonight/rounds")
    type_over(page, page.locator("[name=rounds]"), "２")
    type_over(page, page.locator("[name=size]"), "2")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".seating")).to_have_count(3)
    look(page, "tables-planned")
    page.set_viewport_size({"width": 1280, "height": 844})

    press(page, page.locator("#t1 form button"))
    expect(page.locator("#t1.locked")).to_have_count(1)
    change_places(page)
    press(page, page.locator("form[action$='/rounds/1/beginning'] button"))
    expect(page.locator("form[action$='/rounds/1/ending']")).to_have_count(1)
    db.session.rollback()
    assert [one.has_begun for one in rounds_of(event)] == [True, False]

    press(page, page.locator("a[href$='/rounds/board']"))
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect(page.locator(".board .seating")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def change_places(page: Page) -> None:
    """Somebody at the second table changes places with the first who is offered."""
    name = page.locator("#t2 li a").first.text_content()
    press(page, page.locator("#t2 li a").first)
    expect(page.locator("h1")).to_have_text(name)
    look(page, "tables-seat")
    page.set_viewport_size({"width": 1280, "height": 844})
    press(page, page.locator("form:has([name=other]) button").first)
    expect(page.locator("#t2 li", has_text=name)).to_have_count(0)


def test_whoever_reads_by_keyboard_stays_where_they_are_when_the_page_looks_again(tonight, page_of):
    house, _event, host, guests = tonight
    page = page_of(house, host)
    page.goto("/events/tonight/rounds")
    type_over(page, page.locator("[name=size]"), "2")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    phone = page_of(house, guests[0])
    phone.goto("/events/tonight/tables")
    mate = phone.locator(".mates a").first
    name = mate.text_content()
    with phone.expect_response(lambda answer: answer.url.endswith("/tables")):
        reach(phone, mate)
    before = mate.element_handle()
    phone.wait_for_function("old => !old.isConnected", arg=before)
    expect(phone.locator(".mates a", has_text=name).first).to_be_focused()


def test_tags_are_found_taken_and_taken_off_by_keyboard(tonight, page_of):
    house, _event, _host, guests = tonight
    learn_vocabulary()
    db.session.commit()
    page = page_of(house, guests[0])
    page.goto("/welcome/2")
    take_what_is_offered(page)
    look(page, "tags-taken")
    write_and_take_off(page)
    press(page, page.locator("main form button[type=submit]").first)
    db.session.rollback()
    assert len(profile_of(guests[0]).tags) == 2


def take_what_is_offered(page: Page) -> None:
    choices = page.locator("[name=offers] ~ .tag-choices [role=option]")
    reach(page, page.locator(ENTRY))
    page.keyboard.type("かいけ")
    expect(choices.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(choices).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(choices.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(choices.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator(CHIPS)).to_have_count(1)


def write_and_take_off(page: Page) -> None:
    page.keyboard.type("sake, 落語")
    page.keyboard.press("Enter")
    expect(page.locator(CHIPS)).to_have_count(3)
    page.keyboard.press("Backspace")
    expect(page.locator(CHIPS)).to_have_count(2)
    page.keyboard.press("Tab")
    expect(page.locator(ENTRY)).not_to_be_focused()
