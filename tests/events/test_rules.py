"""Local time, and what an evening of a kind is usually like."""

from datetime import UTC, date, datetime, time

import pytest

from app.events.rules import USUAL, NoSuchTime, instant, usual_times


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
