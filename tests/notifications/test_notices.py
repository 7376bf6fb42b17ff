"""The bell: what letters say, on our own pages."""

from datetime import timedelta

import pytest

from app.kit.batch import batch, shared
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import prepares
from app.notifications.jobs import drain, forget_notices
from app.notifications.models import Notice
from app.notifications.notices import unread_count
from app.notifications.operations import turn_off
from app.notifications.rules import Topic
from tests.factories import a_member
from tests.notifications.letters import promised


@pytest.fixture
def member(browser):
    member = a_member()
    browser.sign_in(member)
    return member


def test_a_letter_is_a_line_behind_the_bell_with_its_own_words(browser, member):
    promised(member, "Your seat is confirmed")
    page = browser.get("/notices").text
    assert "Your seat is confirmed" in page
    assert "Good evening." in page
    assert '<span class="count">1' in page


def test_what_one_does_not_want_by_mail_stands_there_all_the_same(browser, member, app):
    turn_off(member, Topic.RECAPS, at=now())
    promised(member, "digest", "test.digest")
    drain()
    assert "A digest" in browser.get("/notices").text


def test_a_letter_that_is_no_longer_true_says_nothing(browser, member):
    promised(member, "withdrawn", "test.withdrawn")
    assert "Nothing new" in browser.get("/notices").text


def test_one_line_that_cannot_be_written_does_not_close_the_page(browser, member):
    promised(member, "fine")
    promised(member, "broken", "test.broken_row")
    assert "fine" in browser.get("/notices").text


def test_reading_is_a_press_and_looking_is_not(browser, member):
    mail = promised(member, "hello")
    browser.get("/notices")
    assert unread_count(member, now()) == 1
    answer = browser.post(f"/notices/{mail.id}", data={"to": "/events"})
    assert answer.location == "/events"
    assert unread_count(member, now()) == 0


def test_everything_is_read_at_one_press(browser, member):
    for number in range(3):
        promised(member, f"letter {number}")
    assert browser.post("/notices/reading").status_code == 303
    assert unread_count(member, now()) == 0


def test_a_line_leads_nowhere_but_to_our_own_pages(browser, member):
    mail = promised(member, "hello")
    answer = browser.post(f"/notices/{mail.id}", data={"to": "https://evil.example/"})
    assert answer.location == "/notices"


def test_nobody_reads_what_is_behind_somebody_elses_bell(browser, member):
    mail = promised(a_member(), "a secret")
    assert "a secret" not in browser.get("/notices").text
    assert browser.post(f"/notices/{mail.id}").status_code == 404
    assert db.session.get(Notice, mail.id).read_at is None


def test_a_letter_for_later_is_shown_later(browser, member, later):
    promised(member, "tomorrow", not_before=now() + timedelta(days=1))
    assert unread_count(member, now()) == 0
    later(days=2)
    assert unread_count(member, now()) == 1


def test_links_that_sign_in_are_not_behind_the_bell(app, count, browser):
    browser.post("/sign-in", data={"email": a_member().email})
    assert count(Notice) == 0


def test_what_was_read_long_ago_is_thrown_away(member, count):
    for key in "ab":
        promised(member, key)
    read = db.session.get(Notice, promised(member, "c").id)
    read.read_at = now()
    db.session.flush()
    assert forget_notices(now()) == 0
    assert forget_notices(now() + timedelta(days=31)) == 1
    assert forget_notices(now() + timedelta(days=91)) == 2
    assert count(Notice) == 0


def test_a_page_of_lines_asks_no_more_for_ten_than_each_letter_needs(browser, member, statements):
    for number in range(10):
        promised(member, f"letter {number}")
    with statements() as few:
        browser.get("/notices")
    assert len(few) < 40


def test_what_a_handful_has_in_common_is_found_once():
    found = []
    with batch():
        for _ in range(3):
            assert shared("key", lambda: found.append(1) or len(found)) == 1
    assert shared("key", lambda: found.append(1) or len(found)) == 2


def test_a_handful_is_prepared_before_it_is_written(app, postbox_for_one):
    loaded = []
    prepares("test.note")(lambda mails: loaded.append(len(mails)))
    try:
        for number in range(4):
            promised(a_member(), f"letter {number}")
        drain()
    finally:
        prepares("test.note")(lambda mails: None)
    assert loaded == [4]


@pytest.fixture
def postbox_for_one(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_URL", f"file://{tmp_path}")
