"""Reading in connpass's shape: the same names, the same kinds, the same ways to ask."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.events import search
from app.events.rules import Openness, Status
from app.kit.clock import now
from app.kit.db import db
from tests.api.conftest import PROBLEM
from tests.factories import a_group, a_member, a_seat, an_event, owner_of

# As connpass documents an event and a group: https://connpass.com/about/api/v2/
EVENT = {
    "id": int,
    "title": str,
    "catch": str,
    "description": str,
    "url": str,
    "image_url": str | None,
    "hash_tag": str,
    "started_at": str,
    "ended_at": str,
    "limit": int | None,
    "event_type": str,
    "open_status": str,
    "group": dict,
    "address": str,
    "place": str,
    "lat": str | None,
    "lon": str | None,
    "owner_id": int,
    "owner_nickname": str,
    "owner_display_name": str,
    "accepted": int,
    "waiting": int,
    "updated_at": str,
}
GROUP = {
    "id": int,
    "subdomain": str,
    "title": str,
    "sub_title": str,
    "url": str,
    "description": str,
    "owner_text": str,
    "image_url": str | None,
    "website_url": str | None,
    "website_name": str | None,
    "twitter_username": str | None,
    "facebook_url": str | None,
    "member_users_count": str,
}
SPRING = datetime(2027, 4, 1, 0, 30, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def ask(app):
    def get(path: str, **headers: str):
        return app.test_client().get(f"/api/connpass/v2{path}", headers=headers)

    return get


def ids(answer) -> list[int]:
    return [event["id"] for event in answer.json["events"]]


def is_shaped(told: dict, shape: dict) -> bool:
    return told.keys() == shape.keys() and all(
        isinstance(told[name], kind) for name, kind in shape.items()
    )


def test_an_event_has_connpass_names_and_kinds(ask):
    event = an_event(capacity=12, starts_at=SPRING, address="東京都千代田区丸の内1-1")
    a_seat(event, a_member())
    answer = ask("/events/")
    assert answer.json.keys() == {
        *("results_returned", "results_available", "results_start", "events"),
    }
    (told,) = answer.json["events"]
    assert is_shaped(told, EVENT)
    assert (told["limit"], told["accepted"], told["waiting"]) == (12, 1, 0)
    assert told["started_at"] == "2027-04-01T00:30:00+09:00"
    assert (told["event_type"], told["open_status"]) == ("participation", "open")
    assert told["group"].keys() == {"id", "subdomain", "title", "url"}
    assert told["url"] == f"http://localhost/events/{event.slug}"


def test_a_group_has_connpass_names_and_kinds(ask):
    group = a_group(name="Marunouchi Weft")
    (told,) = ask(f"/groups/?subdomain={group.slug}").json["groups"]
    assert is_shaped(told, GROUP)
    assert (told["title"], told["member_users_count"]) == ("Marunouchi Weft", "1")


def test_nobody_is_named_and_nobody_is_found(ask):
    event = an_event()
    owner = owner_of(event.group)
    text = ask("/events/").get_data(as_text=True)
    assert owner.full_name not in text
    assert ids(ask(f"/events/?nickname={owner.given_name}")) == []
    assert ids(ask(f"/events/?owner_nickname={event.group.slug}")) == []


def test_only_what_everybody_may_find_is_there(ask):
    shown = an_event()
    for openness in (Openness.MEMBERS, Openness.UNLISTED, Openness.INVITED):
        an_event(shown.group, openness=openness)
    an_event(shown.group, status=Status.DRAFT)
    assert ids(ask("/events/")) == [shown.id]


def test_all_the_ways_to_ask(ask):
    rust = an_event(title="Rust の夜", starts_at=SPRING, address="東京都千代田区1")
    loom = an_event(
        title="織物の朝", starts_at=SPRING + timedelta(days=40), online_url="https://x.example"
    )
    for event in (rust, loom):
        search.index(event)
    db.session.commit()
    group = rust.group
    ways = {
        f"event_id={rust.id}": [rust],
        f"event_id={rust.id},{loom.id}": [rust, loom],
        f"event_id={rust.id}&event_id={loom.id}": [rust, loom],
        "keyword=Rust": [rust],
        "keyword=Rust,夜": [rust],
        "keyword=Rust,朝": [],
        "keyword_or=Rust,織物": [rust, loom],
        "ym=202704": [rust],
        "ym=202704,202705": [rust, loom],
        "ymd=20270401": [rust],
        "ymd=20270331": [],
        f"group_id={group.id}": [rust],
        f"subdomain={group.slug}": [rust],
        "prefecture=tokyo": [rust],
        "prefecture=online": [loom],
        "prefecture=okinawa": [],
        "made_up=1": [rust, loom],
    }
    for question, expected in ways.items():
        assert sorted(ids(ask(f"/events/?{question}"))) == sorted(e.id for e in expected), question
    assert ids(ask("/events/?order=2")) == [loom.id, rust.id]


def test_the_list_comes_in_parts(ask):
    group = a_group()
    for hours in range(5):
        an_event(group, starts_at=now() + timedelta(days=2, hours=hours))
    first = ask("/events/?order=2&count=2").json
    last = ask("/events/?order=2&count=2&start=5").json
    assert (first["results_returned"], first["results_available"], first["results_start"]) == (
        2,
        5,
        1,
    )
    assert (last["results_returned"], last["results_start"]) == (1, 5)


@pytest.mark.parametrize(
    "question", ["count=0", "count=101", "count=x", "start=0", "order=4", "ym=2027", "ymd=spring",
                 "event_id=x", "event_id=2147483648"],
)  # fmt: skip
def test_a_question_that_will_not_do_is_a_problem_document(ask, question):
    answer = ask(f"/events/?{question}")
    assert (answer.status_code, answer.mimetype) == (422, PROBLEM)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (lambda: {"opens_at": now() + timedelta(days=1)}, "preopen"),
        (lambda: {"closes_at": now() - timedelta(days=1)}, "close"),
        (lambda: {"starts_at": now() - timedelta(days=1)}, "close"),
        (lambda: {"status": Status.CANCELLED}, "cancelled"),
    ],
    ids=["not yet", "no longer", "begun", "called off"],
)
def test_whether_one_may_register_is_told_as_connpass_does(ask, given, status):
    an_event(**given())
    assert ask("/events/").json["events"][0]["open_status"] == status


def test_a_key_of_connpass_is_neither_needed_nor_looked_at(ask):
    an_event()
    assert ask("/events/", **{"X-API-Key": "whatever"}).status_code == 200
