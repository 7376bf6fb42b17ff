"""Who did what: one sentence for everything, found again by who, what and where."""

import pytest

from app.groups.journal import Deed, note
from app.insights.wording import KINDS, deed, kind_codes
from app.kit.clock import now
from app.kit.db import db
from tests.factories import a_group, a_member, an_event, owner_of


@pytest.fixture
def event():
    return an_event(title="Rust night")


def noted(event, kind: Deed, **details: object) -> None:
    host = owner_of(event.group)
    note(event.group, kind, by=host, at=now(), event=event, details=details)
    db.session.commit()


@pytest.mark.parametrize("kind", Deed)
@pytest.mark.parametrize("details", [{"count": 3, "member_id": 1}, {"member_id": 1, "name": "Kai"}])
def test_everything_that_can_be_done_has_a_sentence(app, kind, details):
    with app.test_request_context():
        sentence = deed(kind, details | {"reason": "conduct", "role": "door"}, "Aoi Sato")
    assert sentence not in ("", kind.value)
    assert "%(" not in sentence


def test_everything_that_can_be_done_belongs_to_one_kind():
    found = [code for kind in KINDS for code in kind_codes(kind)]
    assert sorted(found) == sorted(Deed)


def test_a_line_says_who_did_what_to_whom_and_why(event, browser):
    member = a_member("Mio", "Kato")
    noted(event, Deed.REMOVED, member_id=member.id, reason="soliciting")
    browser.sign_in(owner_of(event.group))
    page = browser.get(f"/events/{event.slug}/organize/log").text
    assert "Host Sato" in page
    assert "Took Mio Kato off the list (Selling or recruiting)" in page


def test_whoever_has_left_is_not_named(event, browser):
    member = a_member("Mio", "Kato")
    noted(event, Deed.CONFIRMED, member_id=member.id)
    db.session.delete(member)
    db.session.commit()
    browser.sign_in(owner_of(event.group))
    page = browser.get(f"/events/{event.slug}/organize/log").text
    assert "Confirmed somebody who has left" in page


def test_the_log_of_the_group_names_the_events_also_those_that_are_gone(event, browser):
    gone = an_event(event.group, title="Gone night")
    noted(event, Deed.PUBLISHED)
    noted(gone, Deed.PUBLISHED)
    db.session.delete(gone)
    db.session.commit()
    browser.sign_in(owner_of(event.group))
    page = browser.get(f"/groups/{event.group.slug}/organize/log").text
    assert f'<a href="/events/{event.slug}/organize">Rust night</a>' in page
    assert "Gone night" in page


def test_the_log_is_narrowed_by_what_and_by_whom(event, browser):
    host, other = owner_of(event.group), a_member("Ren")
    noted(event, Deed.PUBLISHED)
    note(event.group, Deed.ROLE_GIVEN, by=other, at=now(), details={"member_id": host.id})
    db.session.commit()
    browser.sign_in(host)
    address = f"/groups/{event.group.slug}/organize/log"
    assert "Gave" not in browser.get(f"{address}?kind=events").text
    page = browser.get(f"{address}?by={other.public_id}").text
    assert "Gave Host Sato a role" in page
    assert "Published the event" not in page
    assert browser.get(f"{address}?kind=nonsense&by=nobody").status_code == 200


def test_a_long_log_is_shown_page_by_page(event, browser):
    for number in range(35):
        noted(event, Deed.INVITED, count=number + 100)
    browser.sign_in(owner_of(event.group))
    address = f"/events/{event.slug}/organize/log"
    assert "Invited 134 people" in browser.get(address).text
    assert "Invited 134 people" not in browser.get(f"{address}?page=2").text
    assert "Invited 100 people" in browser.get(f"{address}?page=2").text


def test_a_log_is_for_those_who_run_the_group(event, browser):
    other = a_group()
    browser.sign_in(owner_of(other))
    assert browser.get(f"/events/{event.slug}/organize/log").status_code == 403
    assert browser.get(f"/groups/{event.group.slug}/organize/log").status_code == 403
