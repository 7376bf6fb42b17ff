"""What one has said one would do, through the API: one's own list."""

import pytest

from app.keeping.models import Pledge
from app.kit.db import db
from tests.factories import a_member, blocked, connected

DRAFT = {"words": "Send the article", "whom": "and her sister", "due_on": "2027-01-29"}


@pytest.fixture
def two(program):
    aoi, rei = a_member("Aoi"), a_member("Rei")
    connected(aoi, rei)
    return program(aoi), rei


def test_a_promise_is_written_down_read_changed_and_kept(two):
    mine, rei = two
    made = mine.post("/promises", DRAFT | {"person": rei.public_id})
    assert made.status_code == 201
    told = made.json
    assert made.headers["Location"].endswith(f"/promises/{told['id']}")
    assert (told["person"]["id"], told["due_on"]) == (rei.public_id, "2027-01-29")
    path = f"/promises/{told['id']}"
    assert mine.get(path).json == told
    changed = mine.patch(path, {"due_on": None}).json
    assert changed == told | {"due_on": None}
    done = mine.patch(path, {"state": "done"}).json
    assert (done["state"], done["ended_at"] is None) == ("done", False)
    assert mine.patch(path, {"state": "open", "person": None}).json == changed | {"person": None}
    assert mine.patch(path, {"state": "let_go"}).json["state"] == "let_go"
    assert mine.delete(path).status_code == 204
    assert mine.get(path).status_code == 404


def test_the_list_is_ones_own_and_comes_in_parts(two, program):
    mine, rei = two
    for number in range(3):
        mine.post("/promises", {"words": f"No. {number}"})
    first = mine.get("/promises?limit=2").json
    assert [one["words"] for one in first["items"]] == ["No. 2", "No. 1"]
    rest = mine.get(first["next"].partition("/api/v1")[2]).json
    assert [one["words"] for one in rest["items"]] == ["No. 0"]
    mine.patch(f"/promises/{rest['items'][0]['id']}", {"state": "done"})
    assert [one["words"] for one in mine.get("/promises?state=done").json["items"]] == ["No. 0"]
    assert len(mine.get("/promises?state=open").json["items"]) == 2
    theirs = program(rei)
    assert theirs.get("/promises").json["items"] == []
    assert theirs.get(f"/promises/{rest['items'][0]['id']}").status_code == 404


def test_whoever_is_kept_apart_is_neither_named_nor_found(two):
    mine, rei = two
    path = f"/promises/{mine.post('/promises', DRAFT | {'person': rei.public_id}).json['id']}"
    me = db.session.query(Pledge).one().owner_id
    blocked(rei, db.session.get_one(type(rei), me))
    assert mine.get(path).json["person"] is None
    for person in (rei.public_id, "nobodyatall2"):
        assert mine.post("/promises", DRAFT | {"person": person}).status_code == 404
    assert mine.patch(path, {"words": "Another"}).json["words"] == "Another"
    assert db.session.query(Pledge).one().connection_id is not None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "x" * 161}, "words"),
        ({"whom": "x" * 61}, "whom"),
        ({"due_on": "soon"}, "due_on"),
        ({"late": True}, "late"),
    ],
)
def test_bad_input_is_named_field_by_field(two, wrong, field):
    mine, _rei = two
    answer = mine.post("/promises", DRAFT | wrong)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json["errors"]] == [field]


def test_it_stands_in_the_copy_of_oneself(two):
    mine, rei = two
    mine.post("/promises", DRAFT | {"person": rei.public_id})
    (held,) = mine.get("/me/export").json["own"]["promises"]
    assert (held["words"], held["whom"], held["person"]["id"]) == (
        *("Send the article", "and her sister"),
        rei.public_id,
    )
