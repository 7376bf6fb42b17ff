"""Introductions, with two schedulers at work at the same moment."""

import threading

from app.introductions.models import Prompt
from app.introductions.operations import giving, make_prompts
from app.kit.clock import now
from app.kit.db import db
from app.profiles.traits import Facet
from tests.factories import a_member, connected, tagged
from tests.introductions.conftest import glad, open_to


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
    schedulers = [threading.Thread(target=watch) for _ in range(2)]
    for scheduler in schedulers:
        scheduler.start()
    for scheduler in schedulers:
        scheduler.join(timeout=60)
    assert sorted(made) == [0, 1]
    assert db.session.query(Prompt).count() == 1
