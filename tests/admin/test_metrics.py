"""Figures for monitoring: for this machine and for staff, and not there for anybody else."""

import re

import pytest

from app.registrations.states import State
from tests.factories import a_member, a_seat, an_event

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}


def figures(answer):
    found = re.findall(r"^(kizuna_[^ ]+) (\S+)$", answer.text, re.MULTILINE)
    return {name: float(value) for name, value in found}


def test_a_program_on_this_machine_reads_the_figures(browser):
    answer = browser.get("/metrics")
    assert answer.mimetype == "text/plain"
    assert figures(answer)["kizuna_redis_up"] == 1
    assert figures(answer)['kizuna_mails{state="sent"}'] == 0


def test_free_seats_while_people_wait_are_seen(browser):
    a_seat(an_event(), a_member(), state=State.WAITLISTED, queue_no=1, slot_id=None)
    assert figures(browser.get("/metrics"))["kizuna_events_with_seats_left_lying"] == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"environ_overrides": ELSEWHERE},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
    ],
)
def test_from_elsewhere_there_is_nothing(browser, asked):
    assert browser.get("/metrics", **asked).status_code == 404
    browser.sign_in(a_member())
    assert browser.get("/metrics", **asked).status_code == 404


def test_staff_read_the_figures_from_anywhere(browser):
    browser.sign_in(a_member(is_staff=True))
    assert browser.get("/metrics", environ_overrides=ELSEWHERE).status_code == 200
