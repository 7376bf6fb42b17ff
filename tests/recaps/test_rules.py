"""When a recap leaves, on the reader's own clock, and which figures it tells."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from app.recaps.rules import Ago, ago, sending_time, share_of, told

TOKYO, NEW_YORK, BERLIN = "Asia/Tokyo", "America/New_York", "Europe/Berlin"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("ends_at", "zone", "leaves_at"),
    [
        # An evening in Tokyo: the next morning at half past eight.
        ("2026-12-04T12:00", TOKYO, "2026-12-04T23:30"),
        # The same evening read in New York, where it ended at seven in the morning.
        ("2026-12-04T12:00", NEW_YORK, "2026-12-04T23:00"),
        # A breakfast meeting: the same evening at six.
        ("2026-12-04T00:30", TOKYO, "2026-12-04T09:00"),
        # Noon itself is no morning any more.
        ("2026-12-04T03:00", TOKYO, "2026-12-04T23:30"),
        # A night that runs past midnight belongs to the day before.
        ("2026-12-04T15:30", TOKYO, "2026-12-04T23:30"),
        # The night in which Berlin puts its clocks forward, and back.
        ("2027-03-27T20:00", BERLIN, "2027-03-28T06:30"),
        ("2026-10-24T19:00", BERLIN, "2026-10-25T07:30"),
        ("2027-03-13T23:00", NEW_YORK, "2027-03-14T12:30"),
        # The last evening of the year.
        ("2026-12-31T13:00", TOKYO, "2026-12-31T23:30"),
    ],
)
def test_a_recap_leaves_on_the_next_morning_of_the_reader(ends_at, zone, leaves_at):
    assert sending_time(utc(ends_at), zone) == utc(leaves_at)


def test_the_letters_of_one_event_are_spread_over_the_morning_and_over_the_evening():
    assert sending_time(utc("2026-12-04T12:00"), TOKYO, 1) == utc("2026-12-05T01:00")  # ten
    assert sending_time(utc("2026-12-04T00:30"), TOKYO, 1) == utc("2026-12-04T10:00")  # seven
    shares = [share_of(event, member) for event in (1, 99) for member in range(1000)]
    assert all(0 <= share < 1 for share in shares)
    tenths = Counter(int(10 * share) for share in shares)
    assert min(tenths[tenth] for tenth in range(10)) > 100
    assert share_of(7, 12) == share_of(7, 12)


@pytest.mark.parametrize(
    ("ends_at", "read_at", "feels"),
    [
        ("2026-12-04T12:00", "2026-12-04T23:30", Ago.LAST_NIGHT),
        ("2026-12-04T15:30", "2026-12-04T23:30", Ago.LAST_NIGHT),
        ("2026-12-04T05:00", "2026-12-04T23:30", Ago.YESTERDAY),
        ("2026-12-04T01:00", "2026-12-04T09:00", Ago.TODAY),
        ("2026-12-04T12:00", "2026-12-06T23:30", Ago.LATELY),
    ],
)
def test_it_speaks_of_the_event_as_the_reader_would(ends_at, read_at, feels):
    assert ago(utc(ends_at), utc(read_at), TOKYO) == feels


@pytest.mark.parametrize(("count", "is_told"), [(0, False), (4, False), (5, True), (120, True)])
def test_small_numbers_are_not_told(count, is_told):
    assert (told(count) == count) is is_told
