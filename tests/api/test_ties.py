"""People one knows, blocks and introductions through the API."""

import pytest

from app.connections.queries import are_connected, between
from app.introductions.models import Introduction
from app.introductions.operations import advance
from app.kit.clock import now
from app.kit.db import db
from app.moderation.queries import has_blocked
from app.profiles.models import Profile
from tests.factories import a_member, a_seat, an_arrival, an_event, connected

WORDS = {"purpose": "I would like to learn weaving.", "offer": "A cup of tea, any time."}


@pytest.fixture
def two():
    """Two people who may see each other."""
    event, one, other = an_event(), a_member("Aoi"), a_member("Rei")
    for member in (one, other):
        a_seat(event, member)
    return one, other


def test_a_connection_takes_two_yeses(program, two):
    one, other = two
    mine, theirs = program(one), program(other)
    answer = mine.post("/connections", {"person": other.public_id})
    assert (answer.status_code, answer.json["state"]) == (201, "asked_by_me")
    assert answer.headers["Location"].endswith(f"/connections/{other.public_id}")
    assert theirs.get("/connections").json["items"][0]["state"] == "asked_by_them"
    assert not are_connected(one, other)
    told = theirs.patch(f"/connections/{one.public_id}", {"accept": True, "note": "Weaver"}).json
    assert (told["state"], told["note"]) == ("active", "Weaver")
    assert are_connected(one, other)
    answer = mine.post("/connections", {"person": other.public_id})
    assert (answer.status_code, answer.json["code"]) == (409, "AlreadyConnected")


def test_a_no_to_a_connection_does_not_show(program, two):
    one, other = two
    mine, theirs = program(one), program(other)
    before = mine.post("/connections", {"person": other.public_id}).json
    assert theirs.delete(f"/connections/{one.public_id}").status_code == 204
    assert theirs.get("/connections").json["items"] == []
    assert mine.get("/connections").json["items"] == [before]


def test_contacts_are_seen_when_granted_and_gone_when_taken_back(program, two):
    one, other = two
    connected(one, other)
    mine, theirs = program(one), program(other)
    path = f"/connections/{other.public_id}"
    assert mine.get(path).json["card"]["contacts"] == {}
    theirs.patch(f"/connections/{one.public_id}", {"grants": ["email"]})
    assert mine.get(path).json["card"]["contacts"] == {"email": other.email}
    assert mine.get(f"/people/{other.public_id}").json["contacts"] == {"email": other.email}
    theirs.patch(f"/connections/{one.public_id}", {"grants": []})
    assert mine.get(path).json["card"]["contacts"] == {}
    assert mine.patch(path, {"grants": ["address"]}).status_code == 422


def test_notes_are_ones_own(program, two):
    one, other = two
    connected(one, other)
    program(one).patch(f"/connections/{other.public_id}", {"note": "Met by the window"})
    assert program(other).get(f"/connections/{one.public_id}").json["note"] == ""


def test_a_connection_ends(program, two):
    one, other = two
    connected(one, other)
    assert program(one).delete(f"/connections/{other.public_id}").status_code == 204
    assert not are_connected(one, other)
    assert program(other).get("/connections").json["items"] == []


def test_a_block_keeps_both_apart_until_it_is_taken_back(program, two):
    one, other = two
    connected(one, other)
    mine, theirs = program(one), program(other)
    for _ in range(2):
        assert mine.post("/blocks", {"person": other.public_id}).status_code == 204
    assert has_blocked(one, other)
    assert theirs.get(f"/people/{one.public_id}").status_code == 404
    assert theirs.get("/connections").json["items"] == []
    assert theirs.post("/blocks", {"person": one.public_id}).status_code == 204  # as if they hid
    assert theirs.delete(f"/blocks/{one.public_id}").status_code == 204
    assert theirs.get(f"/people/{one.public_id}").status_code == 404
    assert mine.delete(f"/blocks/{other.public_id}").status_code == 204
    assert theirs.get(f"/people/{one.public_id}").status_code == 200
    assert mine.post("/blocks", {"person": one.public_id}).status_code == 404


@pytest.fixture
def three():
    """Somebody who asks, somebody who knows both, and somebody who may be asked."""
    event = an_event()
    asker, connector, target = a_member("Aoi"), a_member("Rei"), a_member("Ken")
    an_arrival(a_seat(event, asker))
    a_seat(event, target)
    connected(asker, connector)
    connected(connector, target)
    db.session.get_one(Profile, connector.id).is_connector = True
    db.session.get_one(Profile, target.id).is_reachable = True
    db.session.commit()
    return asker, connector, target


def test_an_introduction_takes_three_yeses(program, three):
    asker, connector, target = three
    mine, between_us, theirs = (program(member) for member in three)
    answer = mine.post("/introductions", WORDS | {"target": target.public_id, "share": ["email"]})
    assert answer.status_code == 201
    path = f"/introductions/{answer.json['id']}"
    assert (answer.json["state"], answer.json["connector"]) == ("checking", None)
    advance(now())
    assert theirs.get(path).status_code == 404

    told = between_us.get(path).json
    assert (told["party"], told["state"]) == ("connector", "your_turn")
    assert told["target"]["id"] == target.public_id
    assert between_us.post(f"{path}/consent", {}).status_code == 403
    word = {"note": "I know them well, and they are kind.", "scope": "close"}
    assert between_us.post(f"{path}/forwarding", word).status_code == 204

    told = theirs.get(path).json
    assert (told["state"], told["note"]) == ("your_turn", word["note"])
    assert mine.get(path).json["note"] == ""
    assert theirs.post(f"{path}/consent", {"share": []}).status_code == 204
    told = mine.get(path).json
    assert (told["state"], told["connector"]["id"]) == ("introduced", connector.public_id)
    assert theirs.get(f"/people/{asker.public_id}").json["contacts"] == {"email": asker.email}
    assert between(asker, target) is not None


def test_a_refusal_looks_like_waiting(program, three):
    target = three[2]
    mine, between_us = program(three[0]), program(three[1])
    asked = mine.post("/introductions", WORDS | {"target": target.public_id}).json
    path = f"/introductions/{asked['id']}"
    advance(now())
    assert between_us.post(f"{path}/refusal").status_code == 204
    assert mine.get(path).json == asked
    assert mine.get("/introductions").json["items"] == [asked]
    assert mine.post(f"{path}/withdrawal").status_code == 204
    assert mine.get(path).json["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"purpose": "short"}, "purpose"), ({"offer": "see www.example.org for it"}, "offer"),
     ({"selling": "no"}, "selling"), ({"share": ["home"]}, "share.0")],
)  # fmt: skip
def test_words_that_will_not_do_are_named(program, three, given, field, count):
    body = WORDS | {"target": three[2].public_id} | given
    answer = program(three[0]).post("/introductions", body)
    assert answer.json["errors"][0]["field"] == field
    assert count(Introduction) == 0


def test_the_same_refusals_hold_as_on_the_pages(program, three):
    asker, connector, target = three
    body = WORDS | {"target": target.public_id}
    mine = program(asker)
    mine.post("/introductions", body)
    assert mine.post("/introductions", body).json["code"] == "AskedAlready"
    assert program(target).post(
        "/introductions", WORDS | {"target": asker.public_id}
    ).status_code in (404, 409)
    known = mine.post("/introductions", WORDS | {"target": connector.public_id})
    assert known.json["code"] == "ConnectedAlready"
