"""The evening through the API: the door, the rounds, the suggestions, the morning after."""

from datetime import timedelta
from itertools import combinations
from uuid import uuid4

import pytest

from app.attendance.jobs import close_evenings
from app.attendance.queries import counts
from app.groups.models import Membership
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.matching.jobs import plan_tables
from app.matching.operations import begin, go_on, rest
from app.matching.operations import plan_rounds as plan
from app.matching.queries import seating_of
from app.matching.rules.seating import Wish
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from app.registrations.tickets import ticket_token
from tests.factories import (
    a_member,
    a_seat,
    an_arrival,
    an_event,
    blocked,
    connected,
    in_one_group,
    owner_of,
    saved,
    tagged,
)


@pytest.fixture
def tonight():
    return an_event(starts_at=now() - timedelta(minutes=10))


def door_of(event):
    return f"/events/{event.public_id}/attendance"


def a_keeper(event):
    keeper, group = a_member("Rei"), event.group
    saved(Membership(group_id=group.id, member_id=keeper.id, role=Role.DOOR, joined_at=now()))
    return keeper


def test_the_door_lets_people_in_once(program, tonight):
    guest = a_member("Aoi")
    place = a_seat(tonight, guest)
    mine = program(a_keeper(tonight))
    record = {"id": str(uuid4()), "kind": "in", "ticket": ticket_token(place), "device": "tablet"}
    first = mine.post(door_of(tonight), {"records": [record]}).json["results"][0]
    assert (first["code"], first["person"]["name"]) == ("OK", guest.full_name)
    assert mine.post(door_of(tonight), {"records": [record]}).json["results"][0] == first
    second = record | {"id": str(uuid4())}
    answer = mine.post(door_of(tonight), {"records": [second]}).json["results"][0]
    assert answer["code"] == "ALREADY"
    assert counts(tonight)[0] == 1


def test_every_record_gets_its_own_answer(program, tonight):
    place = a_seat(tonight, a_member())
    come = {"id": str(uuid4()), "registration": place.public_id, "method": "name"}
    records = [
        {"id": str(uuid4()), "ticket": "made-up"},
        come,
        {"id": str(uuid4()), "kind": "walk_in", "name": "田中 花子", "reading": "たなか はなこ"},
        {"id": str(uuid4()), "kind": "undo"},
    ]
    answers = program(a_keeper(tonight)).post(door_of(tonight), {"records": records}).json
    codes = [each["code"] for each in answers["results"]]
    assert codes == ["UNKNOWN", "OK", "OK", "REJECTED"]
    assert [each["id"] for each in answers["results"]] == [each["id"] for each in records]


def test_a_place_elsewhere_is_unknown_at_this_door(program, tonight):
    elsewhere = a_seat(an_event(), a_member())
    record = {"id": str(uuid4()), "registration": elsewhere.public_id}
    (told,) = (
        program(a_keeper(tonight)).post(door_of(tonight), {"records": [record]}).json["results"]
    )
    assert (told["code"], told["person"]) == ("UNKNOWN", None)


def test_the_record_only_grows(program, tonight):
    place = a_seat(tonight, a_member())
    come = {"id": str(uuid4()), "registration": place.public_id, "method": "name"}
    undo = {"id": str(uuid4()), "kind": "undo", "undoes": come["id"]}
    mine = program(a_keeper(tonight))
    for record in (come, undo):
        assert mine.post(door_of(tonight), {"records": [record]}).json["results"][0]["code"] == "OK"
    told = mine.get(door_of(tonight)).json
    assert (told["present"], told["expected"]) == (0, 1)
    assert [line["kind"] for line in told["items"]] == ["in", "undo"]
    assert told["items"][1]["undoes"] == come["id"]
    assert mine.get(f"{door_of(tonight)}?limit=1").json["next"]


@pytest.mark.parametrize(
    ("record", "field"),
    [({"kind": "in"}, "records.0.id"), ({"id": "1"}, "records.0.id"),
     ({"id": str(uuid4()), "kind": "teleport"}, "records.0.kind"),
     ({"id": str(uuid4()), "occurred_at": "today"}, "records.0.occurred_at")],
)  # fmt: skip
def test_a_record_that_will_not_do_is_named(program, tonight, record, field):
    answer = program(a_keeper(tonight)).post(door_of(tonight), {"records": [record]})
    assert answer.json["errors"][0]["field"] == field


def test_rounds_are_planned_over_who_is_here(program, tonight):
    for number in range(8):
        an_arrival(a_seat(tonight, a_member(f"Guest{number}")))
    mine, path = program(owner_of(tonight.group)), f"/events/{tonight.public_id}/rounds"
    assert mine.get(path).json["rounds"] == []
    told = mine.post(path, {"rounds": 2, "size": 4}).json
    assert [len(one["tables"]) for one in told["rounds"]] == [2, 2]
    assert told["quality"]["total"] <= told["quality"]["bound"]
    assert mine.get(path).json == told
    assert mine.post(path, {"rounds": 2, "size": 9}).status_code == 422


def test_a_seed_makes_the_same_plan_again_and_begun_rounds_stay(program, tonight):
    for number in range(8):
        a_seat(tonight, a_member(f"Guest{number}"))
    host = owner_of(tonight.group)
    mine, path = program(host), f"/events/{tonight.public_id}/rounds"
    wish = {"rounds": 3, "size": 2, "pool": "confirmed", "seed": 11}
    first = mine.post(path, wish).json
    assert (first["is_being_planned"], first["quality"]["repeats"]) == (False, 0)
    assert mine.post(path, wish).json["rounds"] == first["rounds"]
    begin(tonight, 1, by=host, at=now())
    db.session.commit()
    again = mine.post(path, wish | {"seed": 12}).json["rounds"]
    assert again[0]["state"] == "running"
    assert again[0]["tables"] == first["rounds"][0]["tables"]
    assert mine.post(path, wish | {"pool": "everybody"}).status_code == 422


def test_rounds_need_two_people(program, tonight):
    answer = program(owner_of(tonight.group)).post(
        f"/events/{tonight.public_id}/rounds", {"rounds": 1, "size": 4}
    )
    assert (answer.status_code, answer.json["code"]) == (409, "TooFewPeople")


def seated(event, many=9, size=3, rounds=2):
    """So many who are here, at tables of `size`, and whoever runs the evening."""
    for number in range(many):
        an_arrival(a_seat(event, a_member(f"Guest{number}")))
    host = owner_of(event.group)
    plan(event, Wish(rounds, size), by=host, at=now())
    plan_tables()
    db.session.commit()
    return host


def test_rounds_begin_and_end_when_a_program_says_so(program, tonight):
    mine, path = program(seated(tonight)), f"/events/{tonight.public_id}/rounds"
    assert mine.post(f"{path}/2/beginning").json["code"] == "NotItsTurn"
    told = mine.post(f"{path}/1/beginning").json["rounds"]
    assert [one["state"] for one in told] == ["running", "planned"]
    assert told[0]["began_at"]
    again = mine.post(f"{path}/1/beginning")
    assert (again.status_code, again.json["code"]) == (409, "RoundMovedOn")
    assert mine.post(f"{path}/1/waiting").json["rounds"][0]["state"] == "planned"
    mine.post(f"{path}/1/beginning")
    told = mine.post(f"{path}/2/beginning").json["rounds"]
    assert [one["state"] for one in told] == ["over", "running"]
    told = mine.post(f"{path}/2/ending").json["rounds"]
    assert [one["state"] for one in told] == ["over", "over"]
    for wrong in ("2/ending", "1/waiting"):
        assert mine.post(f"{path}/{wrong}").json["code"] == "RoundMovedOn"
    assert mine.post(f"{path}/3/beginning").json["code"] == "NothingToBegin"
    assert mine.post(f"{path}/one/beginning").status_code == 404


def test_two_change_places_and_their_tables_stay(program, tonight):
    mine, path = program(seated(tonight)), f"/events/{tonight.public_id}/rounds"
    told = mine.get(path).json
    tables = [[one["id"] for one in table] for table in told["rounds"][0]["tables"]]
    one, other = tables[0][0], tables[1][0]
    seat = f"{path}/1/people/{one}"
    offered = mine.get(seat).json
    assert (offered["table"], offered["version"]) == (1, told["version"])
    assert {it["table"] for it in offered["swaps"]} <= {2, 3}
    after = mine.patch(seat, {"other": other, "version": told["version"]}).json
    sat = [[one["id"] for one in table] for table in after["rounds"][0]["tables"]]
    assert (other in sat[0], one in sat[1]) == (True, True)
    assert (after["rounds"][0]["table_numbers"], after["rounds"][0]["locked"]) == (
        [1, 2, 3],
        [1, 2],
    )
    late = mine.patch(seat, {"other": other, "version": told["version"]})
    assert (late.status_code, late.json["code"]) == (409, "TablesMovedOn")
    free = mine.patch(f"{path}/1/tables/1", {"locked": False}).json["rounds"][0]
    assert free["locked"] == [2]
    assert mine.patch(f"{path}/1/tables/9", {"locked": True}).json["code"] == "TablesMovedOn"


def test_somebody_moves_gets_up_and_sits_down_again(program, tonight):
    mine, path = program(seated(tonight, many=8)), f"/events/{tonight.public_id}/rounds"
    tables = mine.get(path).json["rounds"][0]["tables"]
    full = next(at for at, table in enumerate(tables, start=1) if len(table) == 3)
    room = next(at for at, table in enumerate(tables, start=1) if len(table) == 2)
    seat = f"{path}/1/people/{tables[full - 1][0]['id']}"
    nowhere = mine.patch(seat, {})
    assert (nowhere.status_code, nowhere.json["errors"][0]["field"]) == (422, "table")
    mine.patch(seat, {"table": None})
    assert mine.get(seat).json["table"] is None
    assert room in {it["table"] for it in mine.get(seat).json["moves"]}
    mine.patch(seat, {"table": room})
    assert mine.get(seat).json["table"] == room
    assert mine.patch(seat, {"table": 77}).json["code"] == "CannotSitThere"
    stranger = a_member("Stranger").public_id
    assert mine.patch(f"{path}/1/people/{stranger}", {"table": 1}).status_code == 404
    assert mine.patch(seat, {"other": stranger}).status_code == 404


def test_a_plan_explains_itself_to_programs_too(program, tonight):
    people = [a_member(f"Guest{number}") for number in range(3)]
    for member in people:
        an_arrival(a_seat(tonight, member))
    mine, path = program(owner_of(tonight.group)), f"/events/{tonight.public_id}/rounds"
    mine.post(path, {"rounds": 8, "size": 2})
    plan_tables()
    said = [one["text"] for one in mine.get(path).json["said"]]
    assert "Fewer rounds than you asked for: after these, everybody has met." in said
    for one, other in combinations(people, 2):
        blocked(one, other)
    mine.post(path, {"rounds": 8, "size": 2})
    plan_tables()
    told = mine.get(path).json
    assert told["rounds"] == []
    assert told["said"][0]["text"].startswith("Nobody here may sit with anybody else")


def test_rules_of_a_plan_stay_unless_a_program_says_otherwise(program, tonight):
    mine, path = program(seated(tonight)), f"/events/{tonight.public_id}/rounds"
    mine.post(path, {"rounds": 2, "size": 3, "mixes": True, "spreads": False})
    mine.post(path, {"rounds": 2, "size": 3, "crossing": "own_slot"})
    wish = seating_of(tonight).wish
    assert (wish.mixes, wish.spreads, wish.crossing) == (True, False, "own_slot")
    assert mine.post(path, {"rounds": 2, "size": 3, "crossing": "nobody"}).status_code == 422


def test_suggestions_say_why(program):
    event = an_event()
    me = tagged(a_member("Aoi"), Facet.NEED, "Weaving")
    other = tagged(a_member("Rei"), Facet.OFFER, "Weaving")
    in_one_group(me, other)
    for member in (me, other):
        a_seat(event, member)
    mine = program(me)
    told = mine.get(f"/events/{event.public_id}/suggestions").json
    (one,) = told["items"]
    assert (one["person"]["id"], one["rank"]) == (other.public_id, 1)
    assert one["reasons"][0] == {
        "kind": "they_offer",
        "text": "They can help with Weaving, and you are looking for just that.",
        "mine": "Looking for Weaving",
        "theirs": "Can help with Weaving",
    }
    this_week = mine.get("/suggestions").json["items"]
    assert other.public_id in [it["person"]["id"] for it in this_week]
    assert mine.post("/dismissals", {"person": other.public_id}).status_code == 204
    assert mine.get(f"/events/{event.public_id}/suggestions").json["items"] == []


def test_suggestions_of_one_trade_and_of_no_other(program):
    event = an_event()
    me, baker, other = a_member("Aoi"), a_member("Rei"), a_member("Mio")
    profile_of(baker).industry = "food"
    for member in (me, baker, other):
        a_seat(event, member)
    mine = program(me)
    path = f"/events/{event.public_id}/suggestions"
    items = mine.get(f"{path}?industry=food").json["items"]
    assert [it["person"]["id"] for it in items] == [baker.public_id]
    assert mine.get(f"{path}?work=astronaut").json["items"] == []
    assert mine.get(f"{path}?trade=food").status_code == 422


def test_organizers_say_what_an_evening_is_about(program):
    event = an_event(title="A Python night")
    path, host = f"/events/{event.public_id}/theme", program(owner_of(event.group))
    assert host.get(path).json == {
        "sort": "cross_industry", "topics": [], "named": True, "language": "",
    }  # fmt: skip
    said = {"sort": "social", "topics": ["Jazz", "Tea"], "language": "en"}
    assert host.patch(path, said).json == said | {"named": False}
    assert host.patch(path, {"language": ""}).json == said | {"language": "", "named": False}
    assert host.patch(path, {"topics": None}).json["named"]
    assert host.patch(path, {"topics": [f"topic {n}" for n in range(7)]}).status_code == 422
    assert host.patch(path, {"sort": "party"}).status_code == 422
    assert program(a_member()).get(path).status_code == 403


def test_interest_is_silent_until_both_have_it(program):
    event = an_event()
    me, other = a_member("Aoi"), a_member("Rei")
    for member in (me, other):
        a_seat(event, member)
    mine, theirs = program(me), program(other)
    path = f"/events/{event.public_id}/likes"
    assert mine.post(f"{path}/{other.public_id}", {}).json == {"state": "open"}
    assert mine.get(f"/events/{event.public_id}/suggestions").json["items"][0]["liked"]
    assert not theirs.get(f"/events/{event.public_id}/suggestions").json["items"][0]["liked"]
    assert mine.delete(f"{path}/{other.public_id}").status_code == 204
    assert theirs.post(f"{path}/{me.public_id}", {}).json == {"state": "open"}
    assert mine.post(f"/likes/{other.public_id}", {}).json == {"state": "mutual"}
    again = mine.post(f"{path}/{other.public_id}", {})
    assert (again.status_code, again.json["type"].rsplit("#")[-1]) == (409, "KnownAlready")


def test_not_for_me_is_taken_back_by_whoever_said_it(program):
    event = an_event()
    me, other = a_member("Aoi"), a_member("Rei")
    for member in (me, other):
        a_seat(event, member)
    mine, theirs = program(me), program(other)
    mine.post("/dismissals", {"person": other.public_id})
    assert theirs.get(f"/events/{event.public_id}/suggestions").json["items"] == []
    assert theirs.delete(f"/dismissals/{me.public_id}").status_code == 204
    assert mine.get(f"/events/{event.public_id}/suggestions").json["items"] == []
    assert mine.delete(f"/dismissals/{other.public_id}").status_code == 204
    assert len(theirs.get(f"/events/{event.public_id}/suggestions").json["items"]) == 1


def test_whoever_is_not_on_show_is_suggested_nobody(program):
    event = an_event()
    told = program(a_member()).get(f"/events/{event.public_id}/suggestions").json
    assert (told["items"], told["note"]) == ([], "not_shown")
    assert "let the other attendees see you" in told["message"]


def test_a_week_without_anybody_says_why(program):
    me = tagged(a_member("Aoi"), Facet.NEED, "Weaving")
    other = tagged(a_member("Rei"), Facet.OFFER, "Weaving")
    in_one_group(me, other)
    mine = program(me)
    assert mine.get("/suggestions").json["note"] is None
    rest(me, at=now())
    told = mine.get("/suggestions").json
    assert (told["items"], told["note"]) == ([], "resting")
    assert told["message"].startswith("Take your time with the people you have.")
    go_on(me)
    mine.post("/dismissals", {"person": other.public_id})
    told = mine.get("/suggestions").json
    assert (told["items"], told["note"]) == ([], "used_up")
    assert told["message"].startswith("You have answered about all of them.")
    profile_of(me).is_matched = False
    db.session.commit()
    told = mine.get("/suggestions").json
    assert (told["items"], told["note"]) == ([], "not_shown")
    assert told["message"].startswith("Suggestions go both ways.")


def test_the_recap_is_there_once_the_evening_is_closed(program):
    event = an_event(starts_at=now() - timedelta(hours=5))
    me, other = a_member("Aoi"), a_member("Rei")
    for member in (me, other):
        an_arrival(a_seat(event, member))
    connected(me, other)
    mine, path = program(me), f"/recaps/{event.public_id}"
    assert mine.get(path).status_code == 404
    close_evenings(now())
    told = mine.get(path).json
    assert (told["variant"], told["came"]) == ("attended", None)
    assert program(a_member()).get(path).status_code == 404
