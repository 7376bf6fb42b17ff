from datetime import UTC, datetime, timedelta

import pytest

from app.demo.rules import Calendar, before, lot

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)  # in Tokyo
MINUTE = timedelta(minutes=1)


def test_days_are_those_of_tokyo():
    late = datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert Calendar(NOON).on(0, "19:00") == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert Calendar(late).on(0, "19:00") == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert Calendar(NOON).on(-7, "08:00") == datetime(2026, 11, 12, 23, tzinfo=UTC)


@pytest.mark.parametrize(("second", "minutes"), [(0, 90), (1, 95), (299, 95), (300, 95)])
def test_tonight_begins_on_the_next_five_minutes(second, minutes):
    at = NOON + timedelta(seconds=second)
    assert Calendar(at).soon(90) == NOON + minutes * MINUTE


def test_what_would_lie_ahead_is_pushed_back_in_its_order():
    instants = [NOON - 60 * MINUTE, NOON + 5 * MINUTE, NOON + 9 * MINUTE]
    assert before(instants, NOON) == [NOON - 60 * MINUTE, NOON - 4 * MINUTE, NOON - 2 * MINUTE]


def test_a_lot_falls_the_same_way_every_time():
    assert [lot("a", number, of=6) for number in range(8)] == [
        lot("a", number, of=6) for number in range(8)
    ]
    assert {lot("a", number, of=6) for number in range(100)} == set(range(6))
