"""Evenings that come again: rules in plain values, checked against another reading of RFC 5545."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from app.events.recurring import (
    By,
    Rule,
    dates,
    next_of_its_kind,
    numbered_on,
    on_day,
    rule_of,
    rules_through,
)
from app.events.rules import Mode, Plan, SlotPlan

DAYS = st.dates(date(2024, 1, 1), date(2039, 12, 31))


@given(DAYS, st.data())
def test_a_rule_finds_the_days_that_others_find(first, data):
    rule = data.draw(st.sampled_from(rules_through(first)))
    expected = rrulestr(str(rule), dtstart=datetime.combine(first, time()))
    assert list(islice(dates(rule, first), 8)) == [day.date() for day in expected[:8]]


@given(DAYS)
def test_an_event_is_the_first_of_every_rule_on_offer(first):
    assert all(next(dates(rule, first)) == first for rule in rules_through(first))


@given(DAYS, st.data())
def test_a_rule_is_read_as_it_was_written(first, data):
    rule = data.draw(st.sampled_from(rules_through(first)))
    assert rule_of(str(rule)) == rule


@pytest.mark.parametrize(
    ("day", "first_offer"),
    [
        (date(2026, 12, 10), "FREQ=MONTHLY;BYDAY=2TH"),
        (date(2027, 1, 29), "FREQ=MONTHLY;BYDAY=-1FR"),
        (date(2027, 2, 26), "FREQ=MONTHLY;BYDAY=4FR"),
    ],
)
def test_the_likeliest_rule_is_the_weekday_of_the_month(day, first_offer):
    assert str(rules_through(day)[0]) == first_offer


def test_a_month_without_that_day_is_left_out():
    rule = Rule(By.DAY, day=31)
    found = list(islice(dates(rule, date(2026, 12, 31)), 4))
    assert found == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31), date(2027, 5, 31)]


def test_a_rule_that_finds_no_day_any_more_ends():
    assert list(dates(Rule(By.DAY, interval=12, day=30), date(2026, 2, 1))) == []


def a_plan(starts: str, zone: str, **given_: object) -> Plan:
    starts_at = datetime.fromisoformat(starts).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    plan = Plan(title="x", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    return replace(plan, timezone=zone, **given_)


@pytest.mark.parametrize(
    ("zone", "starts", "day", "utc"),
    [
        ("America/New_York", "2026-10-08T19:00", date(2026, 11, 12), "2026-11-13T00:00"),
        ("Australia/Lord_Howe", "2026-09-10T19:00", date(2026, 10, 8), "2026-10-08T08:00"),
        ("Asia/Tokyo", "2026-10-08T19:00", date(2026, 11, 12), "2026-11-12T10:00"),
    ],
)
def test_the_hour_by_the_clock_stays_when_the_clocks_change(zone, starts, day, utc):
    moved = on_day(a_plan(starts, zone), day)
    assert moved.starts_at == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_an_hour_the_clocks_skip_comes_an_hour_later():
    moved = on_day(a_plan("2026-03-01T02:30", "America/New_York"), date(2026, 3, 8))
    local = moved.starts_at.astimezone(ZoneInfo("America/New_York"))
    assert local.time() == time(3, 30)
    assert moved.ends_at > moved.starts_at


ZONES = ("America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Europe/Berlin", "Asia/Tokyo")


@pytest.mark.parametrize(
    ("zone", "starts", "minutes", "day"),
    [
        ("America/New_York", "2026-03-01T02:30", 30, date(2026, 3, 8)),
        ("Africa/Cairo", "2026-04-17T00:30", 30, date(2026, 4, 24)),
        ("Australia/Lord_Howe", "2026-09-27T02:10", 20, date(2026, 10, 4)),
        ("America/New_York", "2026-11-01T01:50", 20, date(2026, 11, 8)),
    ],
)
def test_an_evening_lasts_as_long_as_ever_when_the_clocks_change_meanwhile(
    zone, starts, minutes, day
):
    plan = a_plan(starts, zone)
    moved = on_day(replace(plan, ends_at=plan.starts_at + timedelta(minutes=minutes)), day)
    assert moved.ends_at - moved.starts_at == timedelta(minutes=minutes)


@given(DAYS, st.times(), st.integers(1, 600), st.integers(0, 800), st.sampled_from(ZONES))
def test_no_evening_ends_before_it_starts(first, hour, minutes, days, zone):
    plan = a_plan(datetime.combine(first, hour).isoformat(), zone)
    plan = replace(plan, ends_at=plan.starts_at + timedelta(minutes=minutes))
    moved = on_day(plan, first + timedelta(days=days))
    assert moved.ends_at > moved.starts_at


def test_registration_and_draw_keep_their_distance():
    opens = datetime(2026, 11, 1, 3, tzinfo=UTC)
    drawn = datetime(2026, 12, 3, 3, tzinfo=UTC)
    slot = SlotPlan(capacity=4, mode=Mode.LOTTERY, lottery_at=drawn)
    plan = a_plan("2026-12-10T19:00", "Asia/Tokyo", opens_at=opens, slots=(slot,))
    moved = on_day(plan, date(2027, 1, 14))
    assert moved.opens_at == opens + timedelta(days=35)
    assert moved.slots[0].lottery_at == drawn + timedelta(days=35)
    assert moved.closes_at is None


@pytest.mark.parametrize(
    ("title", "steps", "then"),
    [
        ("第11回 朝の読書会", 1, "第12回 朝の読書会"),
        ("第９回 夜の読書会", 1, "第１０回 夜の読書会"),
        ("Rust night #3", 2, "Rust night #5"),
        ("Rust night Vol. 09", 1, "Rust night Vol. 10"),
        ("2026年の忘年会", 1, "2026年の忘年会"),
        ("Rust 2024 for 3 people", 1, "Rust 2024 for 3 people"),
    ],
)
def test_a_title_that_counts_counts_on(title, steps, then):
    assert numbered_on(title, steps) == then


def test_the_next_of_its_kind_is_the_same_weekday_of_the_month():
    assert next_of_its_kind(date(2026, 11, 12), date(2026, 11, 21)) == date(2026, 12, 10)
    assert next_of_its_kind(date(2025, 1, 9), date(2026, 11, 21)) == date(2026, 12, 10)
