from datetime import UTC, datetime, timedelta

import pytest

from app.introductions.rules import (
    Answer,
    Route,
    Seen,
    State,
    best_route,
    closes_at,
    seen_by_asked,
    seen_by_asker,
    seen_by_connector,
    step_due_at,
)
from app.relay.rules.links import holds_link

ASKED = datetime(2026, 11, 20, 9, tzinfo=UTC)
CLOSES = closes_at(ASKED, 0.5)


def test_the_neutral_hour_lies_between_fourteen_and_fifteen_days_away():
    assert closes_at(ASKED, 0.0) == ASKED + timedelta(days=14)
    assert closes_at(ASKED, 0.999999) < ASKED + timedelta(days=15)


def test_nobody_can_still_say_yes_after_the_neutral_hour():
    late = CLOSES - timedelta(days=1)
    assert step_due_at(ASKED, CLOSES) == ASKED + timedelta(days=7)
    assert step_due_at(late, CLOSES) == CLOSES - timedelta(hours=12)


@pytest.mark.parametrize(
    "inside", [State.PARKED, State.WITH_CONNECTOR, State.WITH_TARGET, State.CLOSED]
)
def test_whatever_happens_without_success_looks_the_same_to_the_asker(inside):
    before, after = CLOSES - timedelta(seconds=1), CLOSES
    assert seen_by_asker(inside, CLOSES, before) == Seen.CHECKING
    assert seen_by_asker(inside, CLOSES, after) == Seen.NOT_THIS_TIME


def test_success_shows_at_once():
    assert seen_by_asker(State.INTRODUCED, CLOSES, ASKED) == Seen.INTRODUCED


def test_a_connector_who_declined_sees_nothing_more():
    seen = seen_by_connector(State.CLOSED, has_forwarded=False, closes=CLOSES, at=ASKED)
    assert seen is None


def test_a_connector_who_passed_it_on_learns_a_no_only_at_the_neutral_hour():
    def at(moment):
        return seen_by_connector(State.CLOSED, has_forwarded=True, closes=CLOSES, at=moment)

    assert at(ASKED) == Seen.CHECKING
    assert at(CLOSES) == Seen.NOT_THIS_TIME


@pytest.mark.parametrize(
    ("answer", "state", "before", "after"),
    [
        (None, State.WITH_TARGET, Seen.YOUR_TURN, Seen.YOUR_TURN),
        (None, State.WITH_BOTH, Seen.YOUR_TURN, Seen.YOUR_TURN),
        (Answer.YES, State.WITH_BOTH, Seen.CHECKING, Seen.NOT_THIS_TIME),
        (Answer.YES, State.CLOSED, Seen.CHECKING, Seen.NOT_THIS_TIME),
        (Answer.YES, State.INTRODUCED, Seen.INTRODUCED, Seen.INTRODUCED),
        (Answer.YES, State.WITHDRAWN, None, None),
        (Answer.NO, State.CLOSED, None, None),
        (Answer.SILENT, State.CLOSED, None, None),
        (Answer.MOOT, State.CLOSED, None, None),
    ],
)
def test_whoever_is_asked_sees_their_turn_and_what_became_of_their_own_yes(
    answer, state, before, after
):
    assert seen_by_asked(answer, state, CLOSES, ASKED) == before
    assert seen_by_asked(answer, state, CLOSES, CLOSES) == after


def test_the_least_burdened_connector_is_asked_and_the_closest_among_equals():
    busy, far, close = Route(1, 2, 0, 9.0), Route(2, 0, 0, 1.0), Route(3, 0, 0, 5.0)
    assert best_route([busy, far, close]) == close


def test_connectors_at_their_limit_are_spared():
    assert best_route([Route(1, 3, 0, 9.0), Route(2, 0, 2, 9.0)]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://example.org", True),
        ("kizuna-site.com をご覧ください", True),
        ("write to me@example.org", True),
        ("We both love compilers, version 3.11 of them.", False),
        ("発酵食品の話をしたいです。", False),
    ],
)
def test_links_are_recognised(text, expected):
    assert holds_link(text) is expected
