"""Friend first: what a first message may hold, on the pages, and what is asked again."""

from html import unescape

import pytest

from app.introductions.models import Introduction, Response
from app.introductions.operations import ask, withdraw
from app.introductions.operations.board import Draft, put_up
from app.introductions.rules import Place, Side, Topic
from app.keeping.operations import note_favour
from app.keeping.rules import Direction
from app.kit.clock import now
from app.kit.db import db
from tests.factories import a_member, a_seat, an_event, connected, in_one_group
from tests.introductions.conftest import WISH, came
from tests.introductions.test_pages import LETTER

pytestmark = pytest.mark.usefixtures("transaction")
FORM = LETTER | {"shares": ["email"], "connector": ""}
SPOKEN = FORM | {
    "purpose": "月3万円の投資セミナーについてお話ししたいのですが。\r\nいかがでしょうか。"
}
ASKED_AGAIN = "Is this what you want to say first?"


@pytest.fixture
def two():
    aoi, mio = came(a_member("Aoi")), a_member("Mio")
    event = an_event()
    for one in (aoi, mio):
        a_seat(event, one)
    return aoi, mio


@pytest.fixture(params=["person", "need"])
def path(request, two):
    return (
        f"/introductions/new/{two[1].public_id}"
        if request.param == "person"
        else ("/introductions/new")
    )


def text_of(answer):
    return unescape(answer.get_data(as_text=True))


def test_a_link_is_refused_next_to_its_field_and_nothing_is_lost(two, path, browser, count):
    wrong = FORM | {"why": "詳しくはaoi.jpをご覧ください。"}
    page = text_of(browser.sign_in(two[0]).post(path, data=wrong))
    place = page.index('id="why"')
    assert "Please leave out links and addresses" in page[place : place + 1500]
    for word in (wrong["why"], wrong["purpose"], wrong["offer"]):
        assert word in page
    assert count(Introduction) == 0


def test_four_hundred_characters_are_counted_as_people_see_them(two, path, browser, count):
    browser.sign_in(two[0])
    fits = "味噌\r\n" * 130 + "👩‍🍳" * 10
    page = text_of(browser.post(path, data=FORM | {"purpose": fits + "！"}))
    assert "At most 400 characters, please; these are 401." in page
    assert fits.splitlines()[-1] in page
    assert count(Introduction) == 0
    assert browser.post(path, data=FORM | {"purpose": fits}).status_code == 303


def test_the_limit_is_told_without_a_script_and_the_browser_cuts_nothing_off(two, path, browser):
    page = text_of(browser.sign_in(two[0]).get(path))
    assert page.count("At most 400 characters") == 3
    assert 'aria-describedby="purpose-hint purpose-count purpose-errors"' in page
    assert "maxlength" not in page


def test_talk_of_money_is_asked_about_once_and_the_words_are_kept(two, path, browser, count):
    browser.sign_in(two[0])
    answer = browser.post(path, data=SPOKEN)
    page = text_of(answer)
    assert answer.status_code == 200
    assert ASKED_AGAIN in page
    assert "“投資”" in page
    assert SPOKEN["purpose"].splitlines()[0] in page
    assert 'name="shares" value="email"' in page
    assert count(Introduction) == 0


def test_whoever_means_it_sends_it_as_it_is(two, path, browser):
    answer = browser.sign_in(two[0]).post(path, data=SPOKEN | {"sure": "yes"})
    assert answer.status_code == 303
    row = db.session.query(Introduction).one()
    assert row.purpose.splitlines() == SPOKEN["purpose"].splitlines()
    assert row.shares == ["email"]


def test_whoever_thinks_better_of_it_finds_the_form_as_it_was(two, path, browser, count):
    page = text_of(browser.sign_in(two[0]).post(path, data=SPOKEN | {"again": "yes"}))
    assert ASKED_AGAIN not in page
    assert SPOKEN["purpose"].splitlines()[0] in page
    assert LETTER["offer"] in page
    assert count(Introduction) == 0


def test_a_draft_is_kept_whatever_it_speaks_of(two, path, browser, count):
    wordy = SPOKEN | {"keep": "yes", "why": "https://example.org"}
    assert browser.sign_in(two[0]).post(path, data=wordy).status_code == 303
    assert count(Introduction) == 1


def test_being_sure_does_not_let_a_link_through(two, path, browser, count):
    wrong = SPOKEN | {"sure": "yes", "why": "See https://example.org for it"}
    page = text_of(browser.sign_in(two[0]).post(path, data=wrong))
    assert "Please leave out links and addresses" in page
    assert count(Introduction) == 0


def test_an_answer_on_the_board_is_a_first_message_too(browser, count):
    aoi, mio = a_member("Aoi"), a_member("Mio")
    group = in_one_group(aoi, mio)
    posting = put_up(
        group,
        mio,
        Draft(
            Side.NEED, Topic.ADVICE, Place.EITHER, "A brewer", "Somebody to brew with.", "", False
        ),
        at=now(),
    )
    db.session.commit()
    path = f"/board/{posting.public_id}/responses"
    browser.sign_in(aoi)
    words = {"words": "副業として投資の話をしませんか。"}
    page = text_of(browser.post(path, data=words))
    assert ASKED_AGAIN in page
    assert words["words"] in page
    assert count(Response) == 0
    page = text_of(browser.post(path, data=words | {"again": "yes"}))
    assert words["words"] in page
    assert browser.post(path, data=words | {"sure": "yes"}).status_code == 303
    assert count(Response) == 1


def test_whoever_has_asked_three_times_is_reminded_of_giving_until_they_do(two, path, browser):
    aoi, _mio = two
    tie, turn = connected(aoi, a_member("Ren")), "Is it your turn to give?"
    withdraw(ask(aoi, a_member("Yui"), WISH, at=now()), by=aoi, at=now())
    ask(aoi, a_member("Sora"), WISH, at=now())
    browser.sign_in(aoi)
    assert turn not in browser.get(path).text
    ask(aoi, a_member("Kai"), WISH, at=now())
    assert turn in browser.get(path).text
    note_favour(tie, aoi, Direction.GAVE, "A book on rice", at=now())
    db.session.commit()
    assert turn not in browser.get(path).text
