"""Asking somebody one knows for advice: within their month, and a no is silent."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.connections.operations import remove
from app.connections.queries import between
from app.introductions.jobs import advise
from app.introductions.models import Consultation
from app.introductions.operations.consulting import (
    AskedForAdvice,
    EnoughQuestions,
    NothingToAdvise,
    Question,
    agree,
    ask_for_advice,
    decline,
)
from app.introductions.queries.consulting import consultations_with, questions_to
from app.introductions.rules.consulting import ANSWER_WITHIN, MONTH, Seen, Stage
from app.keeping.models import FavourEntry
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.profiles.advising import topics_of
from app.profiles.queries import profile_of
from app.profiles.traits import Way
from tests.factories import a_member, blocked, connected
from tests.profiles.test_advising import an_adviser

WORDS = "Who pays the freight? Could you look at one quotation?"


def a_question(asker: User, adviser: User, at=None) -> Consultation:
    topic = topics_of(adviser.id)[0]
    tie = connected(asker, adviser)
    row = ask_for_advice(tie, Question(topic, Way.CALL, WORDS), by=asker, at=at or now())
    db.session.commit()
    return row


def looks(row: Consultation, asker: User, at) -> Seen:
    return row.seen_by(asker, at)


def mails(kind: str) -> list[Mail]:
    return list(db.session.scalars(sa.select(Mail).where(Mail.kind == kind).order_by(Mail.id)))


def page_of(browser, reader: User, other: User) -> str:
    return browser.sign_in(reader).get(f"/people/{other.public_id}/advice").text


def test_a_question_reaches_whoever_is_asked_and_a_yes_reaches_whoever_asks(browser):
    aoi, mio = a_member("Aoi"), an_adviser()
    row = a_question(aoi, mio)
    assert questions_to(mio, now()) == []
    assert advise(now()) == 1
    db.session.commit()
    letter = compose(mails("advice.asked")[0])
    assert WORDS in letter.text
    assert WORDS in page_of(browser, mio, aoi)
    agree(row, by=mio, at=now())
    db.session.commit()
    assert "First steps in exporting" in compose(mails("advice.agreed")[0]).text
    assert "Agreed" in page_of(browser, aoi, mio)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(FavourEntry)) == 2
    with pytest.raises(NothingToAdvise):
        agree(row, by=mio, at=now())


def test_a_full_month_a_no_and_silence_are_one_to_whoever_asks(browser):
    mio = an_adviser()
    profile_of(mio).advice_cap = 2
    at = now()
    refused, silent, waits = (a_question(a_member("Aoi"), mio, at) for _ in range(3))
    assert advise(at) == 2
    assert advise(at) == 0
    decline(refused, by=mio)
    db.session.commit()
    assert [row.stage for row in (refused, silent, waits)] == [
        Stage.DECLINED,
        Stage.ASKED,
        Stage.WAITING,
    ]
    for later, seen in ((timedelta(), Seen.OPEN), (ANSWER_WITHIN, Seen.NOT_THIS_TIME)):
        for row in (refused, silent, waits):
            asker = db.session.get_one(User, row.asker_id)
            assert looks(row, asker, at + later) == seen
    assert [row.id for row in questions_to(mio, at)] == [silent.id]
    assert mails("advice.agreed") == []


def test_pages_of_those_who_ask_do_not_differ_by_a_byte(browser):
    mio, at = an_adviser(), now()
    profile_of(mio).advice_cap = 2
    aoi = a_member("Aoi")
    row, silent = a_question(aoi, mio, at), a_question(a_member("Rei"), mio, at)
    waiting = bare(page_of(browser, aoi, mio))
    advise(at)
    db.session.commit()
    asked = bare(page_of(browser, aoi, mio))
    decline(row, by=mio)
    db.session.commit()
    assert waiting == asked == bare(page_of(browser, aoi, mio))
    assert silent.stage == Stage.ASKED


def bare(page: str) -> str:
    """A page without the tokens of its forms."""
    return re.sub(r'(csrf_token" value|nonce)="[^"]+"', "", page)


def test_there_is_room_again_when_a_month_has_passed():
    mio, at = an_adviser(), now()
    profile_of(mio).advice_cap = 1
    a_question(a_member(), mio, at - MONTH + timedelta(days=3))
    advise(at - MONTH + timedelta(days=3))
    row = a_question(a_member(), mio, at)
    assert advise(at) == 0
    assert advise(at + timedelta(days=4)) == 1
    assert row.stage == Stage.ASKED


def test_what_waited_too_long_reaches_nobody():
    mio, at = an_adviser(), now()
    profile_of(mio).advice_cap = 0
    row = a_question(a_member(), mio, at)
    profile_of(mio).advice_cap = 5
    db.session.commit()
    assert advise(at + ANSWER_WITHIN) == 0
    assert row.stage == Stage.WAITING


def test_one_question_at_a_time_to_one_and_three_in_all():
    aoi = a_member("Aoi")
    advisers = [an_adviser() for _ in range(4)]
    a_question(aoi, advisers[0])
    with pytest.raises(AskedForAdvice):
        a_question(aoi, advisers[0])
    for each in advisers[1:3]:
        a_question(aoi, each)
    with pytest.raises(EnoughQuestions):
        a_question(aoi, advisers[3])
    taken_back = db.session.scalars(sa.select(Consultation).order_by(Consultation.id)).first()
    decline(taken_back, by=aoi)
    a_question(aoi, advisers[3])


def test_a_no_does_not_free_a_place_before_its_time():
    """Otherwise whoever asks could tell a no from silence."""
    aoi, mio = a_member("Aoi"), an_adviser()
    row = a_question(aoi, mio)
    advise(now())
    decline(row, by=mio)
    db.session.commit()
    with pytest.raises(AskedForAdvice):
        a_question(aoi, mio)


def test_across_a_block_nothing_arrives_and_nothing_is_shown(browser):
    aoi, mio = a_member("Aoi"), an_adviser()
    row = a_question(aoi, mio)
    blocked(mio, aoi)
    assert advise(now()) == 0
    assert row.stage == Stage.WAITING
    for reader, other in ((aoi, mio), (mio, aoi)):
        browser.sign_in(reader)
        assert browser.get(f"/people/{other.public_id}/advice").status_code == 404


def test_a_letter_that_is_still_to_leave_is_kept_back_when_it_is_no_longer_true():
    aoi, mio = a_member("Aoi"), an_adviser()
    row = a_question(aoi, mio)
    advise(now())
    db.session.commit()
    mail = mails("advice.asked")[0]
    assert compose(mail) is not None
    decline(row, by=aoi)
    db.session.commit()
    assert compose(mail) is None


def test_who_is_no_longer_connected_is_asked_nothing():
    aoi, mio = a_member("Aoi"), an_adviser()
    a_question(aoi, mio)
    remove(between(aoi, mio), by=mio, at=now())
    db.session.commit()
    assert advise(now()) == 0


def test_the_page_asks_once_and_says_what_is_wrong(browser):
    aoi, mio, rei = a_member("Aoi"), an_adviser(), a_member("Rei")
    connected(aoi, mio)
    connected(aoi, rei)
    db.session.commit()
    href = f"/people/{mio.public_id}/advice"
    topic = str(topics_of(mio.id)[0].id)
    data = {"topic": topic, "way": "call", "words": WORDS}
    browser.sign_in(aoi)
    assert "First steps in exporting" in browser.get(f"/people/{mio.public_id}").text
    wrong = {
        "way": ("in_person", "Not a valid choice"),
        "words": ("short", "at least 10 characters"),
        "topic": ("999999", "Not a valid choice"),
    }
    for name, (value, sentence) in wrong.items():
        assert sentence in browser.post(href, data=data | {name: value}).text
    assert browser.post(href, data=data).status_code == 303
    page = browser.get(href).text
    assert "You have asked." in page
    assert browser.post(href, data=data).status_code == 409
    assert "not to be asked" in browser.get(f"/people/{rei.public_id}/advice").text


def test_only_the_two_can_do_anything_about_it(browser):
    aoi, mio, rei = a_member("Aoi"), an_adviser(), a_member("Rei")
    row = a_question(aoi, mio)
    for one in (aoi, mio):
        connected(one, rei)
    advise(now())
    db.session.commit()
    for reader, other in ((rei, aoi), (rei, mio), (a_member(), mio)):
        browser.sign_in(reader)
        for deed in ("yes", "removal"):
            path = f"/people/{other.public_id}/advice/{row.id}/{deed}"
            assert browser.post(path).status_code == 404
    browser.sign_in(aoi)
    browser.post(f"/people/{mio.public_id}/advice/{row.id}/yes")
    db.session.expire_all()
    assert row.stage == Stage.ASKED
    assert len(consultations_with(between(aoi, mio), mio, now())) == 1
