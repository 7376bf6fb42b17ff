"""Two organizers press at once, and a worker plans meanwhile: real commits on real connections."""

from threading import Barrier, Thread

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.kit.errors import Refused
from app.matching.models import RoundChange, Seating
from app.matching.operations import begin, plan_rounds
from app.matching.queries import rounds_of
from app.matching.rules.seating import RoundState, Wish
from tests.factories import a_group, a_member, a_seat, an_arrival, an_event, owner_of


def at_once(app, *deeds):
    """Do these in threads of their own, from the same moment; what each was refused."""
    start, refused = Barrier(len(deeds)), []

    def run(deed):
        with app.app_context():
            start.wait()
            try:
                deed()
                db.session.commit()
            except Refused as no:
                db.session.rollback()
                refused.append(type(no).__name__)

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return refused


@pytest.fixture
def pressed(own_app):
    """An evening of eight with three rounds of pairs: (its id, its host's id)."""
    event = an_event(a_group(), starts_at=now(), capacity=20)
    for number in range(8):
        an_arrival(a_seat(event, a_member(f"Guest{number}")))
    host = owner_of(event.group)
    plan_rounds(event, Wish(3, 2), by=host, at=now())
    db.session.commit()
    return own_app, event, host


def beginning(event, host, number):
    event_id, host_id = event.id, host.id

    def deed():
        mine = db.session.get_one(type(event), event_id)
        begin(mine, number, by=db.session.get_one(type(host), host_id), at=now())

    return deed


def test_two_who_begin_the_same_round_begin_one(pressed, count):
    app, event, host = pressed
    refused = at_once(app, *[beginning(event, host, 1)] * 4)
    assert refused == ["RoundMovedOn"] * 3
    assert [one.state for one in rounds_of(event)] == [
        RoundState.RUNNING,
        RoundState.PLANNED,
        RoundState.PLANNED,
    ]
    assert count(RoundChange, RoundChange.to_state == RoundState.RUNNING) == 1


def test_planning_and_beginning_at_once_keep_the_round_that_began(pressed):
    app, event, host = pressed
    event_id, host_id = event.id, host.id

    def planning():
        mine = db.session.get_one(type(event), event_id)
        host_ = db.session.get_one(type(host), host_id)
        plan_rounds(mine, Wish(3, 2, seed=5), by=host_, at=now())

    refused = at_once(app, beginning(event, host, 1), planning)
    assert refused == []
    rounds = rounds_of(event)
    assert [one.has_begun for one in rounds] == [True, False, False]
    pairs = [table for one in rounds for table in one.tables.values()]
    assert len(set(pairs)) == len(pairs) == 12
    assert db.session.get_one(Seating, event_id).rounds == 3
