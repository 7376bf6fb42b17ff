"""Turning mails off: at the foot of a mail without signing in, and among one's settings."""

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.notifications import bounces
from app.notifications.links import off_url
from app.notifications.models import Preference
from app.notifications.promotion import is_wanted_by, ledger_of, version, words_in
from app.notifications.queries import has_turned_off, ways_chosen
from app.notifications.rules import DIGEST, Topic, Way
from tests.factories import a_member

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path_for(member):
    return off_url(member, Topic.RECAPS).removeprefix("http://localhost")


def test_one_click_turns_a_topic_off_without_signing_in(app, browser, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    member = a_member()
    answer = browser.post(path_for(member), data=ONE_CLICK)
    assert answer.status_code == 200
    assert has_turned_off(member, Topic.RECAPS)


def test_looking_at_the_link_changes_nothing(browser, count):
    member = a_member()
    for _ in range(3):
        assert browser.get(path_for(member)).status_code == 200
        assert browser.head(path_for(member)).status_code == 200
    assert count(Preference) == 0


def test_the_button_on_the_page_does_what_it_says_and_can_be_taken_back(browser):
    member = a_member()
    browser.post(path_for(member))
    assert "no more of these e-mails" in browser.get(path_for(member)).text
    browser.post(path_for(member) + "/undo")
    db.session.expire_all()
    assert not has_turned_off(member, Topic.RECAPS)


@pytest.mark.parametrize("wrong", ["x", "ü" * 22])
def test_a_link_that_is_not_quite_right_opens_nothing(browser, count, wrong):
    path = path_for(a_member()).rpartition("/")[0]
    assert browser.post(f"{path}/{wrong}").status_code == 404
    assert count(Preference) == 0


def test_nobody_turns_mails_off_for_somebody_else(browser):
    one, other = a_member(), a_member()
    path = path_for(one).replace(one.public_id, other.public_id)
    assert browser.post(path).status_code == 404


def test_an_unknown_topic_is_not_found(browser):
    member = a_member()
    assert browser.post(path_for(member).replace("recaps", "tickets")).status_code == 404


def chosen(**ways):
    return {topic: ways.get(topic, "each") for topic in Topic}


def test_members_choose_their_mails_among_their_settings(browser):
    member = a_member()
    browser.sign_in(member)
    assert (
        browser.post("/mails", data=chosen(recaps="off", announcements="digest")).status_code == 303
    )
    assert ways_chosen(member) == {"recaps": Way.OFF, "announcements": Way.DIGEST}
    browser.post("/mails", data=chosen())
    assert ways_chosen(member) == {}


def test_a_way_that_does_not_exist_is_said_and_changes_nothing(browser, count):
    answer = browser.sign_in(a_member()).post("/mails", data=chosen(recaps="by pigeon"))
    assert answer.status_code == 422
    assert count(Preference) == 0


def test_whoever_stops_the_daily_letter_gets_it_again_by_choosing_it(browser):
    member = a_member()
    browser.post(off_url(member, DIGEST).removeprefix("http://localhost"))
    assert has_turned_off(member, DIGEST)
    browser.sign_in(member).post("/mails", data=chosen(recaps="digest"))
    db.session.expire_all()
    assert not has_turned_off(member, DIGEST)


def test_every_yes_to_promotion_is_kept_with_the_words_it_was_said_to(browser):
    member = a_member()
    browser.sign_in(member)
    for answer in ({"is_given": "y"}, {"is_given": "y"}, {}, {"is_given": "y"}):
        browser.post("/mails/promotion", data=answer)
    rows = db.session.scalars(ledger_of(member)).all()
    assert [row.is_given for row in rows] == [True, False, True]
    assert rows[0].words == words_in("en")
    assert (rows[0].version, rows[0].locale, rows[0].source) == (version("en"), "en", "settings")
    assert is_wanted_by(member)


def test_nobody_has_said_yes_to_promotion_before_they_have(app):
    assert not is_wanted_by(a_member())


def test_a_member_whose_mail_comes_back_is_told_and_puts_it_right(browser):
    member = a_member()
    bounces.note(member.email, "5.1.1", "No such user", at=now())
    browser.sign_in(member)
    assert "no such mailbox" in browser.get("/mails").text
    browser.post("/mails/working")
    assert "no such mailbox" not in browser.get("/mails").text
