"""Local time, and what an evening of a kind is usually like."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.events.rules import (
    USUAL,
    Move,
    NoSuchTime,
    Plan,
    comes_twice,
    how_far,
    instant,
    usual_times,
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2026-12-04T19:00", "Asia/Tokyo", "2026-12-04T10:00"),
        ("2026-07-04T19:00", "America/New_York", "2026-07-04T23:00"),
        ("2026-12-04T19:00", "America/New_York", "2026-12-05T00:00"),
        ("2026-04-04T19:00", "Australia/Lord_Howe", "2026-04-04T08:00"),
        ("2026-04-05T19:00", "Australia/Lord_Howe", "2026-04-05T08:30"),
        ("2028-02-29T23:30", "Asia/Kathmandu", "2028-02-29T17:45"),
    ],
)
def test_a_local_time_is_an_instant(text, zone, utc):
    assert instant(local(text), zone) == local(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2026-03-08T02:30", "America/New_York"),
        ("2026-10-04T02:15", "Australia/Lord_Howe"),
        ("2026-03-29T01:30", "Europe/London"),
    ],
)
def test_an_hour_the_clocks_skip_does_not_exist(text, zone):
    with pytest.raises(NoSuchTime):
        instant(local(text), zone)


def test_an_hour_that_comes_twice_means_the_first():
    assert instant(local("2026-11-01T01:30"), "America/New_York") == datetime(
        2026, 11, 1, 5, 30, tzinfo=UTC
    )


@pytest.mark.parametrize("kind", USUAL)
def test_the_first_suggestion_is_a_friday_evening_some_weeks_ahead(kind):
    starts, ends = usual_times(USUAL[kind], date(2026, 11, 20))
    assert starts.weekday() == 4
    assert starts.time() == time(19)
    assert starts < ends
    assert (starts.date() - date(2026, 11, 20)).days >= 21


@pytest.mark.parametrize(
    ("text", "zone", "twice"),
    [
        ("2030-11-03T01:30", "America/New_York", True),
        ("2030-11-03T02:30", "America/New_York", False),
        ("2030-03-10T02:30", "America/New_York", False),
        ("2026-04-05T01:45", "Australia/Lord_Howe", True),
        ("2026-04-05T01:15", "Australia/Lord_Howe", False),
        ("2026-04-05T01:45", "Asia/Tokyo", False),
    ],
)
def test_an_hour_comes_twice_where_clocks_are_turned_back(text, zone, twice):
    assert comes_twice(local(text), zone) == twice


EVENING = Plan(
    title="Rye bread",
    starts_at=datetime(2026, 12, 10, 10, tzinfo=UTC),
    ends_at=datetime(2026, 12, 10, 12, tzinfo=UTC),
    place_name="神田ホール",
    address="東京都千代田区神田1-2-3 4階",
)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("change", "move"),
    [
        ({"title": "Wheat bread", "summary": "With salt"}, Move.STAYS),
        ({"ends_at": EVENING.ends_at + HOUR}, Move.SHIFTS),
        ({"starts_at": EVENING.starts_at - HOUR}, Move.SHIFTS),
        ({"online_url": "https://meet.example.org"}, Move.SHIFTS),
        ({"address": "千代田区神田１－２－３ 神田ビル4F"}, Move.SHIFTS),
        ({"place_name": "神田 ホール"}, Move.SHIFTS),
        ({"starts_at": EVENING.starts_at - 4 * HOUR}, Move.MOVES),
        (
            {
                "starts_at": EVENING.starts_at + 24 * HOUR,
                "ends_at": EVENING.ends_at + 24 * HOUR,
            },
            Move.MOVES,
        ),
        ({"place_name": "上野ホール"}, Move.MOVES),
        ({"address": "大阪府大阪市北区梅田3-1"}, Move.MOVES),
        ({"place_name": "", "address": "", "online_url": "https://meet.example.org"}, Move.MOVES),
    ],
)
def test_another_day_or_another_place_is_another_evening(change, move):
    assert how_far(EVENING, replace(EVENING, **change)) == move
