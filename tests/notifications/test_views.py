"""Turning mails off: at the foot of a mail without signing in, and among one's settings."""

import pytest

from app.kit.db import db
from app.notifications.links import off_url
from app.notifications.models import Preference
from app.notifications.queries import has_turned_off
from app.notifications.rules import Topic
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
    assert browser.sign_in(member).post("/mails/tickets").status_code == 404


def test_members_choose_their_mails_among_their_settings(browser):
    member = a_member()
    browser.sign_in(member)
    browser.post("/mails/recaps")
    assert "Turn on" in browser.get("/mails").text
    browser.post("/mails/recaps")
    assert "Turn off" in browser.get("/mails").text
