"""One whole introduction in each of the three ways, with the keyboard alone, on three phones."""

import pytest
from playwright.sync_api import expect

from app.connections.people import granted_contacts
from app.connections.queries import are_connected
from app.kit.db import db
from tests.browser.keyboard import press, reach, type_over
from tests.browser.looking import look
from tests.factories import a_member, a_seat, an_arrival, an_event, connected
from tests.introductions.conftest import glad, open_to

pytestmark = pytest.mark.browser

NOTE = "We brewed together for three years, and it was a joy."
LETTER = {
    "purpose": "I brew miso and would like to learn about sake.",
    "why": "You wrote about koji last year.",
    "offer": "A tour of our brewery.",
}


@pytest.fixture
def three(house):
    with house.app.app_context():
        names = ("Aoi", "Ren", "Mio")
        people = [a_member(name, email=f"{name.lower()}@example.org") for name in names]
        aoi, ren, mio = people
        evening = an_event()
        an_arrival(a_seat(evening, aoi))
        a_seat(evening, mio)
        connected(aoi, ren)
        connected(ren, mio)
        glad(ren)
        open_to(aoi, mio)
        yield house, *people


@pytest.fixture
def phones(three, page_of):
    house, *people = three
    return [page_of(house, member, width=390) for member in people]


def written(page, send="Send the request"):
    for name, words in LETTER.items():
        type_over(page, page.locator(f"[name={name}]"), words)
    reach(page, page.get_by_label("E-mail: aoi@example.org"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name=send))


def chosen(page, field, person):
    reach(page, page.locator(f"[name={field}]"))
    page.keyboard.type(person)


def vouched(page, button):
    type_over(page, page.locator("[name=note]"), NOTE)
    reach(page, page.get_by_label("We have met once"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name=button))


def agreed(page, field):
    reach(page, page.get_by_label(field))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Yes, please introduce us"))


def opened(page, name):
    """From one's introductions to the one about somebody."""
    page.goto("/introductions")
    press(page, page.get_by_role("link", name=name).first)


def have_met(three, shared):
    _house, aoi, ren, mio = three
    db.session.rollback()
    db.session.expire_all()
    assert are_connected(aoi, mio)
    assert granted_contacts(mio, aoi) == shared
    assert granted_contacts(aoi, mio) == {"email": mio.email}
    assert ren.id not in (aoi.id, mio.id)


def test_somebody_is_asked_for_by_name(three, phones):
    house, _aoi, _ren, mio = three
    mine, between_us, theirs = phones
    mine.goto(f"/people/{mio.public_id}")
    press(mine, mine.get_by_role("link", name="Ask for an introduction"))
    written(mine)
    expect(mine.locator("main")).to_contain_text("Being looked at")
    house.tick()
    opened(between_us, "Aoi Sato")
    look(between_us, "introducing-connector")
    vouched(between_us, "Pass it on to Mio Sato")
    opened(theirs, "Aoi Sato")
    assert "aoi@example.org" not in theirs.content()
    agreed(theirs, "E-mail: mio@example.org")
    opened(mine, "Mio Sato")
    expect(mine.locator("main")).to_contain_text("mio@example.org")
    look(mine, "introducing-met")
    have_met(three, {"email": "aoi@example.org"})


def test_somebody_who_can_help_is_thought_of_by_a_connector(three, phones):
    house = three[0]
    mine, between_us, theirs = phones
    mine.goto("/introductions")
    press(mine, mine.get_by_role("link", name="Ask for somebody who can help"))
    chosen(mine, "connector", "Ren")
    written(mine)
    assert "Mio" not in mine.content()
    house.tick()
    opened(between_us, "Aoi Sato")
    chosen(between_us, "target", "Mio")
    vouched(between_us, "Ask them")
    mine.goto("/introductions")
    assert "Mio" not in mine.content()
    opened(theirs, "Aoi Sato")
    agreed(theirs, "E-mail: mio@example.org")
    opened(mine, "Mio Sato")
    have_met(three, {"email": "aoi@example.org"})


def test_two_are_brought_together_by_somebody_who_knows_both(three, phones):
    house = three[0]
    mine, between_us, theirs = phones
    between_us.goto("/introductions")
    press(between_us, between_us.get_by_role("link", name="Bring two people together"))
    chosen(between_us, "one", "Aoi")
    chosen(between_us, "other", "Mio")
    vouched(between_us, "Ask them both")
    house.tick()
    opened(mine, "Mio Sato")
    agreed(mine, "E-mail: aoi@example.org")
    mine.goto("/introductions")
    assert "mio@example.org" not in mine.content()
    opened(theirs, "Aoi Sato")
    look(theirs, "introducing-proposed")
    agreed(theirs, "E-mail: mio@example.org")
    opened(mine, "Mio Sato")
    expect(mine.locator("main")).to_contain_text("mio@example.org")
    have_met(three, {"email": "aoi@example.org"})
