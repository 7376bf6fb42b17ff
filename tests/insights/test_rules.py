"""What the desk makes of what it counts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.insights.rules import (
    Act,
    Band,
    Evening,
    Kept,
    Lots,
    Step,
    Tally,
    Task,
    acts_for,
    band,
    days_of,
    is_possible,
    plot,
    todos,
)
from app.insights.rules.course import round_up, tiers
from app.registrations.states import State

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
EVENING = Evening(NOON + timedelta(days=10), NOON + timedelta(days=10, hours=2))
CAME, MISSED, LATE = Kept.CAME, Kept.MISSED, Kept.LATE_CANCEL


def tasks(evening: Evening, at: datetime = NOON, **counted: object) -> list[Task]:
    return [todo.task for todo in todos(evening, Tally(**counted), at)]


@pytest.mark.parametrize(
    ("evenings", "expected"),
    [
        ([], None),
        ([MISSED, MISSED], None),
        ([CAME, CAME, CAME], Band.STEADY),
        ([CAME, CAME, MISSED], Band.STEADY),
        ([CAME, MISSED, MISSED], Band.PATCHY),
        ([CAME, CAME, LATE, LATE], Band.STEADY),
        ([LATE, LATE, LATE], Band.PATCHY),
        ([CAME] * 7 + [MISSED] * 3, Band.STEADY),
        ([CAME] * 6 + [MISSED] * 4, Band.PATCHY),
        ([CAME] * 7 + [MISSED] * 2 + [LATE], Band.STEADY),
    ],
)
def test_a_band_needs_three_evenings_and_late_cancelling_counts_half(evenings, expected):
    assert band(evenings, is_first=False) is expected


def test_whoever_is_new_is_called_so_and_nothing_else():
    assert band([], is_first=True) is Band.FIRST


def test_a_draft_asks_for_the_card_before_it_can_be_published():
    draft = Evening(EVENING.starts_at, EVENING.ends_at, is_draft=True, has_disclosed=False)
    assert tasks(draft) == [Task.DISCLOSURE_MISSING, Task.NOT_PUBLISHED]


def test_nothing_waits_for_an_event_on_which_all_is_well():
    assert tasks(EVENING, confirmed=20) == []


def test_what_presses_comes_before_what_is_good_to_know():
    found = tasks(EVENING, fees=20_000, offered=1, pending=3, free_while_waiting=1)
    assert found == [
        Task.FREE_WHILE_WAITING,
        Task.APPROVALS,
        Task.OFFERS_RUNNING,
        Task.FEES_AT_DOOR,
    ]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (72, [Task.NOMINEES_OPEN]),
        (24, [Task.LOTTERY_DUE, Task.NOMINEES_OPEN]),
        (-1, [Task.LOTTERY_LATE]),
    ],
)
def test_a_lottery_is_told_of_two_days_before_and_when_it_is_overdue(hours, expected):
    lots = [Lots(NOON + timedelta(hours=hours), nominees_left=2)]
    assert tasks(EVENING, applied=30, lots=lots) == expected


def test_a_list_kept_elsewhere_is_asked_for_shortly_before_unless_it_is_fresh():
    soon = Evening(NOON + timedelta(days=1), NOON + timedelta(days=1, hours=2), is_elsewhere=True)
    assert tasks(soon) == [Task.LIST_TO_REFRESH]
    assert tasks(soon, list_applied_at=NOON - timedelta(hours=3)) == []


def test_the_door_is_on_the_list_while_it_is_open():
    now = Evening(NOON + timedelta(hours=1), NOON + timedelta(hours=3))
    assert todos(now, Tally(confirmed=20, came=5), NOON)[0].number == 15


def test_an_evening_without_a_record_asks_for_a_week():
    assert tasks(EVENING, EVENING.ends_at + timedelta(days=1), confirmed=9) == [
        Task.NOBODY_CHECKED_IN
    ]
    assert tasks(EVENING, EVENING.ends_at + timedelta(days=8), confirmed=9) == []
    assert tasks(EVENING, EVENING.ends_at + timedelta(days=1), confirmed=9, came=8) == []


def test_nothing_is_to_be_done_for_what_is_called_off():
    off = Evening(EVENING.starts_at, EVENING.ends_at, is_on=False)
    assert tasks(off, pending=4) == []


def test_what_can_be_done_depends_on_where_people_stand():
    assert acts_for({State.PENDING}, 1) == [Act.CONFIRM, Act.WAITLIST, Act.DECLINE, Act.REMOVE]
    assert acts_for({State.CONFIRMED}, 2) == [Act.MOVE, Act.REMOVE]
    assert acts_for({State.CONFIRMED}, 1) == [Act.REMOVE]
    assert acts_for({State.CANCELLED}, 3) == []
    assert not is_possible(Act.CONFIRM, State.WAITLISTED)


def step(day: int, before: State | None, after: State, number: int = 1) -> Step:
    return Step(date(2026, 11, day), before, after, number)


def test_the_course_adds_up_day_by_day_and_leaves_no_day_out():
    steps = [
        step(1, None, State.CONFIRMED, 10),
        step(1, None, State.WAITLISTED, 2),
        step(4, State.CONFIRMED, State.CANCELLED),
        step(4, State.WAITLISTED, State.OFFERED),
        step(5, State.OFFERED, State.CONFIRMED),
    ]
    days = days_of(steps, datetime(2026, 11, 6, 1, tzinfo=UTC), "Asia/Tokyo")
    assert [day.day.day for day in days] == [1, 2, 3, 4, 5, 6]
    assert [day.seated for day in days] == [10, 10, 10, 10, 10, 10]
    assert [day.waiting for day in days] == [2, 2, 2, 1, 1, 1]
    assert [(day.registered, day.left) for day in days][3] == (0, 1)


def test_a_long_course_is_told_week_by_week():
    steps = [step(1, None, State.CONFIRMED, 3)]
    days = days_of(steps, datetime(2027, 3, 1, tzinfo=UTC), "Asia/Tokyo")
    assert len(days) == 18
    assert days[0].registered == 3
    assert all(day.seated == 3 for day in days)


def test_there_is_no_course_without_registrations():
    assert days_of([], NOON, "Asia/Tokyo") == []
    assert plot([], 10) is None


def test_the_sheet_is_high_enough_for_the_seats_there_are():
    days = days_of([step(1, None, State.CONFIRMED, 3)], NOON, "Asia/Tokyo")
    sheet = plot(days, capacity=30)
    assert sheet.top == 30
    assert sheet.capacity == 0.0
    assert sheet.seated.startswith("M0.00 32.40L")
    assert not sheet.has_line


def test_curves_stay_on_the_sheet_whatever_the_numbers():
    days = days_of([step(1, None, State.CONFIRMED, 4871)], NOON, "Asia/Tokyo")
    sheet = plot(days, capacity=None)
    assert sheet.top == 5000
    assert all(bar.y >= 0 and bar.y + bar.height <= 19 for bar in sheet.registered)


@pytest.mark.parametrize(
    ("number", "top"), [(0, 4), (4, 4), (7, 8), (9, 10), (11, 20), (24, 30), (81, 100), (100, 100)]
)
def test_scales_end_at_numbers_that_read_well(number, top):
    assert round_up(number) == top


def test_tiers_stand_on_the_ground():
    assert all(bar.y + bar.height == pytest.approx(36) for bar in tiers([0, 3, 9]))
