"""Who gets a seat and how a freed one is passed on."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from app.events.rules import Mode
from app.registrations.rules import (
    Passage,
    Seats,
    first_free,
    is_late_cancel,
    is_too_late,
    offer_until,
    passage,
    way_in,
    wishes_in,
)
from app.registrations.states import LatestNotice, State

TOKYO = ZoneInfo("Asia/Tokyo")
START = datetime(2026, 12, 4, 19, 0, tzinfo=TOKYO)
# Full, asking for approval, to be drawn, free.
MIXED = [
    Seats(1, 1, 1),
    Seats(2, 1, mode=Mode.APPROVAL),
    Seats(3, 1, mode=Mode.LOTTERY),
    Seats(4, 1),
]


def tokyo(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=TOKYO)


def test_the_first_wished_slot_with_a_seat_is_taken():
    slots = [Seats(1, 2, 2), Seats(2, 2, 1), Seats(3, None)]
    assert first_free([1, 2], slots) == 2
    assert first_free([1, 3, 2], slots) == 3


def test_without_a_wish_any_slot_will_do_in_page_order():
    assert first_free([], [Seats(1, 2, 2), Seats(2, 2, 1)]) == 2


def test_a_wish_for_a_slot_that_is_gone_counts_as_no_wish():
    assert first_free([9], [Seats(1, 1, 0)]) == 1


def test_nobody_sits_where_everything_is_taken():
    assert first_free([], [Seats(1, 2, 2), Seats(2, 0, 0)]) is None


def test_more_people_than_seats_leave_no_seat_free():
    assert Seats(1, 2, 5).free == 0


def test_one_waits_only_where_a_wished_slot_keeps_a_line():
    slots = [Seats(1, 1, 1, has_waitlist=False), Seats(2, 1, 1)]
    assert way_in([1], slots) is None
    assert way_in([1, 2], slots) == way_in([], slots) == State.WAITLISTED


@pytest.mark.parametrize(
    ("wishes", "state"),
    [
        ([1], State.WAITLISTED),
        ([2, 1], State.PENDING),
        ([3, 2], State.APPLIED),
        ([4, 3], State.CONFIRMED),
        ([1, 4], State.CONFIRMED),
        ([1, 2], State.PENDING),
        ([], State.PENDING),
    ],
)
def test_the_first_slot_that_can_be_asked_for_decides_where_asking_leads(wishes, state):
    assert way_in(wishes, MIXED) == state


@pytest.mark.parametrize("mode", list(Mode))
def test_nobody_asks_for_a_slot_that_is_closed(mode):
    closed = Seats(1, 0, mode=mode, has_waitlist=False)
    assert way_in([1], [closed]) is None
    assert way_in([], [closed, Seats(2, 1)]) == State.CONFIRMED


@pytest.mark.parametrize(
    ("state", "kept"),
    [
        (State.WAITLISTED, [1, 4]),
        (State.APPLIED, [1, 3, 4]),
        (State.PENDING, [1, 2, 3, 4]),
        (State.CONFIRMED, []),
    ],
)
def test_only_wishes_that_can_come_true_are_kept(state, kept):
    assert wishes_in(state, [], MIXED) == kept


def test_no_wish_stays_no_wish_where_every_seat_is_given_freely():
    assert wishes_in(State.WAITLISTED, [], [Seats(1, 1, 1), Seats(2, 1, 1)]) == []


def test_no_seat_is_given_before_its_draw_nor_one_to_approve_that_nobody_named():
    assert first_free([], MIXED) == 4
    assert first_free([3], MIXED) is None
    assert first_free([2], MIXED) == 2


@pytest.mark.parametrize(
    ("left", "way"),
    [
        (timedelta(days=10), Passage.AT_ONCE),
        (timedelta(hours=72), Passage.AT_ONCE),
        (timedelta(hours=72) - timedelta(seconds=1), Passage.OFFER),
        (timedelta(hours=3), Passage.OFFER),
        (timedelta(hours=3) - timedelta(seconds=1), Passage.OPEN),
        (timedelta(seconds=1), Passage.OPEN),
        (timedelta(0), Passage.CLOSED),
        (-timedelta(hours=1), Passage.CLOSED),
    ],
)
def test_how_a_seat_is_passed_on_depends_on_the_time_left(left, way):
    assert passage(START - left, START) == way


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        # 72 to 24 hours before: twelve waking hours.
        (tokyo(2, 8), tokyo(2, 20)),
        (tokyo(2, 10), tokyo(2, 22)),
        (tokyo(2, 12), tokyo(3, 10)),
        (tokyo(2, 20), tokyo(3, 18)),
        (tokyo(2, 23), tokyo(3, 20)),
        (tokyo(3, 3), tokyo(3, 20)),
        # 24 to 6 hours: three, and the clock sleeps unless fewer than 12 hours are left.
        (tokyo(3, 19, 30), tokyo(4, 8, 30)),
        (tokyo(3, 18, 59), tokyo(4, 16, 59)),
        (tokyo(4, 2), tokyo(4, 11)),
        (tokyo(4, 6, 59), tokyo(4, 11)),
        (tokyo(4, 7, 1), tokyo(4, 10, 1)),
        (tokyo(4, 12), tokyo(4, 15)),
        # 6 to 3 hours: three quarters of an hour.
        (tokyo(4, 13, 1), tokyo(4, 13, 46)),
        (tokyo(4, 16), tokyo(4, 16, 45)),
    ],
)
def test_an_offer_stands_as_long_as_nearness_and_night_allow(asked, until):
    assert offer_until(asked, START, "Asia/Tokyo") == until


def test_an_early_event_lets_the_clock_run_through_the_last_night():
    breakfast = datetime(2026, 12, 4, 7, 0, tzinfo=TOKYO)
    assert offer_until(tokyo(3, 23), breakfast, "Asia/Tokyo") == tokyo(4, 2)


def test_no_offer_outlives_the_start():
    breakfast = datetime(2026, 12, 4, 9, 0, tzinfo=TOKYO)
    assert offer_until(tokyo(3, 20, 30), breakfast, "Asia/Tokyo") == breakfast


def test_the_night_is_the_night_of_whoever_is_asked():
    in_new_york = offer_until(tokyo(2, 12), START, "America/New_York")  # 22:00 on the 1st there
    assert in_new_york == datetime(2026, 12, 2, 20, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Australia/Lord_Howe", "UTC"])
def test_no_offer_ends_at_night_ends_early_or_is_shorter_than_its_length(zone):
    for hours, start_hour in product(range(3, 72), range(0, 24, 3)):
        start = datetime(2026, 11, 1, start_hour, tzinfo=UTC)  # New York turns its clocks back
        asked = start - timedelta(hours=hours)
        until = offer_until(asked, start, zone)
        assert asked < until <= start
        if hours < 12:
            assert until - asked in (timedelta(hours=3), timedelta(minutes=45))
        elif until < start:
            local = until.astimezone(ZoneInfo(zone))
            assert 8 <= local.hour < 22 or (local.hour, local.minute) == (22, 0)
            assert until - asked >= timedelta(hours=12 if hours >= 24 else 3)


@pytest.mark.parametrize(
    ("notice", "enough", "too_little"),
    [
        (LatestNotice.WEEK, timedelta(days=7), timedelta(days=6, hours=23)),
        (LatestNotice.THREE_DAYS, timedelta(days=3), timedelta(days=2, hours=23)),
        (LatestNotice.DAY, timedelta(hours=24), timedelta(hours=23)),
        (LatestNotice.THREE_HOURS, timedelta(hours=3), timedelta(hours=2)),
    ],
)
def test_a_seat_comes_too_late_for_those_who_need_more_notice(notice, enough, too_little):
    assert not is_too_late(notice, START - enough, START)
    assert is_too_late(notice, START - too_little, START)


def test_for_some_it_is_never_too_late():
    assert not is_too_late(LatestNotice.ANY, START, START)


def test_a_seat_given_back_within_the_last_day_is_given_back_late():
    assert not is_late_cancel(START - timedelta(hours=24), START)
    assert is_late_cancel(START - timedelta(hours=23, minutes=59), START)
