import re
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts.models import SignIn
from app.demo.queries import list_from_elsewhere
from app.imports.rules import layouts
from app.kit.db import db
from tests.demo.conftest import AT

LETTER = "20261120T083312.000001-1.eml"


@pytest.fixture
def visitor(inside):
    return inside.test_client()


@pytest.fixture
def letter(inside):
    message = EmailMessage()
    message["Subject"], message["From"] = "お席が確定しました", "Kizuna <no-reply@localhost>"
    message["To"], message["Date"] = "小林 遥 <haruka.kobayashi@kizuna.example>", AT
    message.set_content("See http://localhost/events/yokoito-13 <script>")
    message.add_alternative('<a href="http://localhost/me">here</a>', subtype="html")
    folder = inside.config["VAR"] / "mails"
    folder.mkdir(exist_ok=True)
    (folder / LETTER).write_bytes(message.as_bytes())
    return LETTER


def sign_ins():
    return db.session.scalar(sa.select(sa.func.count()).select_from(SignIn))


@pytest.mark.parametrize(
    "path", ["/demo", "/demo/organizer", "/demo/attendee", "/demo/operator", "/demo/mails"]
)
def test_without_a_demonstration_there_are_no_such_pages(app, browser, path):
    assert browser.get(path).status_code == 404
    assert browser.post(path).status_code in (404, 405)
    assert "demo.enter" not in app.view_functions


@pytest.mark.parametrize("role", ["organizer", "attendee", "operator"])
def test_looking_signs_nobody_in(visitor, role):
    before = sign_ins()
    page = visitor.get(f"/demo/{role}")
    assert page.text.count("<button") - page.text.count('name="locale"') == 1
    assert sign_ins() == before
    assert visitor.get("/me").status_code == 303


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("organizer", "/events/yokoito-13/organize"),
        ("attendee", "/me"),
        ("operator", "/admin/outbox"),
    ],
)
def test_one_press_signs_in_and_leads_to_where_there_is_something_to_do(visitor, role, place):
    answer = visitor.post(f"/demo/{role}")
    assert (answer.status_code, answer.location) == (303, place)
    assert visitor.get(place).status_code == 200
    assert visitor.get(f"/demo/{role}?next=/events").location == "/events"


def test_one_press_never_leads_away(visitor):
    assert visitor.post("/demo/attendee?next=https://elsewhere.example/").location == "/me"


def test_visitors_keep_their_language(visitor):
    visitor.post("/demo/attendee", headers={"Accept-Language": "en"})
    assert '<html lang="en">' in visitor.get("/me").text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_stop_of_the_walk_is_there(visitor, language):
    walk = visitor.get("/demo", headers={"Accept-Language": language}).text
    stops = re.findall(r'href="/demo/(organizer|attendee|operator)\?next=([^"]+)"', walk)
    assert len(stops) == 10
    for role, place in stops:
        visitor.post(f"/demo/{role}")
        assert visitor.get(place).status_code == 200, place


def test_mails_are_listed_and_shown_with_links_that_work(visitor, letter):
    assert "お席が確定しました" in visitor.get("/demo/mails").text
    page = visitor.get(f"/demo/mails/{letter}").text
    assert 'sandbox="allow-popups' in page
    assert "&lt;script&gt;" in page
    assert '<a href="http://localhost/events/yokoito-13"' in page


def test_a_mail_in_its_frame_runs_nothing(visitor, letter):
    answer = visitor.get(f"/demo/mails/{letter}/html", base_url="http://tunnel.example")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_top">' in answer.text
    assert 'href="http://tunnel.example/me"' in answer.text


@pytest.mark.parametrize("name", ["nothing.eml", "..%2Fsecret_key", "%2e%2e", "x.txt"])
def test_only_mails_are_shown(visitor, letter, name):
    assert visitor.get(f"/demo/mails/{name}").status_code == 404


def test_the_list_to_bring_in_is_of_these_days(visitor):
    answer = visitor.get("/demo/attendees.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    header, *rows = answer.data.decode("utf-8-sig").splitlines()
    assert layouts.LAYOUTS[0].is_of(header.split(","))
    assert "2026/11/16 08:15" in rows[0]
    assert list_from_elsewhere(datetime(2027, 1, 5, tzinfo=UTC)) != answer.data


def test_every_page_of_the_demonstration_is_named_after_its_endpoint(community):
    folder = Path(community.jinja_loader.searchpath[0]) / "demo"
    pages = {f"demo.{page.stem}" for page in folder.glob("[!_]*.html")}
    assert pages
    assert pages <= community.view_functions.keys()
