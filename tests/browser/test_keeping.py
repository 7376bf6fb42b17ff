"""From a code between two phones to keeping in touch, with the keyboard alone."""

from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from app.connections.queries import between, side_of
from app.connections.rules import State
from app.keeping.operations import note_favour
from app.keeping.rules import Direction
from app.kit import clock
from app.kit.db import db
from app.recaps.links import about_url
from tests.browser.keyboard import press, reach, type_over
from tests.browser.looking import look
from tests.factories import a_member, connected
from tests.recaps.evenings import a_guest, an_evening, closed

pytestmark = pytest.mark.browser


@pytest.fixture
def two(house):
    with house.app.app_context():
        pair = a_member("Aoi", email="aoi@example.org"), a_member("Ren", email="ren@example.org")
        db.session.commit()
        yield house, *pair


def scanned(page) -> str:
    """What the camera of another phone reads from this one."""
    picture = page.locator(".my-code svg").screenshot()
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    return code.text


def fresh():
    """What others have written since."""
    db.session.rollback()
    db.session.expire_all()


def test_a_code_is_shown_on_one_phone_and_accepted_on_both(two, page_of):
    house, aoi, ren = two
    mine, theirs = page_of(house, aoi, width=390), page_of(house, ren, width=390)
    mine.goto("/connections")
    press(mine, mine.get_by_role("link", name="Show my code"))
    look(mine, "my-code")
    theirs.goto(scanned(mine))
    look(theirs, "scanned")
    reach(theirs, theirs.get_by_label("E-mail"))
    theirs.keyboard.press("Space")
    press(theirs, theirs.get_by_role("button", name="Connect"))
    # The first phone shows it without being touched.
    asked = mine.get_by_role("button", name="Connect", exact=True)
    expect(asked).to_be_visible()
    press(mine, asked)
    expect(mine.locator("main")).to_contain_text("ren@example.org")
    fresh()
    assert between(aoi, ren).state == State.ACTIVE
    assert side_of(between(aoi, ren), ren).shares == ["email"]
    assert side_of(between(aoi, ren), aoi).shares == []
    remember_and_keep_up(mine)
    side = side_of(between(aoi, ren), aoi)
    assert (side.idea, side.note) == ("A study session", "Knows every kiln in town.")
    assert side.cadence_days == 14


def remember_and_keep_up(page):
    """Write what the two could do together and a note; then choose how often to be in touch."""
    type_over(page, page.get_by_label("What we could do together"), "A study session")
    type_over(page, page.get_by_label("Your private note"), "Knows every kiln in town.")
    press(page, page.get_by_role("button", name="Save").first)
    press(page, page.get_by_role("link", name="Keep in touch"))
    look(page, "keep-in-touch")
    reach(page, page.get_by_role("radio", name="Never"))
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    press(page, page.locator("form[action$='/cadence'] button[type=submit]"))
    fresh()


def test_who_is_due_is_noted_and_the_review_is_gone_through(two, page_of):
    house, aoi, ren = two
    tie = connected(aoi, ren)
    tie.connected_at = clock.now() - timedelta(days=90)
    side_of(tie, aoi).cadence_days = 30
    for _ in range(3):
        note_favour(tie, aoi, Direction.RECEIVED, "A lift home", at=clock.now())
    db.session.commit()
    page = page_of(house, aoi, width=390)
    page.goto("/connections/touch")
    look(page, "in-touch")
    press(page, page.get_by_role("button", name="We were in touch"))
    page.goto("/connections/touch")
    expect(page.locator("main")).to_contain_text("Nobody is waiting")
    page.goto("/connections/review")
    look(page, "review")
    press(page, page.get_by_role("button", name="Fine as it is"))
    expect(page.locator("main")).to_contain_text("All in balance")
    for path in ("goals", "picture"):
        page.goto(f"/connections/{path}")
        look(page, path)


def test_a_link_of_the_letter_needs_no_sign_in_and_one_press(house, visit):
    with house.app.app_context():
        event = an_evening()
        aoi, ren = a_guest(event, "Aoi"), a_guest(event, "Ren")
        closed()
        link = about_url(event, aoi, ren, "connect")
        page = visit("ja")
        page.goto(link)
        look(page, "from-the-letter")
        first = page.get_by_role("button").filter(has_text="つながる").first
        press(page, first)
        expect(page.locator("main")).to_contain_text("お伝え済み")
        fresh()
        assert between(aoi, ren).is_asked_by(aoi, clock.now())
