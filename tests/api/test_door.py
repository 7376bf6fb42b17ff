"""Another program as the door: a whole evening through the API alone."""

import hashlib
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest

from app.accounts.models import Scope
from app.attendance.jobs import close_evenings
from app.attendance.operations import Answer, answer
from app.attendance.queries import counts
from app.events.models import Slot
from app.groups.models import Membership
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.registrations.queries import whole
from app.registrations.states import State
from app.registrations.tickets import ticket_token
from tests.factories import a_member, a_seat, an_arrival, an_event, owner_of, saved


@pytest.fixture
def tonight():
    slots = [Slot(capacity=50, door_fee=1000)]
    return an_event(starts_at=now() - timedelta(minutes=10), slots=slots)


@pytest.fixture
def door(program, tonight):
    """A key that is good for the door alone, of somebody who is only there to help."""
    keeper = a_member("Rei")
    belongs = {"group_id": tonight.group_id, "member_id": keeper.id, "joined_at": now()}
    saved(Membership(role=Role.DOOR, **belongs))
    return program(keeper, Scope.DOOR)


def path_of(event, part: str = "attendance") -> str:
    return f"/events/{event.public_id}/{part}"


def a_line(**given: object) -> dict[str, object]:
    return {"id": str(uuid4()), "occurred_at": now().isoformat()} | given


def handed_in(door, event, *lines: dict[str, object], **given: object) -> list[dict]:
    answer_ = door.post(path_of(event), {"records": [*lines]} | given)
    assert answer_.status_code == 200, answer_.json
    return answer_.json["results"]


def codes(results) -> list[str]:
    return [each["code"] for each in results]


def everything(door, path: str) -> list[dict]:
    """Every part of a list, one after the other."""
    items, following = [], path
    while following:
        part = door.get(following).json
        items += part["items"]
        following = part["next"]
    return items


def test_a_program_keeps_the_door_for_a_whole_evening(door, tonight):
    places = [a_seat(tonight, a_member(f"Guest{n}", reading=f"げすと {n}")) for n in range(6)]
    waiting = a_seat(tonight, a_member("Mio"), state=State.WAITLISTED, slot_id=None)
    roster = everything(door, f"{path_of(tonight, 'roster')}?limit=3")
    assert len(roster) == 7
    by_ticket = {one["ticket_hash"]: one for one in roster}
    token = ticket_token(places[0])
    mine = by_ticket[hashlib.sha256(token.encode()).hexdigest()]
    assert (mine["fee_due"], mine["presence"], mine["reading"]) == (1000, "not_arrived", "げすと 0")

    first = a_line(ticket=token, device="Gate A")
    [welcome] = handed_in(door, tonight, first)
    assert (welcome["code"], welcome["fee"], welcome["registration"]) == (
        "FEE_DUE",
        1000,
        mine["registration"],
    )
    [again] = handed_in(door, tonight, a_line(ticket=token))
    assert (again["code"], again["at_device"]) == ("ALREADY", "Gate A")
    assert again["entry"] == first["id"]

    told = handed_in(
        door,
        tonight,
        a_line(kind="fee", registration=mine["registration"], amount=1000),
        a_line(registration=places[1].public_id, method="name"),
        a_line(registration=waiting.public_id),
        a_line(kind="walk_in", registration=waiting.public_id),
        a_line(kind="walk_in", name="田中 花子", reading="たなか はなこ"),
        a_line(kind="out", registration=places[1].public_id),
        a_line(ticket="https://elsewhere.example/t/none"),
        a_line(kind="undo", undoes=str(uuid4())),
    )
    assert codes(told) == [
        *("OK", "FEE_DUE", "NOT_CONFIRMED", "FEE_DUE", "FEE_DUE"),
        *("OK", "UNKNOWN", "REJECTED"),
    ]
    assert counts(tonight) == (3, 8)
    record = everything(door, f"{path_of(tonight)}?limit=2")
    assert [line["kind"] for line in record] == ["in", "fee", "in", "walk_in", "walk_in", "out"]
    assert record[1]["amount"] == 1000


def test_batches_of_a_door_out_of_reach_in_any_order_with_a_wrong_clock(door, tonight):
    places = [a_seat(tonight, a_member(f"Guest{n}")) for n in range(8)]
    wrong, begins = timedelta(days=2), now() - timedelta(hours=1)
    lines = [
        a_line(
            ticket=ticket_token(place),
            offline=True,
            occurred_at=(begins + timedelta(minutes=n) + wrong).isoformat(),
        )
        for n, place in enumerate(places)
    ]
    undo = a_line(kind="undo", undoes=lines[0]["id"], offline=True)
    undo["occurred_at"] = (begins + timedelta(minutes=30) + wrong).isoformat()
    lines.append(undo)
    chance, told = Random(1), {}
    for _ in range(3):  # all of it three times, the answers may have been lost
        chance.shuffle(lines)
        for start in range(0, len(lines), 3):
            sent_at = (now() + wrong).isoformat()
            for one in handed_in(door, tonight, *lines[start : start + 3], sent_at=sent_at):
                told.setdefault(one["id"], set()).add(one["code"])
    assert all(len(answers) == 1 for answers in told.values())
    assert counts(tonight) == (7, 8)
    record = everything(door, path_of(tonight))
    assert {line["id"] for line in record} == set(told)
    assert all("clock_skew" in line["flags"] and line["offline"] for line in record)


def test_one_id_twice_in_one_batch_is_one_line(door, tonight):
    line = a_line(ticket=ticket_token(a_seat(tonight, a_member())))
    assert codes(handed_in(door, tonight, line, line)) == ["FEE_DUE", "FEE_DUE"]
    assert counts(tonight)[0] == 1


def test_somebody_elses_id_opens_nothing(door, tonight):
    one, other = (ticket_token(a_seat(tonight, a_member())) for _ in range(2))
    line = a_line(ticket=one)
    handed_in(door, tonight, line)
    assert codes(handed_in(door, tonight, line | {"ticket": other})) == ["REJECTED"]


def test_too_early_asks_once_and_can_go_on(program):
    event = an_event(starts_at=now() + timedelta(hours=5))
    door = program(owner_of(event.group), Scope.DOOR)
    line = a_line(ticket=ticket_token(a_seat(event, a_member())))
    assert codes(handed_in(door, event, line)) == ["TOO_EARLY"]
    sure = a_line(ticket=line["ticket"], early=True)
    assert codes(handed_in(door, event, sure)) == ["OK"]


@pytest.mark.parametrize("kind", ["claim", "decline", "teleport"])
def test_what_is_not_for_the_door_to_say_is_bad_input(door, tonight, kind):
    answer_ = door.post(path_of(tonight), {"records": [a_line(kind=kind)]})
    assert (answer_.status_code, answer_.json["errors"][0]["field"]) == (422, "records.0.kind")


@pytest.mark.parametrize("name", ["1", "", "g" * 36, 7, None])
def test_an_id_that_is_none_is_named(door, tonight, name):
    answer_ = door.post(path_of(tonight), {"records": [a_line(id=name)]})
    assert (answer_.status_code, answer_.json["errors"][0]["field"]) == (422, "records.0.id")


def test_a_batch_has_its_limit(door, tonight):
    lines = [a_line(ticket="x") for _ in range(501)]
    answer_ = door.post(path_of(tonight), {"records": lines})
    assert (answer_.status_code, answer_.json["errors"][0]["field"]) == (422, "records")


def test_helpers_excuse_nobody_and_organizers_do(door, program, tonight):
    line = a_line(kind="excuse", registration=a_seat(tonight, a_member()).public_id)
    assert codes(handed_in(door, tonight, line)) == ["REJECTED"]
    host = program(owner_of(tonight.group), Scope.DOOR)
    assert codes(handed_in(host, tonight, line | {"id": str(uuid4())})) == ["OK"]


def test_what_is_settled_afterwards_is_read_by_organizers_alone(door, program, tonight):
    an_arrival(a_seat(tonight, a_member()))
    place = a_seat(tonight, a_member("Ren"))
    db.session.commit()
    tonight.starts_at -= timedelta(hours=6)
    tonight.ends_at -= timedelta(hours=6)
    close_evenings(now())
    host = owner_of(tonight.group)
    row = db.session.scalars(whole().where(whole().selected_columns.id == place.id)).one()
    answer(row, Answer.EXCUSED, by=host, at=now())
    db.session.commit()
    kinds = [line["kind"] for line in everything(door, path_of(tonight))]
    assert kinds == ["in"]
    mine = program(host, Scope.DOOR)
    assert [line["kind"] for line in everything(mine, path_of(tonight))] == ["in", "excuse"]
    assert mine.get(path_of(tonight)).json["closed_at"]


def test_a_program_goes_on_reading_from_where_it_was(door, tonight):
    handed_in(door, tonight, a_line(ticket=ticket_token(a_seat(tonight, a_member()))))
    [line] = everything(door, path_of(tonight))
    later = (now() + timedelta(seconds=1)).isoformat().replace("+", "%2B")
    assert everything(door, f"{path_of(tonight)}?since={later}") == []
    since = line["received_at"].replace("+", "%2B")
    assert everything(door, f"{path_of(tonight)}?since={since}") == [line]


def test_the_key_of_a_door_opens_nothing_else(door, program, tonight):
    assert door.get(path_of(tonight, "registrations")).status_code == 403
    assert door.get("/me").status_code == 403
    elsewhere = an_event(starts_at=now())
    assert door.get(path_of(elsewhere)).status_code == 403
    reader = program(owner_of(tonight.group), Scope.READ)
    assert reader.get(path_of(tonight, "roster")).status_code == 403
    assert program(a_member(), Scope.DOOR).get(path_of(tonight, "roster")).status_code == 403
