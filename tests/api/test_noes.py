"""How a no looks to a program: problem documents, whatever went wrong."""

from base64 import urlsafe_b64encode

import pytest
from sqlalchemy.exc import OperationalError

from app.accounts.operations import new_api_token
from app.api import views
from app.api.calls import PREFIX
from app.factory import create_app
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import new_token
from app.web.limits import limiter
from tests.api.conftest import PROBLEM, Program
from tests.conftest import Bell, Browser, settings
from tests.factories import a_group, a_member, a_seat, an_event, owner_of

HUGE = (2**31, 10**40)
LOOM = {"name": "Loom", "kind": "study_group"}


def assert_problem(answer, status):
    assert (answer.status_code, answer.mimetype) == (status, PROBLEM)
    assert answer.json["status"] == status
    assert {"type", "title", "detail"} <= answer.json.keys()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/groups/nowhere", 404),
        ("GET", "/groups/%00", 404),
        ("GET", f"/events/nowhere/slots/{10**40}/draw", 404),
        ("PUT", "/groups", 405),
        ("POST", "/me", 405),
        ("GET", "/groups/", 404),
    ],
)
def test_what_is_not_there_is_a_problem_document(program, method, path, status):
    answer = program(a_member()).ask(method, path)
    assert_problem(answer, status)
    if status == 405:
        assert answer.headers["Allow"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_is_not_sent_as_json_is_not_read(program, kind):
    mine = program(a_member())
    headers = mine.headers | {"Content-Type": kind}
    answer = mine.client.post(f"{PREFIX}/groups", data='{"name": "x"}', headers=headers)
    assert_problem(answer, 415)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b'{"name": "\\ud800"}', b"nul", b"[" * 10_000, b'{"a": 1e999}']
)
def test_what_is_no_json_is_bad_input(program, body):
    mine = program(a_member())
    answer = mine.client.post(
        f"{PREFIX}/groups", data=body, headers=mine.headers, content_type="application/json"
    )
    assert_problem(answer, 422)
    assert answer.json["errors"]


@pytest.mark.parametrize("number", HUGE)
def test_a_round_or_a_table_that_no_row_can_have_is_not_there(program, number):
    event, guest = an_event(), a_member()
    a_seat(event, guest)
    mine, path = program(owner_of(event.group)), f"/events/{event.public_id}/rounds"
    for asked in (
        ("GET", f"{path}/{number}/people/{guest.public_id}"),
        ("PATCH", f"{path}/{number}/people/{guest.public_id}", {"table": 1}),
        ("PATCH", f"{path}/{number}/tables/1", {"locked": True}),
        ("PATCH", f"{path}/1/tables/{number}", {"locked": True}),
        ("POST", f"{path}/{number}/beginning"),
    ):
        assert_problem(mine.ask(*asked), 404)


@pytest.mark.parametrize("number", [*HUGE, -(10**40), "Infinity", '"1"', "null"])
def test_a_place_in_a_list_that_no_row_can_have_is_refused(program, number):
    event = an_event()
    cursor = urlsafe_b64encode(f"[{number}]".encode()).decode()
    answer = program(owner_of(event.group)).get(f"/events/{event.public_id}/roster?cursor={cursor}")
    assert_problem(answer, 422)


@pytest.mark.parametrize("number", ["9" * 10, "9" * 5_000])
def test_an_answer_to_a_question_that_cannot_be_is_refused(program, number):
    wish = {"purpose": "friends", "answers": {number: "weaving"}}
    answer = program(a_member()).post(f"/events/{an_event().public_id}/registration", wish)
    assert_problem(answer, 422)
    assert answer.json["errors"][0]["field"].startswith("answers")


def test_a_body_that_is_too_large_is_refused(program):
    mine = program(a_member())
    answer = mine.post("/groups", LOOM | {"description": "x" * 1_100_000})
    assert_problem(answer, 413)


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_a_refusal_speaks_the_callers_language(program, locale):
    group = a_group()
    mine = program(owner_of(group))
    answer = mine.delete(
        f"/groups/{group.public_id}/membership", **{"Accept-Language": f"{locale};q=1, fr;q=0.5"}
    )
    assert_problem(answer, 409)
    assert answer.json["detail"].isascii() == (locale == "en")


def test_without_a_wish_the_members_own_language_is_spoken(app):
    member = a_member(locale="ja")
    token = new_api_token(member, "x", at=now())
    db.session.commit()
    answer = app.test_client().get(
        f"{PREFIX}/groups/nowhere", headers={"Authorization": f"Bearer {token}"}
    )
    assert not answer.json["title"].isascii()


def test_a_bug_is_told_by_a_number_and_nothing_else(program, monkeypatch):
    def breaks(*_args: object) -> None:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr(views.groups, "_whole", breaks)
    mine = program(a_member())
    mine.app.config["PROPAGATE_EXCEPTIONS"] = False
    path = f"{PREFIX}/groups/{a_group().public_id}"
    answer = mine.client.get(path, headers=mine.headers)
    mine.app.config["PROPAGATE_EXCEPTIONS"] = None
    assert_problem(answer, 500)
    assert answer.json["reference"]
    assert "secret" not in answer.text


def test_a_database_that_is_away_is_waited_for(program, monkeypatch):
    def away(*_args: object) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr("app.web.app.PAUSE_SECONDS", 0)
    monkeypatch.setattr(views.groups, "_whole", away)
    answer = program(a_member()).get(f"/groups/{a_group().public_id}")
    assert_problem(answer, 503)
    assert answer.headers["Retry-After"] == "5"


@pytest.fixture
def limited(servers, template, own_app):
    """An application that counts, over the same database as `own_app`."""
    database = own_app.config["SQLALCHEMY_DATABASE_URI"].rpartition("/own_")[2].partition("?")[0]
    app = create_app(settings(servers, f"own_{database}", RATELIMIT_ENABLED=True))
    app.test_client_class = Browser
    app.extensions["queue"] = Bell(app.extensions["queue"].connection)
    yield app
    limiter.enabled = False
    with app.app_context():
        db.engine.dispose()


def test_who_calls_too_often_is_told_when_to_come_again(limited, monkeypatch):
    monkeypatch.setattr("app.api.limits.CALLS", "5 per hour")
    member, other = a_member(), a_member()
    tokens = [new_api_token(each, "x", at=now()) for each in (member, other)]
    db.session.commit()
    mine, theirs = (Program(limited, token) for token in tokens)
    answers = [mine.get("/events?limit=1") for _ in range(6)]
    assert {answer.status_code for answer in answers[:5]} == {200}
    assert_problem(answers[5], 429)
    assert 0 < int(answers[5].headers["Retry-After"]) <= 3600
    assert theirs.get("/events?limit=1").status_code == 200


def test_who_keeps_guessing_keys_is_asked_to_rest(limited):
    place = "10.{}.{}.{}".format(*(part % 250 + 1 for part in new_token().encode()[:3]))

    def guess(number: int):
        client = limited.test_client()
        client.environ_base["REMOTE_ADDR"] = place
        return client.get(f"{PREFIX}/me", headers={"Authorization": f"Bearer kz_{number}"})

    statuses = [guess(number).status_code for number in range(62)]
    assert statuses[:60] == [401] * 60
    assert statuses[-1] == 429
