"""One request, one transaction; tried again when the database was away for a moment."""

import pytest
import sqlalchemy as sa
from flask import request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from app.accounts.access import public
from app.accounts.models import User
from app.kit.clock import now
from app.kit.db import db
from app.kit.errors import Refused


class Gone(Exception):
    """What the driver says when the server shut down."""

    sqlstate = "57P01"


def trouble(sqlstate: str) -> OperationalError:
    gone = Gone("terminating connection")
    gone.sqlstate = sqlstate
    return OperationalError("select 1", {}, gone)


@pytest.fixture
def door(own_app, monkeypatch):
    """A page that does whatever the test says: `door(action)` returns a browser at it."""
    monkeypatch.setattr("app.web.app.PAUSE_SECONDS", 0)

    def open_door(action):
        own_app.add_url_rule("/door", "door", public(action), methods=["GET", "POST"])
        return own_app.test_client()

    return open_door


def a_row() -> None:
    db.session.add(User(joined_at=now(), given_name="Row"))
    db.session.flush()


def rows() -> int:
    with db.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(User))


def test_what_a_view_did_is_kept_once_it_has_answered(door):
    def view():
        a_row()
        return "done"

    assert door(view).post("/door").text == "done"
    assert rows() == 1


def test_a_view_that_refuses_leaves_nothing_and_goes_back(door):
    def view():
        a_row()
        raise Refused

    browser = door(view)
    answer = browser.post("/door", headers={"Referer": "http://localhost/about"})
    assert (answer.status_code, answer.location) == (303, "/about")
    assert "not possible right now" in browser.get("/about").text
    assert rows() == 0


def test_a_program_that_is_refused_reads_why(door):
    def view():
        raise Refused

    answer = door(view).post("/door", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert answer.json["code"] == "Refused"
    assert answer.json["title"] == "That is not possible right now."


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://localhost/door", "/"),
        ("http://evil.example/about", "/"),
        ("http://localhost/about?page=2", "/about?page=2"),
        (None, "/"),
    ],
)
def test_a_refused_page_never_leads_to_itself_nor_elsewhere(door, referrer, back):
    def view():
        raise Refused

    headers = {"Referer": referrer} if referrer else {}
    assert door(view).get("/door", headers=headers).location == back


def test_a_form_that_is_refused_leads_back_to_its_own_page(door):
    def view():
        raise Refused

    answer = door(view).post("/door", headers={"Referer": "http://localhost/door?a=1"})
    assert answer.location == "/door?a=1"


def test_a_bug_leaves_nothing_and_is_told_under_a_number(door, caplog):
    def view():
        a_row()
        raise ZeroDivisionError("secret detail")

    browser = door(view)
    browser.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = browser.post("/door")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    number = caplog.records[-1].message.split()[0]
    assert number in answer.text
    assert rows() == 0


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "57P01", "57P03", "08006"])
def test_a_passing_fault_is_tried_again_from_the_start(door, sqlstate):
    tries = []

    def view():
        a_row()
        tries.append(request.form["word"])
        if len(tries) < 3:
            raise trouble(sqlstate)
        return "done"

    assert door(view).post("/door", data={"word": "kept"}).text == "done"
    assert tries == ["kept"] * 3
    assert rows() == 1


def test_a_database_that_stays_away_asks_for_patience(door):
    def view():
        raise trouble("57P03")

    answer = door(view).get("/door")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "try again in a moment" in answer.text
    assert "terminating connection" not in answer.text


@pytest.mark.parametrize("sqlstate", ["55P03", "57014", "53300", "53100"])
def test_a_busy_or_full_database_asks_for_patience_at_once(door, sqlstate):
    tries = []

    def view():
        tries.append(1)
        raise trouble(sqlstate)

    assert door(view).get("/door").status_code == 503
    assert len(tries) == 1


def test_a_rush_for_connections_asks_for_patience(door):
    def view():
        raise NoConnectionFree

    assert door(view).get("/door").status_code == 503


def test_the_page_that_asks_for_patience_asks_the_database_nothing(door, monkeypatch):
    """The layout would greet the member by name; there is nobody to ask for it."""

    def away(*_given, **_more):
        raise trouble("57P03")

    browser = door(lambda: "never reached")
    with browser.session_transaction() as session:
        session["sign_in"] = "some token"
    monkeypatch.setattr("app.accounts.session._row", away)
    answer = browser.get("/account", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "try again in a moment" in answer.text
