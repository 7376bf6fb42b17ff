"""The operator's view of the outbox."""

from datetime import timedelta

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.notifications import ledger
from app.notifications.models import SenderPause
from app.notifications.rules import State
from tests.factories import a_member
from tests.notifications.letters import promised, reread


@pytest.fixture
def operator(browser):
    return browser.sign_in(a_member("Rin", is_staff=True))


def stuck(state=State.DEAD, key="hello"):
    mail = promised(a_member("Kaede", email="kaede@example.org"), key)
    mail.state, mail.last_answer = state, "550 5.1.1 No such user"
    db.session.commit()
    return mail


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/admin/outbox"),
        ("POST", "/admin/outbox/1/sending"),
        ("POST", "/admin/outbox/1/withdrawal"),
        ("POST", "/admin/outbox/resumption"),
    ],
)
def test_the_outbox_is_for_staff_alone(browser, method, path):
    browser.sign_in(a_member())
    assert browser.open(path, method=method).status_code == 403


def test_what_needs_a_decision_stands_first_and_no_letter_is_shown(operator):
    stuck()
    promised(a_member("Haruka"), "a later one")
    page = operator.get("/admin/outbox").text
    assert page.index("Kaede") < page.index("Haruka")
    assert "550 5.1.1 No such user" in page
    assert "k…@example.org" in page
    assert "kaede@example.org" not in page
    assert "Good evening" not in page


def test_the_operator_sends_a_letter_again(operator):
    mail = stuck(State.PARKED)
    operator.post(f"/admin/outbox/{mail.id}/sending")
    assert reread(mail).state == State.QUEUED


def test_the_operator_drops_a_letter(operator):
    mail = stuck()
    operator.post(f"/admin/outbox/{mail.id}/withdrawal")
    assert reread(mail).state == State.ABORTED


def test_a_letter_that_has_gone_out_cannot_be_sent_again(operator):
    mail = stuck(State.SENT)
    operator.post(f"/admin/outbox/{mail.id}/sending")
    assert "no longer waiting for a decision" in operator.get("/admin/outbox").text
    assert reread(mail).state == State.SENT


def test_a_sender_that_rests_says_why_and_is_woken_by_hand(operator, count):
    ledger.rest("535 5.7.8 Not you", now() + timedelta(minutes=15), at=now())
    assert "535 5.7.8 Not you" in operator.get("/admin/outbox").text
    operator.post("/admin/outbox/resumption")
    assert count(SenderPause) == 0


def test_letters_are_filtered_by_where_they_stand_and_by_kind(operator):
    stuck()
    promised(a_member("Haruka"), "another", "test.digest")
    assert "Kaede" not in operator.get("/admin/outbox?state=queued").text
    assert "Haruka" in operator.get("/admin/outbox?kind=test.digest").text
    assert operator.get("/admin/outbox?state=nonsense&page=-3").status_code == 200


def test_nobody_waits_while_a_seat_is_free(operator):
    assert "No seat is free while somebody waits" in operator.get("/admin/outbox").text


def test_a_letter_whose_time_has_come_is_due_and_never_next_in_the_past(operator, later):
    promised(a_member("Kaede"), "hello")
    assert "due, waiting its turn" in operator.get("/admin/outbox").text
    later(minutes=21)
    page = operator.get("/admin/outbox").text
    assert "due, waiting its turn" in page
    assert "next try" not in page
