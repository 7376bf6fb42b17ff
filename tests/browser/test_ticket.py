"""The ticket on its owner's phone: it opens without a network, and never for anybody else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.kit.clock import now
from app.kit.db import db
from app.registrations.operations import Arrival, bring_in, cancel
from app.registrations.queries import holding
from app.registrations.tickets import ticket_path
from tests.browser.looking import look
from tests.factories import a_group, a_member, an_event

pytestmark = pytest.mark.browser

EMEKA, HANA = "emeka@attendees.example", "hana@attendees.example"
KEPT_NOW = """async () => {
    if (!(await caches.has("tickets"))) return [];
    const kept = await (await caches.open("tickets")).keys();
    return kept.map((one) => new URL(one.url).pathname).filter((path) => path.startsWith("/t/"));
}"""
NOTHING_KEPT = f"async () => !(await ({KEPT_NOW})()).length"
END_THE_KEEPING = """async (path) => {
    const cache = await caches.open("tickets");
    const kept = await cache.match(path);
    const headers = new Headers(kept.headers);
    headers.set("X-Kept-Until", new Date(Date.now() - 1000).toISOString());
    await cache.put(path, new Response(await kept.text(), { headers }));
}"""


@pytest.fixture
def tickets(house) -> dict[str, str]:
    """The paths of two people's tickets for tonight, by address."""
    with house.app.app_context():
        event = an_event(a_group(), slug="tonight", starts_at=now() + timedelta(minutes=20))
        people = [a_member("Emeka", "Okonkwo", email=EMEKA), a_member("Hana", "Mori", email=HANA)]
        places = [bring_in(event, one, Arrival(), by=None, at=now()) for one in people]
        found = {one.email: ticket_path(place) for one, place in zip(people, places, strict=True)}
        db.session.commit()
    return found


@pytest.fixture
def phone(house, chrome) -> Iterator[BrowserContext]:
    context = chrome.new_context(
        base_url=house.url, locale="en-GB", viewport={"width": 390, "height": 844}
    )
    yield context
    context.close()


def sign_in(house, page: Page, address: str) -> None:
    page.goto("/sign-in")
    page.locator("form[action*='/sign-in/links'] [name=email]").fill(address)
    with page.expect_navigation():
        page.locator("form[action*='/sign-in/links'] button").click()
    page.goto(house.link_in(address, "/sign-in/link/"))
    with page.expect_navigation():
        page.locator("form[action*='/sign-in/link/'] button").click()
    page.wait_for_url(lambda url: "/link/" not in url)


def kept_page(house, phone: BrowserContext, address: str, path: str) -> Page:
    """The page of a ticket whose owner has been told that it is kept."""
    page = phone.new_page()
    sign_in(house, page, address)
    page.goto(path)
    expect(page.locator("[data-state=kept]")).to_contain_text("Kept on this phone until")
    return page


def has_network(page: Page) -> bool:
    return page.evaluate("() => fetch('/healthz').then(() => true, () => false)")


def test_a_kept_ticket_opens_without_a_network_as_often_as_one_likes(house, phone, tickets):
    page = kept_page(house, phone, EMEKA, tickets[EMEKA])
    look(page, "ticket")
    drawn = page.locator(".ticket svg.qr path").last.get_attribute("d")
    phone.set_offline(True)
    for _again in range(4):
        page.reload()
        assert not has_network(page)
        expect(page.locator("[data-state=copy]")).to_contain_text("the ticket as of")
        expect(page.locator(".ticket")).to_contain_text("Okonkwo")
        assert page.locator(".ticket svg.qr path").last.get_attribute("d") == drawn
    page.close()
    page = phone.new_page()
    page.goto(tickets[EMEKA])
    expect(page.locator(".ticket")).to_contain_text("Okonkwo")
    look(page, "ticket-offline")
    page.get_by_role("button", name="Large and bright").click()
    expect(page.locator("dialog svg.qr")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    phone.set_offline(False)
    page.reload()
    expect(page.locator("[data-state=kept]")).to_be_visible()


def test_it_is_kept_already_by_whoever_looked_at_their_place(house, phone, tickets):
    page = phone.new_page()
    sign_in(house, page, EMEKA)
    page.goto("/events/tonight/registration")
    expect(page.locator("[data-state=kept]")).to_contain_text("Kept on this phone until")
    phone.set_offline(True)
    page.goto(tickets[EMEKA])
    expect(page.locator(".ticket")).to_contain_text("Okonkwo")


def test_signing_out_takes_the_ticket_off_the_phone(house, phone, tickets):
    page = kept_page(house, phone, EMEKA, tickets[EMEKA])
    page.goto("/me")
    with page.expect_navigation():
        page.locator("form[action$='/sign-out'] button").click()
    expect(page.locator(".flashes")).to_contain_text("signed out")
    page.wait_for_function(NOTHING_KEPT)
    phone.set_offline(True)
    page.goto(tickets[EMEKA])
    expect(page.locator("body")).to_contain_text("not kept on this phone")
    assert "Okonkwo" not in page.content()


def test_on_a_shared_phone_nobody_sees_the_ticket_of_whoever_had_it_before(house, phone, tickets):
    page = kept_page(house, phone, EMEKA, tickets[EMEKA])
    phone.clear_cookies()  # the sign-in ran out; nobody pressed anything
    sign_in(house, page, HANA)
    page.goto(tickets[HANA])
    expect(page.locator("[data-state=kept]")).to_be_visible()
    assert page.evaluate(KEPT_NOW) == [tickets[HANA]]
    phone.set_offline(True)
    page.goto(tickets[EMEKA])
    expect(page.locator("body")).to_contain_text("not kept on this phone")
    page.goto(tickets[HANA])
    expect(page.locator(".ticket")).to_contain_text("Mori")


def test_after_the_evening_it_is_gone(house, phone, tickets):
    page = kept_page(house, phone, EMEKA, tickets[EMEKA])
    page.evaluate(END_THE_KEEPING, tickets[EMEKA])
    phone.set_offline(True)
    page.reload()
    expect(page.locator("body")).to_contain_text("no longer")
    assert page.evaluate(KEPT_NOW) == []


def test_a_seat_given_back_is_no_longer_kept(house, phone, tickets):
    page = kept_page(house, phone, EMEKA, tickets[EMEKA])
    with house.app.app_context():
        place = db.session.scalars(holding(tickets[EMEKA].split("/")[-1])).one()
        cancel(place, by=place.attendee, at=now())
        db.session.commit()
    page.reload()
    expect(page.locator(".ticket")).to_contain_text("does not let anybody in")
    page.wait_for_function(NOTHING_KEPT)


def test_a_phone_that_can_keep_nothing_says_what_to_do(house, phone, tickets):
    phone.add_init_script("delete window.caches; delete Navigator.prototype.serviceWorker")
    page = phone.new_page()
    sign_in(house, page, EMEKA)
    page.goto(tickets[EMEKA])
    expect(page.locator("[data-state=not-kept]")).to_contain_text("take a picture of this page")


def test_another_persons_ticket_is_never_kept(house, phone, tickets):
    page = phone.new_page()
    sign_in(house, page, HANA)
    page.goto(tickets[EMEKA])
    expect(page.locator("main")).to_contain_text("Only its owner sees more")
    assert page.evaluate(KEPT_NOW) == []
