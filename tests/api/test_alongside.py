"""Chores and small meals, for programs: the same rules as on the pages."""

from datetime import timedelta

import pytest

from app.alongside import operations
from app.alongside.operations import ChoreDraft, MealDraft
from app.kit.clock import now
from app.moderation.operations import block
from tests.factories import a_member, a_seat, an_event, owner_of

CHAIRS = {"words": "Put the chairs back", "remark": "after the talks", "wanted": 2}


def somebody_who_comes(event, name="Emi"):
    member = a_member(name)
    a_seat(event, member)
    return member


def board(event, rest=""):
    return f"/events/{event.public_id}/chores{rest}"


def tables(event, rest=""):
    return f"/events/{event.public_id}/meals{rest}"


def a_table(event, **given):
    begins = event.ends_at + timedelta(minutes=30)
    return {"place": "The soba place", "begins_at": begins.isoformat(), "seats": 4} | given


def test_a_chore_is_named_taken_done_and_given_back(program):
    event = an_event()
    emi = program(somebody_who_comes(event))
    ken = program(somebody_who_comes(event, "Ken"))
    host = program(owner_of(event.group))
    made = emi.ask("POST", board(event), CHAIRS)
    assert made.status_code == 201
    one = f"/{made.json['id']}"
    taken = ken.ask("POST", board(event, f"{one}/hand"), {"shows_name": True}).json
    assert (taken["hands"], taken["hand"]) == (1, {"state": "taken", "shows_name": True})
    assert taken["helpers"] == []
    [line] = host.ask("GET", board(event)).json["items"]
    assert [person["name"] for person in line["helpers"]] == ["Ken Sato"]
    changed = ken.ask("PATCH", board(event, f"{one}/hand"), {"shows_name": False, "done": True})
    assert changed.json["hand"] == {"state": "done", "shows_name": False}
    assert host.ask("GET", board(event)).json["items"][0]["helpers"] == []
    ken.ask("PATCH", board(event, f"{one}/hand"), {"done": False})
    assert ken.ask("DELETE", board(event, f"{one}/hand")).status_code == 204
    assert emi.ask("DELETE", board(event, one)).status_code == 204
    assert emi.ask("GET", board(event)).json["items"] == []


def test_who_named_it_and_who_runs_the_event_drop_a_chore(program):
    event = an_event()
    draft = ChoreDraft("Chairs")
    chore = operations.name(event, draft, by=owner_of(event.group), at=now())
    emi = program(somebody_who_comes(event))
    assert emi.ask("DELETE", board(event, f"/{chore.public_id}")).status_code == 403
    assert (
        emi.ask("PATCH", board(event, f"/{chore.public_id}/hand"), {"done": True}).status_code
        == 409
    )
    again = emi.ask("POST", board(event, "/nothing/hand"), {})
    assert again.status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "x" * 61}, "words"),
        ({"words": "x", "wanted": 0}, "wanted"),
        ({"words": "x", "remark": "y" * 201}, "remark"),
    ],
)
def test_a_chore_that_will_not_do_is_said_with_its_field(program, body, field):
    event = an_event()
    answer = program(somebody_who_comes(event)).ask("POST", board(event), body)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json["errors"]] == [field]


def test_a_meal_is_proposed_approved_joined_and_left(program):
    event = an_event()
    emi = program(somebody_who_comes(event))
    ken = program(somebody_who_comes(event, "Ken"))
    host = program(owner_of(event.group))
    made = emi.ask("POST", tables(event), a_table(event)).json
    assert (made["state"], made["free"], made["seated"]) == ("proposed", 0, True)
    one = f"/{made['id']}"
    assert ken.ask("GET", tables(event)).json["items"] == []
    assert ken.ask("POST", tables(event, f"{one}/decision"), {"approve": True}).status_code == 404
    assert emi.ask("POST", tables(event, f"{one}/decision"), {"approve": True}).status_code == 403
    yes = host.ask("POST", tables(event, f"{one}/decision"), {"approve": True})
    assert yes.json["state"] == "approved"
    assert ken.ask("GET", tables(event)).json["items"][0]["at_table"] == []
    joined = ken.ask("POST", tables(event, f"{one}/seat")).json
    assert [person["name"] for person in joined["at_table"]] == ["Emi Sato", "Ken Sato"]
    assert ken.ask("DELETE", tables(event, f"{one}/seat")).status_code == 204
    assert emi.ask("DELETE", tables(event, f"{one}/seat")).status_code == 409
    assert ken.ask("DELETE", tables(event, one)).status_code == 403
    assert emi.ask("DELETE", tables(event, one)).status_code == 204


@pytest.mark.parametrize(
    "change", [{"seats": 3}, {"seats": 7}, {"place": ""}, {"begins_at": "soon"}]
)
def test_a_meal_that_will_not_do_is_said_with_its_field(program, change):
    event = an_event()
    answer = program(somebody_who_comes(event)).ask("POST", tables(event), a_table(event, **change))
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json["errors"]] == list(change)


def test_a_table_beside_somebody_kept_apart_is_full_and_says_no_more(program):
    event = an_event(capacity=20)
    emi, ken, rin = (somebody_who_comes(event, name) for name in ("Emi", "Ken", "Rin"))
    draft = MealDraft("Soba", event.ends_at + timedelta(minutes=30), 4)
    meal = operations.propose(event, draft, by=emi, at=now())
    operations.decide(meal, yes=True, by=owner_of(event.group), at=now())
    operations.join(meal, by=ken, at=now())
    block(ken, rin, at=now())
    mine = program(rin)
    [row] = mine.ask("GET", tables(event)).json["items"]
    assert (row["free"], row["at_table"]) == (0, [])
    no = mine.ask("POST", tables(event, f"/{meal.public_id}/seat"))
    assert (no.status_code, no.json["code"]) == (409, "TableFull")


def test_to_whoever_does_not_come_nothing_is_there(program):
    event = an_event()
    other = program(a_member())
    for path in (board(event), tables(event)):
        assert other.ask("GET", path).status_code == 404
    assert other.ask("POST", board(event), CHAIRS).status_code == 404
    assert other.ask("POST", tables(event), a_table(event)).status_code == 404
