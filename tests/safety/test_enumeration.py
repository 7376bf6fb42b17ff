"""Neither what is answered nor how long it takes tells who has an account."""

import re
import time
from statistics import median

import pytest

from app.accounts.operations import set_password
from app.kit.clock import now
from app.kit.db import db
from tests.factories import a_member, a_stranger, an_event

ROUNDS = 40
# The length is that of the page, which is compared; addresses are not equally long.
VARYING = ("Content-Length", "Date", "Set-Cookie")
SLOWER = 1.35
TRIES = 10
PASSWORD = "Correct horse 42"


def told(answer) -> tuple[object, ...]:
    """Everything an onlooker may compare."""
    headers = sorted((name, value) for name, value in answer.headers if name not in VARYING)
    cookies = [cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")]
    page = re.sub(r'(name="csrf_token"[^>]* value)="[^"]*"', r"\1", answer.get_data(as_text=True))
    return answer.status_code, page, headers, cookies


def compare(app, path: str, known: list[dict], unknown: list[dict], rounds: int) -> None:
    """Post both in turn; the answers are the same, and so is the time they take.

    What is slower is slower every time; what only a busy machine made slower is not.
    """
    ratios = (timed(app, path, known, unknown, rounds) for _ in range(TRIES))
    assert any(1 / SLOWER < ratio < SLOWER for ratio in ratios)


def timed(app, path: str, known: list[dict], unknown: list[dict], rounds: int) -> float:
    """How much longer the known take to be answered, each answer being that of the others."""
    seconds: dict[str, list[float]] = {"known": [], "unknown": []}
    answers = set()
    for number in range(rounds):
        for name, forms in (("known", known), ("unknown", unknown)):
            browser = app.test_client()
            form = forms[number % len(forms)]
            began = time.perf_counter()
            answer = browser.post(path, data=form)
            seconds[name].append(time.perf_counter() - began)
            answers.add(str(told(answer)).replace(str(form["email"]), "…"))
    assert len(answers) == 1
    return median(seconds["known"]) / median(seconds["unknown"])


@pytest.fixture
def members():
    return [a_member() for _ in range(8)]


def nobody(number: int) -> str:
    return f"nobody{number}@example.org"


def test_asking_for_a_link_tells_nothing(app, members):
    known = [{"email": member.email} for member in members]
    unknown = [{"email": nobody(number)} for number in range(ROUNDS)]
    compare(app, "/sign-in/links", known, unknown, ROUNDS)


def test_asking_for_a_link_tells_nothing_of_the_closed_and_the_unproven(app, members):
    closed, unproven = a_member(disabled_at=now()), a_stranger()
    db.session.commit()
    known = [{"email": closed.email}, {"email": unproven.email}]
    compare(app, "/sign-in/links", known, [{"email": nobody(1)}], 6)


def test_a_wrong_password_tells_nothing(app, members):
    for member in members[:2]:
        set_password(member, PASSWORD, keep=None, at=now())
    db.session.commit()
    known = [{"email": member.email, "password": "wrong " * 3} for member in members[:4]]
    unknown = [{"email": nobody(number), "password": "wrong " * 3} for number in range(4)]
    compare(app, "/sign-in/password", known, unknown, 12)


def test_registering_tells_nothing(app, members):
    event = an_event()
    words = {
        "family_name": "Sato",
        "given_name": "Aoi",
        "reading": "さとう",
        "slot": event.slots[0].id,
        "purpose": "friends",
        "latest_notice": "24h",
        "list_visibility": "organizers",
        "accepts": "y",
    }
    known = [words | {"email": member.email} for member in members]
    unknown = [words | {"email": nobody(number)} for number in range(ROUNDS)]
    compare(app, f"/events/{event.slug}/registration/newcomer", known, unknown, 20)
    answer = app.test_client().post(
        f"/events/{event.slug}/registration/newcomer", data=words | {"email": nobody(99)}
    )
    assert answer.location == "/sign-in/sent"
