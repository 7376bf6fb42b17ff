"""The pages of introductions: nothing typed is lost, nothing hidden is shown."""

import re

import pytest

from app.connections.queries import are_connected
from app.groups.operations import join
from app.introductions.models import Introduction, Posting, Response, Terms, Thanks
from app.introductions.operations import advance, forward
from app.introductions.rules import Mode, Scope, State
from app.introductions.tones import BLANK
from app.kit.clock import now
from app.kit.db import db
from app.moderation.operations import block
from app.profiles.models import Profile
from tests.factories import a_group, a_member, a_seat, an_event, connected, owner_of
from tests.introductions.conftest import NOTE, WISH, asked, came, glad, needed, open_to

pytestmark = pytest.mark.usefixtures("transaction")

LETTER = {
    "topic": "advice",
    "purpose": "I brew miso and would like to learn about sake.",
    "why": "You wrote about koji last year.",
    "offer": "A tour of our brewery.",
    "selling": "no",
}


def row():
    return db.session.query(Introduction).one()


@pytest.fixture
def evening(three):
    """Aoi and Mio are also seen by each other at an event."""
    aoi, ren, mio = three
    event = an_event()
    for one in (aoi, mio):
        a_seat(event, one)
    return aoi, ren, mio


def test_a_letter_is_written_sent_and_answered(evening, app):
    aoi, _ren, mio = evening
    mine, between_us, theirs = (app.test_client().sign_in(one) for one in evening)
    sent = mine.post(f"/introductions/new/{mio.public_id}", data=LETTER | {"shares": ["email"]})
    assert sent.status_code == 303
    advance(now())
    page = between_us.get(f"/introductions/{row().public_id}").get_data(as_text=True)
    assert LETTER["why"] in page
    answer = {"note": NOTE, "scope": "close"}
    between_us.post(f"/introductions/{row().public_id}/forwarding", data=answer)
    page = theirs.get(f"/introductions/{row().public_id}").get_data(as_text=True)
    assert NOTE in page
    assert aoi.email not in page
    theirs.post(f"/introductions/{row().public_id}/consent", data={})
    page = mine.get(f"/introductions/{row().public_id}").get_data(as_text=True)
    assert "Introduced" in page
    told = mine.post(f"/introductions/{row().public_id}/outcome", data={"outcome": "met"})
    assert told.status_code == 303
    thanks = mine.post(f"/introductions/{row().public_id}/thanks", data={"words": "Thank you!"})
    assert thanks.status_code == 303
    assert "Thank you!" in between_us.get("/introductions").get_data(as_text=True)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(evening, browser):
    _aoi, _ren, mio = evening
    browser.sign_in(evening[0])
    wrong = LETTER | {"offer": "See https://example.org for it", "why": f"Because {BLANK}."}
    page = browser.post(f"/introductions/new/{mio.public_id}", data=wrong).get_data(as_text=True)
    assert "Please leave out links" in page
    assert "Please put your own words" in page
    assert LETTER["purpose"] in page


def test_a_tone_fills_what_is_empty_and_keeps_what_is_typed(evening, browser):
    _aoi, _ren, mio = evening
    browser.sign_in(evening[0])
    typed = {"purpose": "My own first words.", "tone": "warm"}
    page = browser.post(f"/introductions/new/{mio.public_id}", data=typed).get_data(as_text=True)
    assert "My own first words." in page
    assert BLANK in page


def test_a_refusal_gives_the_letter_back(evening, browser):
    aoi, _ren, mio = evening
    for name in ("Yui", "Sora"):
        asked(aoi, a_member(name))
    browser.sign_in(aoi)
    answer = browser.post(f"/introductions/new/{mio.public_id}", data=LETTER)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert LETTER["purpose"] in page
    assert "You have asked enough for now." in page


def test_a_draft_is_kept_and_taken_up_again(evening, browser):
    aoi, _ren, mio = evening
    browser.sign_in(aoi)
    place = f"/introductions/new/{mio.public_id}"
    browser.post(place, data={"purpose": "Half a thought", "keep": "yes"})
    assert row().state == State.DRAFT
    assert "Half a thought" in browser.get(place).get_data(as_text=True)
    assert place in browser.get("/introductions").get_data(as_text=True)
    browser.post(f"/introductions/{row().public_id}/removal")
    assert db.session.query(Introduction).count() == 0


def test_a_form_opened_before_a_block_is_taken_like_any_other(evening, browser):
    aoi, _ren, mio = evening
    browser.sign_in(aoi)
    place = f"/introductions/new/{mio.public_id}"
    seal = re.search(r'name="seal"[^>]*value="([^"]+)"', browser.get(place).get_data(as_text=True))
    block(mio, aoi, at=now())
    db.session.commit()
    assert browser.get(place).status_code == 404
    assert browser.post(place, data=LETTER).status_code == 404
    assert browser.post(place, data=LETTER | {"seal": "2026-01-01.x"}).status_code == 404
    sent = browser.post(place, data=LETTER | {"seal": seal[1]})
    assert sent.status_code == 303
    assert "Being looked at" in browser.get(sent.location).get_data(as_text=True)


def test_a_need_is_sent_and_its_connector_picks(three, app):
    aoi, ren, mio = three
    mine, between_us = app.test_client().sign_in(aoi), app.test_client().sign_in(ren)
    page = mine.get("/introductions/new").get_data(as_text=True)
    assert ren.public_id in page
    assert mio.public_id not in page
    mine.post("/introductions/new", data=LETTER | {"connector": ren.public_id})
    assert row().mode == Mode.NEED
    advance(now())
    answer = {"note": NOTE, "scope": "close", "target": mio.public_id}
    page = between_us.get(f"/introductions/{row().public_id}").get_data(as_text=True)
    assert mio.public_id in page
    between_us.post(f"/introductions/{row().public_id}/forwarding", data=answer)
    assert row().state == State.WITH_TARGET


def test_a_connector_brings_two_together_on_a_page(three, app):
    aoi, ren, mio = three
    open_to(aoi)
    browser = app.test_client().sign_in(ren)
    pair = {"one": aoi.public_id, "other": mio.public_id}
    page = browser.get("/introductions/proposal", query_string=pair).get_data(as_text=True)
    assert page.count("selected") >= 2
    sent = browser.post("/introductions/proposal", data=pair | {"note": NOTE, "scope": "close"})
    assert sent.status_code == 303
    advance(now())
    for member in (aoi, mio):
        mine = app.test_client().sign_in(member)
        assert NOTE in mine.get(f"/introductions/{row().public_id}").get_data(as_text=True)


def test_terms_are_chosen_on_a_page(three, browser):
    _aoi, ren, mio = three
    browser.sign_in(ren)
    chosen = {
        "is_connector": "y",
        "connector_cap": "2",
        "delivery": "digest",
        "target_cap": "1",
        "topics": ["advice"],
        "vouching": "listed",
        "vouchers": [mio.public_id],
    }
    assert browser.post("/introductions/terms", data=chosen).status_code == 303
    terms = db.session.get(Terms, ren.id)
    assert (terms.connector_cap, terms.is_digest, terms.topics) == (2, True, ["advice"])
    assert not db.session.get_one(Profile, ren.id).is_reachable
    browser.post("/introductions/rest", data={"rest": "yes"})
    assert "You are resting" in browser.get("/introductions").get_data(as_text=True)


def test_all_that_waits_can_be_let_go_at_once(three, browser):
    aoi, ren, _mio = three
    other = came(a_member("Yui"))
    connected(other, ren)
    rows = [needed(aoi, ren), needed(other, ren)]
    browser.sign_in(ren)
    chosen = {"introduction": [each.public_id for each in rows]}
    browser.post("/introductions/refusals", data=chosen)
    db.session.expire_all()
    assert {each.state for each in rows} == {State.CLOSED}


def test_only_what_the_asker_ticked_is_shown_of_them(three, app):
    aoi, ren, mio = three
    profile = db.session.get_one(Profile, aoi.id)
    profile.headline, profile.company, profile.phone = "Miso since 1890", "Sato Miso", "03-1111"
    wish = type(WISH)(WISH.purpose, WISH.offer, False, ("phone",), shows=("headline",))
    request = asked(aoi, mio, wish)
    forward(request, NOTE, Scope.CLOSE, by=ren, at=now())
    theirs = app.test_client().sign_in(mio)
    page = theirs.get(f"/introductions/{request.public_id}").get_data(as_text=True)
    assert "Miso since 1890" in page
    assert "Sato Miso" not in page
    assert "03-1111" not in page


def test_moderators_look_at_what_was_held(three, browser):
    aoi, _ren, mio = three
    words = "Passive income for everybody who listens to me for an hour."
    held = asked(aoi, mio, type(WISH)(words, WISH.offer, False, ()))
    browser.sign_in(a_member("Staff", is_staff=True))
    assert words in browser.get("/introductions/screening").get_data(as_text=True)
    browser.post(f"/introductions/screening/{held.public_id}/refusal", data={"rule": "money"})
    db.session.refresh(held)
    assert held.state == State.CLOSED
    mine = browser.application.test_client().sign_in(aoi)
    page = mine.get(f"/introductions/{held.public_id}").get_data(as_text=True)
    assert "ways to get rich" in page


def test_the_board_belongs_to_its_group(browser, app):
    group = a_group()
    host, outsider = owner_of(group), a_member("Out")
    browser.sign_in(host)
    posting = {
        "side": "need",
        "topic": "work",
        "place": "remote",
        "title": "A label designer",
        "words": "For a small brewery, in May, a label or two.",
        "selling": "no",
    }
    assert browser.post(f"/groups/{group.slug}/board/new", data=posting).status_code == 303
    assert "A label designer" in browser.get(f"/groups/{group.slug}/board").get_data(as_text=True)
    place = f"/board/{db.session.query(Posting).one().public_id}"
    other = app.test_client().sign_in(outsider)
    for hidden in (place, f"/groups/{group.slug}/board"):
        assert other.get(hidden).status_code == 404
    join(group, outsider, at=now())
    db.session.commit()
    other.post(f"{place}/responses", data={"words": "I draw labels, and have time."})
    assert db.session.query(Response).count() == 1
    assert "I draw labels" in browser.get(place).get_data(as_text=True)
    browser.post(f"{place}/responses/{outsider.public_id}/acceptance")
    assert are_connected(host, outsider)
    browser.post(f"{place}/removal")
    assert "A label designer" not in browser.get(f"/groups/{group.slug}/board").get_data(
        as_text=True
    )


def test_a_newcomer_is_shown_the_way_to_people(browser):
    browser.sign_in(a_member("Fresh"))
    page = browser.get("/introductions/new").get_data(as_text=True)
    assert "First of all: meet people" in page
    page = browser.get("/introductions/proposal").get_data(as_text=True)
    assert "You need two connections" in page


def test_a_connector_who_is_off_is_not_listed(three, browser):
    aoi, ren, _mio = three
    off = a_member("Off")
    connected(aoi, off)
    browser.sign_in(aoi)
    page = browser.get("/introductions/new").get_data(as_text=True)
    assert ren.public_id in page
    assert off.public_id not in page
    glad(off)
    assert off.public_id in browser.get("/introductions/new").get_data(as_text=True)


def test_a_note_of_thanks_is_ready_to_send_and_goes_once_a_week(browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    connected(aoi, ren)
    browser.sign_in(aoi)
    there = f"/introductions/thanks/{ren.public_id}"
    assert "Thank you for the other day" in browser.get(there).text
    page = browser.post(there, data={"words": "see https://example.org"}).text
    assert "Please leave out links" in page
    assert "see https://example.org" in page
    browser.post(there, data={"words": "Thank you very much."})
    again = browser.post(there, data={"words": "And once more."}, follow_redirects=True)
    assert "within the last week" in again.text
    notes = db.session.scalars(db.select(Thanks.words)).all()
    assert notes == ["Thank you very much."]


def test_nobody_thanks_whom_they_do_not_know(browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    browser.sign_in(aoi)
    assert browser.get(f"/introductions/thanks/{ren.public_id}").status_code == 404
