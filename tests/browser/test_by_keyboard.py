"""From the first registration to the recap without a mouse: nothing is out of reach or lost."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from app.accounts.queries import member_at
from app.kit import clock
from app.kit.db import db
from app.profiles.traits import Facet
from app.registrations.models import Registration
from tests.browser.keyboard import press, reach, type_over
from tests.factories import a_group, a_member, a_seat, an_arrival, an_event, tagged
from tests.introductions.conftest import open_to

pytestmark = pytest.mark.browser

ADDRESS = "mio@example.org"
EVENING = timedelta(days=7)


@pytest.fixture
def evening(house):
    """An event in a week, with somebody worth meeting on its list."""
    with house.app.app_context():
        event = an_event(a_group(), slug="evening", starts_at=clock.now() + EVENING)
        ren = a_member("Ren")
        tagged(ren, Facet.OFFER, "contracts")
        open_to(ren)
        a_seat(event, ren)
        db.session.commit()
        yield house, event


def test_a_newcomer_comes_all_the_way_by_keyboard(evening, visit):
    house, event = evening
    page = visit("en", 1280)
    registers(page, house)
    holds_the_ticket_up(page, house)
    tells_what_they_need(page)
    marks_somebody(page)
    reads_the_recap(page, house, event)


def registers(page: Page, house) -> None:
    """The skip link, a forgotten field, an address that cannot be, a link from a letter."""
    page.goto("/events/evening")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    press(page, page.locator("main a[href$='/evening/registration']:visible").first)
    type_over(page, page.locator("[name=given_name]"), "Mio")
    page.keyboard.press("Enter")
    expect(page.locator("#email")).to_be_focused()
    page.keyboard.type("mio@nowhere")
    reach(page, page.locator("[name=purpose]").first)
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    puts_it_right(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(house.link_in(ADDRESS, "/confirm/"))
    press(page, page.locator("form[action*='/confirm/'] button"))


def puts_it_right(page: Page) -> None:
    """What is wrong has the focus, and leads to its field."""
    expect(page.locator(".notice[role=alert]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".notice[role=alert] a[href='#email']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#email")).to_be_focused()
    type_over(page, page.locator("#email"), ADDRESS)


def holds_the_ticket_up(page: Page, house) -> None:
    """Escape closes what fills the screen, and the button has the focus again."""
    page.goto(house.link_in(ADDRESS, "/t/"))
    larger = page.locator("[data-enlarge]")
    reach(page, larger)
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(larger).to_be_focused()


def tells_what_they_need(page: Page) -> None:
    page.goto("/welcome/2")
    reach(page, page.locator("[name=needs] + .tag-box input"))
    page.keyboard.type("contracts,")
    press(page, page.locator("main form .form-foot button").first)
    page.goto("/welcome/3")
    reach(page, page.locator("[name=is_matched]"))
    if not page.locator("[name=is_matched]").is_checked():
        page.keyboard.press("Space")
    press(page, page.locator("main form .form-foot button").first)
    page.goto("/events/evening/registration/choices")
    reach(page, page.locator("[name=list_visibility]:checked"))
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=list_visibility][value=participants]")).to_be_checked()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def marks_somebody(page: Page) -> None:
    """Whoever marks somebody stays at that very button, and reads what was done."""
    page.goto("/events/evening/people")
    press(page, page.locator(".match form[action*='/evening/likes/'] button").first)
    expect(page.locator(".match form[action$='/withdrawal'] button").first).to_be_focused()
    expect(page.locator(".flashes .notice")).to_be_in_viewport()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".match form[action*='/evening/likes/'] button").first).to_be_focused()


def reads_the_recap(page: Page, house, event) -> None:
    starts_at = event.starts_at
    house.move_clock(starts_at + timedelta(minutes=5))
    mio = member_at(ADDRESS)
    an_arrival(db.session.scalars(sa.select(Registration).filter_by(attendee_id=mio.id)).one())
    db.session.commit()
    house.move_clock(starts_at + timedelta(hours=20))
    house.tick()
    page.goto("/events/evening/recap")
    reach(page, page.locator("main a, main button").first)
