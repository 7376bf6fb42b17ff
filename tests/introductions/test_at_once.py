"""Introductions, with two schedulers at work at the same moment."""

import threading

from app.introductions.models import Consultation, Prompt
from app.introductions.operations import consulting, giving, make_prompts, pass_on
from app.introductions.operations.consulting import Question, ask_for_advice
from app.introductions.rules.consulting import Stage
from app.kit.clock import now
from app.kit.db import db
from app.profiles.advising import topics_of
from app.profiles.queries import profile_of
from app.profiles.traits import Facet, Way
from tests.factories import a_member, connected, tagged
from tests.introductions.conftest import glad, open_to
from tests.profiles.test_advising import an_adviser


def twice_at_once(watch):
    schedulers = [threading.Thread(target=watch) for _ in range(2)]
    for scheduler in schedulers:
        scheduler.start()
    for scheduler in schedulers:
        scheduler.join(timeout=60)


def test_two_schedulers_that_find_the_same_two_write_them_down_once(own_app, monkeypatch):
    aoi, ren, mio = (a_member(name) for name in ("Aoi", "Ren", "Mio"))
    for contact in (aoi, mio):
        connected(ren, contact)
    glad(ren)
    open_to(aoi, mio)
    tagged(aoi, Facet.OFFER, "miso")
    tagged(mio, Facet.NEED, "miso")
    db.session.commit()
    both, made = threading.Barrier(2), []
    look = giving.pair_for

    def once_both_have_looked(connector):
        pair = look(connector)
        both.wait(timeout=60)
        return pair

    def watch():
        with own_app.app_context():
            made.append(make_prompts(now()))
            db.session.commit()

    monkeypatch.setattr(giving, "pair_for", once_both_have_looked)
    twice_at_once(watch)
    assert sorted(made) == [0, 1]
    assert db.session.query(Prompt).count() == 1


def test_two_schedulers_bring_no_more_questions_than_a_month_has_room_for(own_app, monkeypatch):
    mio = an_adviser()
    profile_of(mio).advice_cap = 1
    question = Question(topics_of(mio.id)[0], Way.TEXT, "Who pays the freight?")
    for name in ("Aoi", "Ren"):
        asker = a_member(name)
        ask_for_advice(connected(asker, mio), question, by=asker, at=now())
    db.session.commit()
    both, begun, brought = threading.Barrier(2), threading.local(), []
    reaches = consulting._reaches

    def once_both_have_looked(row, at):
        if not hasattr(begun, "is_true"):
            begun.is_true = True
            both.wait(timeout=60)
        return reaches(row, at)

    def watch():
        with own_app.app_context():
            brought.append(pass_on(now()))
            db.session.commit()

    monkeypatch.setattr(consulting, "_reaches", once_both_have_looked)
    twice_at_once(watch)
    assert sorted(brought) == [0, 1]
    db.session.expire_all()
    stages = sorted(row.stage for row in db.session.query(Consultation))
    assert stages == [Stage.ASKED, Stage.WAITING]
