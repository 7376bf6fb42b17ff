"""A call sent twice happens once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import monotonic, sleep

import pytest
import sqlalchemy as sa

from app.accounts.operations import new_api_token
from app.api import operations
from app.api.jobs import forget_replies
from app.api.models import Reply
from app.groups.models import Group
from app.kit.clock import now
from app.kit.db import db
from app.registrations.models import Registration
from tests.api.conftest import Program
from tests.factories import a_group, a_member, an_event

LOOM = {"name": "Loom", "kind": "study_group"}
KEY = {"Idempotency-Key": "4d0f6a1e"}


def test_the_same_key_gives_the_same_answer_and_nothing_happens_twice(program, count):
    mine = program(a_member())
    first = mine.post("/groups", LOOM, **KEY)
    again = mine.post("/groups", LOOM, **KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert count(Group) == 1


def test_how_the_body_is_written_makes_no_difference(program, count):
    mine = program(a_member())
    mine.post("/groups", LOOM, **KEY)
    mine.post("/groups", dict(reversed(LOOM.items())), **KEY)
    assert count(Group) == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", "/groups", LOOM | {"name": "Other"}), ("PATCH", "/me", {"headline": "x"})],
)
def test_the_same_key_for_another_call_is_refused(program, method, path, body):
    mine = program(a_member())
    mine.post("/groups", LOOM, **KEY)
    answer = mine.ask(method, path, body, **KEY)
    assert (answer.status_code, answer.json["code"]) == (422, "KeyUsedOtherwise")


def test_everybody_has_keys_of_their_own(program, count):
    for member in (a_member(), a_member()):
        assert program(member).post("/groups", LOOM, **KEY).status_code == 201
    assert count(Group) == 2


def test_an_answer_without_a_body_is_given_again_too(program):
    group, member = a_group(), a_member()
    mine, path = program(member), f"/groups/{group.public_id}/membership"
    mine.post(path)
    assert [mine.delete(path, **KEY).status_code for _ in range(2)] == [204, 204]


def test_what_was_refused_may_be_tried_again(program, count):
    """A no has changed nothing, and the next time it may be a yes."""
    event, member = an_event(capacity=1, closes_at=now() - timedelta(hours=1)), a_member()
    mine, path = program(member), f"/events/{event.public_id}/registration"
    assert mine.post(path, {"purpose": "friends"}, **KEY).status_code == 409
    assert count(Reply) == 0
    event.closes_at = None
    db.session.commit()
    assert mine.post(path, {"purpose": "friends"}, **KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "caf\u00e9"])
def test_a_key_that_will_not_do_is_named(program, key):
    answer = program(a_member()).post("/groups", LOOM, **{"Idempotency-Key": key})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "Idempotency-Key"


def test_after_a_day_a_key_is_forgotten(program, count, later):
    mine = program(a_member())
    mine.post("/groups", LOOM, **KEY)
    later(hours=23)
    assert forget_replies(now()) == 0
    later(hours=25)
    assert mine.post("/groups", LOOM | {"name": "Later"}, **KEY).json["name"] == "Later"
    later(hours=50)
    assert forget_replies(now()) == 1
    assert count(Reply) == 0


def test_eight_at_the_same_moment_are_one(own_app):
    """The key's row is written first: all others wait for it, and then read the answer."""
    member = a_member()
    event = an_event(capacity=30)
    token = new_api_token(member, "x", at=now())
    path, event_id = f"/events/{event.public_id}/registration", event.id
    db.session.commit()
    start = Barrier(8)

    def ask(_number: int) -> tuple[int, bytes]:
        start.wait()
        answer = Program(own_app, token).client.post(
            f"/api/v1{path}",
            json={"purpose": "friends"},
            headers={"Authorization": f"Bearer {token}", **KEY},
        )
        return answer.status_code, answer.data

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(8)))
    assert {status for status, _body in answers} == {201}
    assert len(answers) == 1
    with own_app.app_context():
        places = sa.select(sa.func.count()).where(Registration.event_id == event_id)
        assert db.session.scalar(places) == 1


def test_whoever_waited_for_one_that_failed_acts_in_its_place(own_app):
    """The first is undone before it answers; the second has waited and does the work."""
    member = a_member()
    member_id = member.id
    at = now()
    operations.begin_reply(member, "k", "asked", at=at)  # holds the key, not committed

    def second() -> int:
        with own_app.app_context():
            mine = db.session.get_one(type(member), member_id)
            reply = operations.begin_reply(mine, "k", "asked", at=at)
            status = reply.status
            db.session.rollback()
            return status

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(second)
        _until_somebody_waits(own_app)
        db.session.rollback()
        assert waiting.result(timeout=90) == 0


def _until_somebody_waits(own_app) -> None:
    query = sa.text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    until = monotonic() + 90
    while monotonic() < until:
        with db.engine.connect() as connection:
            if connection.scalar(query):
                return
        sleep(0.01)
    raise AssertionError("nobody waits")


def test_a_seat_is_not_taken_twice_for_want_of_an_answer(program, count):
    """The answer was lost on the way: asking again finds the seat, not a refusal."""
    event, member = an_event(), a_member()
    mine, path = program(member), f"/events/{event.public_id}/registration"
    first = mine.post(path, {"purpose": "friends"}, **KEY).json
    assert mine.post(path, {"purpose": "friends"}, **KEY).json == first
    assert count(Registration) == 1


def test_a_body_nobody_reads_may_be_as_deep_as_it_likes(program):
    mine, group = program(a_member()), a_group()
    answer = mine.client.post(
        f"/api/v1/groups/{group.public_id}/membership",
        data=b"[" * 100_000,
        headers=mine.headers | KEY,
    )
    assert answer.status_code == 200
