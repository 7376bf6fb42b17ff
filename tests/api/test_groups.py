"""Groups through the API."""

from app.accounts.operations import new_user
from app.groups.models import Group
from app.groups.queries import is_in
from app.kit.clock import now
from app.kit.db import db
from tests.factories import a_group, a_member, owner_of


def test_strangers_read_groups_and_who_is_behind_them(stranger):
    group = a_group(name="Marunouchi Weft", run_by="Two friends")
    told = stranger.get(f"/groups/{group.public_id}").json
    assert told["name"] == "Marunouchi Weft"
    assert told["disclosure"]["run_by"] == "Two friends"
    assert told["standing"]["organizers"][0]["name"] == owner_of(group).full_name
    assert told["members"] == 1
    assert told["role"] is None
    assert stranger.get("/groups/nowhere").status_code == 404


def test_whoever_founds_a_group_owns_it(program, app):
    mine = program(a_member())
    answer = mine.post(
        "/groups",
        {"name": "Loom", "kind": "study_group", "disclosure": {"run_by": "Aoi", "stance": "none"}},
    )
    assert answer.status_code == 201
    told = answer.json
    assert told["role"] == "owner"
    assert told["slug"] == "loom"
    assert answer.headers["Location"] == f"http://localhost/api/v1/groups/{told['id']}"
    assert mine.get(answer.headers["Location"]).json == told


def test_a_taken_address_is_refused_with_the_rules_code(program):
    mine = program(a_member())
    taken = a_group().slug
    answer = mine.post("/groups", {"name": "Loom", "kind": "study_group", "slug": taken})
    assert (answer.status_code, answer.json["code"]) == (409, "SlugTaken")
    assert answer.json["detail"] == "That address is already taken."
    assert answer.json["type"] == "http://localhost/api/docs#SlugTaken"
    answer = mine.post("/groups", {"name": "Loom", "kind": "study_group", "slug": "A b"})
    assert answer.json["errors"][0]["field"] == "slug"


def test_only_those_who_run_it_change_it_and_what_is_left_out_stays(program):
    group = a_group(summary="Before")
    path = f"/groups/{group.public_id}"
    assert program(a_member()).patch(path, {"name": "Mine"}).status_code == 403
    told = (
        program(owner_of(group))
        .patch(path, {"name": "Loom", "disclosure": {"sponsor": "A mill"}})
        .json
    )
    assert (told["name"], told["summary"]) == ("Loom", "Before")
    assert told["disclosure"]["sponsor"] == "A mill"
    assert told["disclosure"]["run_by"] == "Two friends"
    assert db.session.get_one(Group, group.id).name == "Loom"


def test_joining_twice_is_joining_once_and_leaving_ends_it(program):
    group, member = a_group(), a_member()
    mine, path = program(member), f"/groups/{group.public_id}/membership"
    assert mine.post(path).json["role"] == "member"
    assert mine.post(path).json["members"] == 2
    assert mine.get("/groups?mine=true").json["items"][0]["id"] == group.public_id
    assert mine.delete(path).status_code == 204
    assert not is_in(group, member)
    assert mine.get("/groups?mine=true").json["items"] == []


def test_the_last_owner_stays(program):
    group = a_group()
    answer = program(owner_of(group)).delete(f"/groups/{group.public_id}/membership")
    assert (answer.status_code, answer.json["code"]) == (409, "LastOwner")


def test_groups_come_in_parts_that_no_newcomer_shifts(program):
    me = new_user("reader@example.org", "Rei", at=now())
    for name in "bdfhj":
        a_group(me, name=name)
    mine = program(me)
    first = mine.get("/groups?limit=2").json
    assert [group["name"] for group in first["items"]] == ["b", "d"]
    a_group(me, name="a")
    a_group(me, name="e")
    seen = [*first["items"]]
    while first["next"]:
        first = mine.get(first["next"]).json
        seen += first["items"]
    assert [group["name"] for group in seen] == ["b", "d", "e", "f", "h", "j"]
