"""What was typed is still there when sending it came to nothing."""

import re

import pytest
from playwright.sync_api import expect

from app.accounts.models import SignIn, User
from app.kit.db import db
from tests.factories import a_member, in_one_group, owner_of

pytestmark = pytest.mark.browser

WORDS = "Any Saturday in spring, for four people."


@pytest.fixture
def board(house):
    with house.app.app_context():
        group = in_one_group(a_member("Aoi"), a_member("Ren"))
        db.session.commit()
        yield group


@pytest.fixture
def writer(board, house, page_of, chrome):
    """Somebody at the form for a posting, whose browser may complain of a network that is away."""
    state = page_of(house, owner_of(board)).context.storage_state()
    context = chrome.new_context(base_url=house.url, storage_state=state, locale="en-GB")
    page = context.new_page()
    page.goto(f"/groups/{board.slug}/board/new")
    page.locator("[name=side]").last.check()
    page.locator("[name=topic]").first.check()
    page.locator("[name=title]").fill("A tour of our brewery")
    page.locator("[name=words]").fill(WORDS)
    yield page
    context.close()


def send(page):
    page.locator("main form button[type=submit]").last.click(no_wait_after=True)


def it_is_all_there(page):
    expect(page.locator("[name=words]")).to_have_value(WORDS)
    expect(page.locator("[name=title]")).to_have_value("A tour of our brewery")
    expect(page.locator("[name=side]").last).to_be_checked()
    expect(page.locator("[name=topic]").first).to_be_checked()
    expect(page.locator(".flashes .notice")).to_be_visible()


def test_without_a_network_and_once_it_has_arrived_the_form_is_empty(writer):
    address = writer.url
    writer.context.set_offline(True)
    send(writer)
    expect(writer.locator("#main-frame-error")).to_be_visible()
    writer.context.set_offline(False)
    writer.goto(address)
    it_is_all_there(writer)
    send(writer)
    expect(writer).to_have_url(re.compile(r"/board/(?!new)\w+$"))
    writer.goto(address)
    expect(writer.locator("[name=words]")).to_have_value("")


def test_when_the_server_was_away(writer):
    address = writer.url
    writer.route("**/board/new", lambda way: way.fulfill(status=503, body="Away."))
    send(writer)
    expect(writer.locator("body")).to_have_text("Away.")
    writer.unroute_all()
    writer.goto("/me")
    writer.goto(address)
    it_is_all_there(writer)


def test_when_the_sign_in_has_ended_it_waits_for_its_writer(writer, board, house, page_of):
    address = writer.url
    send_without_sign_in(writer)
    signed_in_as(owner_of(board), writer, house, page_of)
    writer.goto(address)
    it_is_all_there(writer)


def test_nobody_else_reads_it_in_the_same_window(writer, board, house, page_of):
    address, other = writer.url, db.session.query(User).filter_by(given_name="Ren").one()
    send_without_sign_in(writer)
    signed_in_as(other, writer, house, page_of)
    writer.goto(address)
    expect(writer.locator("[name=words]")).to_have_value("")
    signed_in_as(owner_of(board), writer, house, page_of)
    writer.goto(address)
    expect(writer.locator("[name=words]")).to_have_value("")


def send_without_sign_in(page):
    db.session.query(SignIn).delete()
    db.session.commit()
    send(page)
    expect(page).to_have_url(re.compile("/sign-in"))


def signed_in_as(member, page, house, page_of):
    page.context.add_cookies(page_of(house, member).context.cookies())
