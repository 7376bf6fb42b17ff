"""A mail server that hangs up or falls silent at each step: nothing is lost, copies are known."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace

import pytest

from app.kit.db import db
from app.notifications import sender, wire
from app.notifications.jobs import drain
from app.notifications.rules import State
from app.servers.postbox import Postbox
from tests.factories import a_member
from tests.notifications.letters import promised, reread

# A connection that is cut off leaves the sink's end of it to the collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

BEFORE_THE_DOT = ("connect", "mail", "rcpt")
# The sink is told of the dot only: what hangs at "data" has been handed over, as far as we know.
AFTER_THE_DOT = ("data",)


@pytest.fixture
def postbox(app):
    with Postbox() as postbox:
        app.config["MAIL_URL"] = postbox.url
        yield postbox
    app.config["MAIL_URL"] = ""


@pytest.fixture
def hasty_steps(monkeypatch):
    """Tenths of seconds for each step before the dot, while something is wrong."""

    @contextmanager
    def haste(how):
        with monkeypatch.context() as patched:
            # A line that is dropped says so itself, however slow the machine.
            patched.setattr(wire, "STEP_SECONDS", 0.4 if how == "hangs_at" else 60)
            yield

    return haste


@pytest.fixture
def hasty_answers(monkeypatch):
    """Tenths of seconds for the answer to the dot, in place of the ten minutes of the standard."""
    monkeypatch.setattr(sender, "ASIDE_AFTER", 0.1)
    monkeypatch.setattr(sender, "ANSWER_SECONDS", 0.4)


def behaves(postbox, **given):
    postbox.answers = replace(type(postbox.answers)(), **given)


@pytest.mark.parametrize("how", ["drops_at", "hangs_at"])
@pytest.mark.parametrize("step", BEFORE_THE_DOT)
def test_a_fault_before_the_dot_costs_a_try_and_makes_no_copy(
    postbox, hasty_steps, later, step, how
):
    mail = promised(a_member())
    behaves(postbox, **{how: step})
    with hasty_steps(how):
        drain()
    assert reread(mail).state == State.QUEUED
    assert mail.copies == 0
    behaves(postbox)
    later(minutes=6)
    drain()
    assert reread(mail).state == State.SENT
    assert len(postbox.messages) == 1


@pytest.mark.parametrize("how", ["drops_at", "hangs_at"])
@pytest.mark.parametrize("step", AFTER_THE_DOT)
def test_a_fault_after_the_dot_parks_the_letter_for_one_more_time(
    postbox, hasty_answers, later, monkeypatch, step, how
):
    mail = promised(a_member())
    behaves(postbox, **{how: step})
    drain()
    assert reread(mail).state == State.PARKED
    behaves(postbox)
    later(minutes=14)
    drain()
    assert reread(mail).state == State.PARKED
    monkeypatch.setattr(sender, "ASIDE_AFTER", 60)
    later(minutes=17)
    drain()
    assert reread(mail).state == State.SENT
    assert mail.copies == 2


def test_a_slow_server_gets_every_letter_once(postbox, hasty_answers, monkeypatch):
    monkeypatch.setattr(sender, "ANSWER_SECONDS", 600)
    for number in range(6):
        promised(a_member(), f"letter {number}")
    behaves(postbox, delay=0.3)
    drain()
    assert Counter(m["Subject"] for m in postbox.messages) == {f"letter {n}": 1 for n in range(6)}
    db.session.rollback()
