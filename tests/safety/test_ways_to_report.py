"""From everything that can be wrong a way leads to the moderators, and from them to their desk."""

import re

import pytest

from app.connections.operations import request
from app.introductions.operations import advance, consent, forward, propose
from app.introductions.rules import Scope
from app.kit.clock import now
from app.kit.db import db
from app.moderation.models import Report
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.relay.mails import MESSAGE
from app.relay.models import RelayedMessage
from app.relay.rules import Matter
from tests.factories import a_group, a_member, an_event, connected, owner_of, saved
from tests.introductions.conftest import NOTE, asked, came, glad, open_to

WORDS = {"kind": "money", "words": "They wanted me to sign a contract there and then."}


@pytest.fixture
def three(transaction):
    aoi, ren, mio = came(a_member("Aoi")), a_member("Ren"), a_member("Mio")
    connected(aoi, ren)
    connected(ren, mio)
    glad(ren)
    open_to(aoi, mio)
    return aoi, ren, mio


def ways_in(text: str) -> list[str]:
    """The addresses of pages to report on, as the letter or the page has them."""
    return sorted(set(re.findall(r"/(?:events|people|messages)/[\w-]+/report", text)))


def letter_to(member, kind):
    query = db.select(Mail).where(Mail.member_id == member.id, Mail.kind == kind)
    return compose(db.session.scalars(query.order_by(Mail.id.desc())).first())


def assert_leads_to_a_report(browser, member, letter, about):
    (way,) = ways_in(letter.text)
    assert ways_in(letter.html) == [way]
    browser.sign_in(member)
    assert browser.get(way).status_code == 200
    assert browser.post(way, data=WORDS).status_code == 303
    report = db.session.scalars(db.select(Report).order_by(Report.id.desc())).first()
    assert (report.by_id, report.about_id) == (member.id, about.id)


def test_from_the_page_of_an_event(transaction, browser):
    event = an_event()
    way = f"/events/{event.slug}/report"
    assert ways_in(browser.get(f"/events/{event.slug}").text) == [way]
    assert "/sign-in" in browser.get(way).location
    browser.sign_in(a_member())
    assert browser.post(way, data=WORDS).status_code == 303
    assert db.session.query(Report).one().event_id == event.id


def test_from_a_letter_that_was_passed_on(transaction, browser):
    one, other = a_member("Ren"), a_member("Kai")
    row = saved(
        RelayedMessage(
            matter=Matter.EVENT, about_id=1, writer_id=other.id, reader_id=one.id,
            subject="Hello", body="A friend earns a lot.", arrived_as="x", received_at=now(),
        )
    )  # fmt: skip
    post(one, Promise(MESSAGE, "m", about_id=row.id), at=now())
    db.session.commit()
    assert_leads_to_a_report(browser, one, letter_to(one, MESSAGE), other)


def test_from_a_request_to_connect(transaction, browser):
    one, other = a_member("Ren"), a_member("Kai")
    request(other, one, event=None, at=now())
    db.session.commit()
    assert_leads_to_a_report(browser, one, letter_to(one, "connection.asked"), other)


def test_from_every_letter_of_an_introduction(three, browser):
    aoi, ren, mio = three
    row = asked(aoi, mio)
    db.session.commit()
    assert_leads_to_a_report(browser, ren, letter_to(ren, "introduction.asked_connector"), aoi)
    forward(row, NOTE, Scope.CLOSE, by=ren, at=now())
    db.session.commit()
    assert_leads_to_a_report(browser, mio, letter_to(mio, "introduction.asked_target"), aoi)
    consent(row, (), by=mio, at=now())
    db.session.commit()
    assert_leads_to_a_report(browser, mio, letter_to(mio, "introduction.introduced"), aoi)
    assert_leads_to_a_report(browser, aoi, letter_to(aoi, "introduction.introduced"), mio)


def test_from_a_letter_that_proposes_somebody(three, browser):
    aoi, ren, mio = three
    propose(ren, (aoi, mio), NOTE, Scope.CLOSE, at=now())
    advance(now())
    db.session.commit()
    for me, other in ((aoi, mio), (mio, aoi)):
        assert_leads_to_a_report(browser, me, letter_to(me, "introduction.proposed"), other)


def test_a_connector_who_has_answered_finds_the_way_too(three, browser):
    aoi, ren, mio = three
    row = asked(aoi, mio)
    forward(row, NOTE, Scope.CLOSE, by=ren, at=now())
    db.session.commit()
    browser.sign_in(ren)
    page = browser.get(f"/introductions/{row.public_id}").text
    assert ways_in(page) == [f"/people/{aoi.public_id}/report"]
    browser.sign_in(aoi)
    assert ways_in(browser.get(f"/introductions/{row.public_id}").text) == []


def test_from_a_persons_page(three, browser):
    aoi, ren, _mio = three
    page = browser.sign_in(aoi).get(f"/people/{ren.public_id}").text
    assert ways_in(page) == [f"/people/{ren.public_id}/report"]


DESKS = ("/safety/", "/vocabulary/", "/admin/outbox")


def test_their_own_page_leads_the_staff_to_every_desk(transaction, browser):
    browser.sign_in(a_member("Staff", is_staff=True))
    page = browser.get("/me").text
    for desk in DESKS:
        assert f'href="{desk}"' in page, desk
        assert browser.get(desk).status_code == 200


def test_owners_find_the_reports_from_their_evenings_and_members_nothing(transaction, browser):
    group = a_group()
    page = browser.sign_in(owner_of(group)).get("/me").text
    assert [desk for desk in DESKS if f'href="{desk}"' in page] == ["/safety/"]
    page = browser.sign_in(a_member()).get("/me").text
    assert [desk for desk in DESKS if f'href="{desk}"' in page] == []
