"""Introductions in three ways through the API."""

import pytest

from app.introductions.models import Introduction, Terms
from app.introductions.operations import advance
from app.introductions.rules import State
from app.kit.clock import now
from app.kit.db import db
from app.profiles.models import Profile
from tests.factories import a_member, a_seat, an_arrival, an_event, connected

WORDS = {"purpose": "I would like to learn weaving.", "offer": "A cup of tea, any time."}
WORD = {"note": "I know them well, and they are kind.", "scope": "close"}


@pytest.fixture
def three():
    """Somebody who asks, somebody who knows both, and somebody who may be asked."""
    event = an_event()
    asker, connector, target = a_member("Aoi"), a_member("Rei"), a_member("Ken")
    an_arrival(a_seat(event, asker))
    connected(asker, connector)
    connected(connector, target)
    db.session.get_one(Profile, connector.id).is_connector = True
    for one in (asker, target):
        db.session.get_one(Profile, one.id).is_reachable = True
    db.session.commit()
    return asker, connector, target


def test_a_need_names_nobody_until_everybody_has_said_yes(program, three):
    mine, between_us, theirs = (program(member) for member in three)
    body = WORDS | {"mode": "need", "connector": three[1].public_id, "topic": "learning"}
    answer = mine.post("/introductions", body)
    assert answer.status_code == 201
    assert (answer.json["target"], answer.json["connector"]["id"]) == (None, three[1].public_id)
    advance(now())
    path = f"/introductions/{answer.json['id']}"
    assert between_us.get(path).json["target"] is None
    assert between_us.post(f"{path}/forwarding", WORD).status_code == 409
    sent = between_us.post(f"{path}/forwarding", WORD | {"target": three[2].public_id})
    assert sent.status_code == 204
    assert mine.get(path).json == answer.json
    assert theirs.post(f"{path}/consent", {"share": []}).status_code == 204
    assert mine.get(path).json["target"]["id"] == three[2].public_id
    assert mine.post(f"{path}/outcome", {"outcome": "met"}).status_code == 204


def test_a_connector_proposes_and_each_answers_alone(program, three):
    one, _connector, other = three
    mine, between_us, theirs = (program(member) for member in three)
    people = [one.public_id, other.public_id]
    answer = between_us.post("/introductions/proposals", WORD | {"people": people})
    assert answer.status_code == 201
    advance(now())
    path = f"/introductions/{answer.json['id']}"
    before = theirs.get(path).json
    assert before["state"] == "your_turn"
    assert mine.post(f"{path}/consent", {"share": ["email"]}).status_code == 204
    assert theirs.get(path).json == before
    assert mine.get(path).json["state"] == "checking"
    assert mine.post(f"{path}/retraction").status_code == 204
    assert mine.get(path).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (WORDS, "target"),
        (WORDS | {"mode": "need", "target": "x"}, "target"),
        (WORDS | {"mode": "connector", "target": "x"}, "mode"),
        (WORDS | {"target": "x", "topic": "gossip"}, "topic"),
        (WORDS | {"target": "x", "show": ["phone"]}, "show.0"),
    ],
)
def test_what_is_wrong_is_named(program, three, body, field):
    answer = program(three[0]).post("/introductions", body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field


def test_a_no_may_say_why_and_needs_no_body(program, three):
    mine, between_us = program(three[0]), program(three[1])
    for body in (None, {"reason": "busy"}):
        db.session.query(Introduction).delete()
        asked = mine.post("/introductions", WORDS | {"mode": "need"}).json
        advance(now())
        path = f"/introductions/{asked['id']}/refusal"
        answer = between_us.post(path) if body is None else between_us.post(path, body)
        assert answer.status_code == 204
        assert db.session.query(Introduction).one().state == State.CLOSED


def test_a_connector_says_how_often_and_rests(program, three):
    mine = program(three[1])
    told = mine.patch("/me", {"connector": {"on": True, "cap": 2, "paused": True}}).json
    assert told["connector"] == {"on": True, "cap": 2, "paused": True}
    assert db.session.get(Terms, three[1].id).connector_cap == 2
    told = mine.patch("/me", {"connector": {"on": True, "paused": False}}).json
    assert told["connector"] == {"on": True, "cap": 2, "paused": False}
