"""Who knows whom is nobody's to see: ties between others change no byte one can read."""

import re
from collections import defaultdict

import pytest

from app.api.calls import CALLS, PREFIX
from app.connections.operations import remove
from app.connections.queries import between
from app.introductions.models import Introduction
from app.introductions.operations import advance
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.registrations.states import ListVisibility
from tests.factories import a_group, a_member, a_seat, an_arrival, an_event, connected
from tests.introductions.conftest import glad, open_to

ASKING = {
    "purpose": "I brew miso and would like to learn about sake.",
    "why": "They know their rice.",
    "offer": "A tour of our brewery, any time in spring.",
    "topic": "friends",
    "selling": "no",
}


@pytest.fixture
def circle(transaction):
    """Aoi knows Ren, who may know Mio; all of them meet, and Ren is glad to introduce."""
    group = a_group()
    over, soon = an_event(group, starts_at=now()), an_event(group)
    aoi, ren, mio, kai = (a_member(name) for name in ("Aoi", "Ren", "Mio", "Kai"))
    for guest in (aoi, ren, mio, kai):
        an_arrival(a_seat(over, guest, list_visibility=ListVisibility.PARTICIPANTS))
        a_seat(soon, guest, list_visibility=ListVisibility.PARTICIPANTS)
    connected(aoi, ren)
    glad(ren, kai)
    open_to(mio, kai)
    return aoi, ren, mio, kai, over, soon


def tie_others(ren, mio, kai):
    """Every tie there can be that Aoi has no part in."""
    for one, other in ((ren, mio), (ren, kai), (mio, kai)):
        connected(one, other)


def untie_others(ren, mio, kai):
    for one, other in ((ren, mio), (ren, kai), (mio, kai)):
        remove(between(one, other), by=one, at=now())
    db.session.commit()


def addresses(aoi, ren, mio, kai, over, soon):
    pages = ["/me", "/connections", "/matching", "/introductions", "/introductions/new"]
    for person in (ren, mio, kai):
        pages += [f"/people/{person.public_id}", f"/introductions/new/{person.public_id}"]
    for event in (over, soon):
        pages += [f"/events/{event.slug}{page}" for page in ("", "/people", "/recap", "/tables")]
    calls = [call for call in CALLS.values() if call.is_safe]
    for call in calls:
        given = defaultdict(lambda: "x", event_id=soon.public_id, group_id=soon.group.public_id)
        given |= {"slot_id": "1", "number": "1"}
        for person in (ren, mio, kai) if "person_id" in call.parts else (ren,):
            pages.append(PREFIX + call.path.format_map(given | {"person_id": person.public_id}))
    return pages


def letters_due(member):
    due = db.session.query(Mail).filter(Mail.member_id == member.id, Mail.next_try_at <= now())
    return [mail for mail in due.order_by(Mail.id) if compose(mail)]


def read(browser, address):
    answer = browser.get(address)
    text = re.sub(r'name="(csrf_token|seal)"[^>]*>', "", answer.get_data(as_text=True))
    kept = {name: value for name, value in answer.headers if name not in ("Date", "Set-Cookie")}
    kept.pop("Content-Length", None)  # tokens differ in length, and what is left is compared
    return answer.status_code, kept, re.sub(r'content="[^"]{60,}"', "", text)


def test_no_page_and_no_answer_changes_with_ties_one_has_no_part_in(circle, browser):
    aoi, ren, mio, kai, *_events = circle
    browser.sign_in(aoi)
    where = addresses(*circle)
    without = {address: read(browser, address) for address in where}
    assert sum(status == 200 for status, *_rest in without.values()) > 20
    tie_others(ren, mio, kai)
    assert [each for each in where if read(browser, each) != without[each]] == []
    untie_others(ren, mio, kai)
    assert [each for each in where if read(browser, each) != without[each]] == []


@pytest.mark.parametrize("there_is_a_way", [True, False])
def test_asking_is_answered_alike_whether_there_is_a_way_or_none(circle, browser, there_is_a_way):
    aoi, ren, mio, kai, *_events = circle
    if there_is_a_way:
        tie_others(ren, mio, kai)
    browser.sign_in(aoi)
    answer = browser.post(f"/introductions/new/{mio.public_id}", data=ASKING)
    assert answer.status_code == 303
    advance(now())
    db.session.commit()
    row = db.session.query(Introduction).one()
    assert (row.connector_id == ren.id) is there_is_a_way
    page = read(browser, f"/introductions/{row.public_id}")[2]
    assert "Being looked at" in page
    assert "Ren" not in page
    assert [mail.kind for mail in letters_due(aoi)] == ["introduction.received"]
