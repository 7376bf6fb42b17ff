"""Events through the API: planned, published, found, changed, called off."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.events.rules import Openness, Status
from app.groups.models import Membership
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import State
from tests.factories import a_group, a_member, a_seat, an_event, owner_of, saved

AHEAD = (now() + timedelta(days=20)).replace(hour=10, minute=0, second=0, microsecond=0)


def a_plan(group, **given):
    usual = {
        "group": group.public_id,
        "title": "Rust night",
        "starts_at": AHEAD.isoformat(),
        "ends_at": (AHEAD + timedelta(hours=2)).isoformat(),
        "place": {"name": "Kanda Hall", "address": "東京都千代田区神田1-1"},
        "online_url": "https://example.org/room",
        "slots": [{"name": "General", "capacity": 20, "fee": 500}],
    }
    return usual | given


def test_an_event_is_begun_published_changed_and_called_off(program, stranger):
    group = a_group()
    mine = program(owner_of(group))
    answer = mine.post("/events", a_plan(group))
    assert answer.status_code == 201
    event = answer.json
    path = f"/events/{event['id']}"
    assert answer.headers["Location"] == f"http://localhost/api/v1{path}"
    assert (event["status"], event["slots"][0]["fee"]) == ("draft", 500)
    assert event["starts_at"].endswith("+09:00")
    assert stranger.get(path).status_code == 404

    assert mine.post(f"{path}/publication").json["status"] == "published"
    assert stranger.get(path).json["title"] == "Rust night"
    answer = mine.post(f"{path}/publication")
    assert (answer.status_code, answer.json["code"]) == (409, "AlreadyPublished")

    slot = event["slots"][0]
    told = mine.patch(
        path, {"title": "Rust evening", "slots": [{"id": slot["id"], "capacity": 30}]}
    ).json
    assert (told["title"], told["capacity"]) == ("Rust evening", 30)
    assert told["place"]["name"] == "Kanda Hall"
    assert told["slots"][0]["id"] == slot["id"]

    told = mine.post(f"{path}/cancellation", {"message": "The hall is flooded."}).json
    assert (told["status"], told["notice"]) == ("cancelled", "The hall is flooded.")


def test_nothing_is_published_before_the_card_is_filled_in(program):
    group = a_group(run_by="")
    mine = program(owner_of(group))
    event = mine.post("/events", a_plan(group)).json
    answer = mine.post(f"/events/{event['id']}/publication")
    assert (answer.status_code, answer.json["code"]) == (409, "CardMissing")


WRONG = (
    ({"title": ""}, "title"),
    ({"title": None}, "title"),
    ({"starts_at": "2027-01-29"}, "starts_at"),
    ({"starts_at": "2027-01-29T19:00:00"}, "starts_at"),
    ({"starts_at": 1800000000}, "starts_at"),
    ({"starts_at": "1800000000"}, "starts_at"),
    ({"starts_at": "9999-01-01T00:00:00Z"}, "starts_at"),
    ({"ends_at": "2001-01-01T00:00:00Z"}, "ends_at"),
    ({"timezone": "Asia/Edo"}, "timezone"),
    ({"online_url": "ftp://example.org"}, "online_url"),
    ({"slots": []}, "slots"),
    ({"slots": [{"capacity": -1}]}, "slots.0.capacity"),
    ({"slots": [{"capacity": 10**9}]}, "slots.0.capacity"),
    ({"slots": [{"id": "999999"}]}, "slots.0.id"),
    ({"slots": [{"mode": "lottery", "capacity": 3}]}, "slots.0.lottery_at"),
    ({"slots": [{"fee": 1.5}]}, "slots.0.fee"),
    ({"visibility": "secret"}, "visibility"),
    ({"registration_opens_at": None, "colour": "red"}, "colour"),
)


@pytest.mark.parametrize(("given", "field"), WRONG, ids=str)
def test_a_plan_that_will_not_do_is_named_field_by_field(program, given, field):
    group = a_group()
    answer = program(owner_of(group)).post("/events", a_plan(group, **given))
    assert answer.status_code == 422
    assert field in {fault["field"] for fault in answer.json["errors"]}


def test_what_the_group_decides_may_be_sent_back_as_it_was_read(program):
    group = a_group(kind="study_group", run_by="Kura")
    mine = program(owner_of(group))
    told = {"kind": "study_group", "composition": None, "disclosure": {"run_by": "Kura"}}
    made = mine.post("/events", a_plan(group) | told)
    assert made.status_code == 201
    again = {name: made.json[name] for name in ("kind", "disclosure", "composition", "title")}
    assert mine.patch(f"/events/{made.json['id']}", again).status_code == 200


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "cross_industry"}, "kind"),
        ({"disclosure": {"sponsor": "x"}}, "disclosure.sponsor"),
    ],
)
def test_what_the_group_decides_is_not_changed_at_an_event(program, told, field):
    group = a_group(kind="study_group")
    refused = program(owner_of(group)).post("/events", a_plan(group) | told)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, field)


def test_only_organizers_plan_and_change(program):
    group = a_group()
    event, guest = an_event(group), a_member()
    a_seat(event, guest)
    mine, path = program(guest), f"/events/{event.public_id}"
    assert mine.post("/events", a_plan(group)).status_code == 403
    assert mine.patch(path, {"title": "Mine"}).status_code == 403
    assert mine.post(f"{path}/cancellation", {}).status_code == 403
    assert mine.get(f"{path}/registrations").status_code == 403


def test_the_way_in_online_is_for_those_who_come(program, stranger):
    event = an_event(online_url="https://example.org/room")
    path = f"/events/{event.public_id}"
    guest, waiting = a_member(), a_member()
    a_seat(event, guest)
    a_seat(event, waiting, state=State.WAITLISTED, queue_no=1, slot_id=None)
    told = [who.get(path).json["online_url"] for who in
            (stranger, program(a_member()), program(waiting), program(guest))]  # fmt: skip
    assert told == [None, None, None, "https://example.org/room"]
    assert program(owner_of(event.group)).get(path).json["online_url"]
    assert stranger.get(path).json["is_online"]


def test_lists_hold_what_may_be_found_and_no_more(program, stranger):
    group, member = a_group(), a_member()
    saved(Membership(group_id=group.id, member_id=member.id, role=Role.MEMBER, joined_at=now()))
    shown = an_event(group)
    inside = an_event(group, openness=Openness.MEMBERS)
    an_event(group, openness=Openness.UNLISTED)
    an_event(group, status=Status.DRAFT)
    path = f"/events?group={group.public_id}"
    assert [each["id"] for each in stranger.get(path).json["items"]] == [shown.public_id]
    mine = {each["id"] for each in program(member).get(path).json["items"]}
    assert mine == {shown.public_id, inside.public_id}


def test_events_are_found_by_time_kind_and_words(stranger, program):
    group = a_group()
    soon = an_event(group, starts_at=now() + timedelta(days=1))
    late = an_event(group, starts_at=now() + timedelta(days=40))

    def found(question):
        items = stranger.get(f"/events?group={group.public_id}&{question}").json["items"]
        return [each["id"] for each in items]

    day = (now() + timedelta(days=10)).isoformat()
    assert found("") == [soon.public_id, late.public_id]
    assert found(f"to={day}") == [soon.public_id]  # the plus sign comes as a space
    assert found(f"from={day.replace('+', '%2B')}") == [late.public_id]
    assert found("kind=study_group") == []
    assert found("kind=cross_industry&limit=1") == [soon.public_id]
    mine = program(owner_of(group))
    made = mine.post("/events", a_plan(group, title="織物の夕べ")).json
    mine.post(f"/events/{made['id']}/publication")
    assert found("q=織物") == [made["id"]]


@pytest.mark.parametrize(
    "question",
    ["limit=0", "limit=101", "limit=x", "from=yesterday", "kind=party", "cursor=x", "cursor=W10",
     "cursor=WyIyMDI3LTAxLTAxIiwgIlx1MDAwMCJd", "cursor=WyIyMDI3LTAxLTAxIiwgIlx1ZDgwMCJd",
     "cursor=WyJ4IiwgInkiXQ", "page=2"],
)  # fmt: skip
def test_a_question_that_will_not_do_is_named(stranger, question):
    answer = stranger.get(f"/events?{question}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == question.partition("=")[0]


def test_events_come_in_parts_that_no_newcomer_shifts(stranger):
    group, start = a_group(), now() + timedelta(days=3)
    for hours in (1, 1, 1, 2, 3, 5):
        an_event(group, starts_at=start + timedelta(hours=hours))
    first = stranger.get(f"/events?group={group.public_id}&limit=2").json
    an_event(group, starts_at=start)
    late = an_event(group, starts_at=start + timedelta(hours=4))
    seen = [each["id"] for each in first["items"]]
    while first["next"]:
        first = stranger.get(first["next"]).json
        seen += [each["id"] for each in first["items"]]
    assert len(seen) == len(set(seen)) == 7
    assert seen[5] == late.public_id


def test_who_comes_is_told_from_five_on_and_small_parts_only_together(stranger):
    event = an_event(capacity=20)
    path = f"/events/{event.public_id}"
    for _ in range(4):
        a_seat(event, a_member(), purpose="friends")
    assert stranger.get(path).json["composition"] is None
    for purpose in ("friends", "friends", "growth", "growth", "growth", "hiring", "hiring"):
        a_seat(event, a_member(), purpose=purpose)
    parts = stranger.get(path).json["composition"]["purposes"]
    assert [part["people"] for part in parts] == [6, 5]


def test_fewer_seats_send_nobody_away(program):
    event = an_event(capacity=3)
    for _ in range(3):
        a_seat(event, a_member())
    slot = str(event.slots[0].id)
    told = (
        program(owner_of(event.group))
        .patch(f"/events/{event.public_id}", {"slots": [{"id": slot, "capacity": 1}]})
        .json
    )
    assert (told["capacity"], told["taken"]) == (1, 3)
    seated = db.session.query(Registration).filter_by(event_id=event.id, state=State.CONFIRMED)
    assert seated.count() == 3


def test_an_unchanged_answer_is_short(stranger):
    path = f"/events/{an_event().public_id}"
    first = stranger.get(path)
    again = stranger.get(path, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Accept-Language"} <= {*first.vary.to_header().split(", ")}


def test_a_longer_list_asks_the_database_no_more(stranger):
    group, asked = a_group(), []
    path = f"/events?group={group.public_id}"

    @sa.event.listens_for(db.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    try:
        counted = []
        for number in (1, 12):
            for hours in range(number):
                an_event(group, starts_at=now() + timedelta(days=2, hours=hours))
            db.session.expire_all()
            asked.clear()
            stranger.get(path)
            counted.append(len(asked))
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    assert counted[0] == counted[1]
