"""Calendar files that other people's calendars understand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from app.kit.calendar import Entry, Standing, calendar


def an_entry(zone="Asia/Tokyo", **given):
    usual = {
        "uid": "event-abc@kizuna.example",
        "sequence": 2,
        "starts_at": datetime(2026, 12, 4, 10, 0, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 4, 12, 0, tzinfo=UTC),
        "timezone": zone,
        "changed_at": datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC),
        "title": "地域の仕事と、データの使い方を話す夜",
        "url": "https://kizuna.example/events/data",
    }
    return Entry(**(usual | given))


def lines_of(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_an_evening_in_tokyo_reads_like_this():
    lines = lines_of(calendar([an_entry(place="まちの会議室; 2階, 東京")]))
    assert lines[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kizuna//Kizuna//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    start = lines.index("BEGIN:VEVENT")
    assert lines[start : lines.index("END:VEVENT") + 1] == [
        "BEGIN:VEVENT",
        "SUMMARY:地域の仕事と、データの使い方を話す夜",
        "DTSTART;TZID=Asia/Tokyo:20261204T190000",
        "DTEND;TZID=Asia/Tokyo:20261204T210000",
        "DTSTAMP:20261120T030405Z",
        "UID:event-abc@kizuna.example",
        "SEQUENCE:2",
        "LAST-MODIFIED:20261120T030405Z",
        "LOCATION:まちの会議室\\; 2階\\, 東京",
        "STATUS:CONFIRMED",
        "URL:https://kizuna.example/events/data",
        "END:VEVENT",
    ]


@pytest.mark.parametrize(
    ("zone", "starts", "offset"),
    [
        ("Asia/Tokyo", "20261204T190000", "TZOFFSETTO:+0900"),
        ("America/New_York", "20261204T050000", "TZOFFSETTO:-0500"),
        ("Australia/Lord_Howe", "20261204T210000", "TZOFFSETTO:+1100"),
    ],
)
def test_the_zone_travels_with_its_rules(zone, starts, offset):
    lines = lines_of(calendar([an_entry(zone)]))
    assert f"DTSTART;TZID={zone}:{starts}" in lines
    assert f"TZID:{zone}" in lines
    assert offset in lines


def test_clocks_that_differ_for_five_weeks_are_in_the_rules():
    (rules,) = Calendar.from_ical(calendar([an_entry("Africa/Casablanca")])).walk("VTIMEZONE")
    there, zone = rules.to_tz(lookup_tzid=False), ZoneInfo("Africa/Casablanca")
    noons = [datetime(2018, 1, 1, 12, tzinfo=zone) + timedelta(days=day) for day in range(7_000)]
    told = [noon.replace(tzinfo=there).utcoffset() for noon in noons]
    assert told == [noon.utcoffset() for noon in noons]


def test_an_event_called_off_leaves_calendars():
    lines = lines_of(calendar([an_entry(standing=Standing.CANCELLED)]))
    assert "METHOD:CANCEL" in lines
    assert "STATUS:CANCELLED" in lines


def test_lines_are_folded_by_bytes_and_never_within_a_sign():
    content = calendar([an_entry(title="会" * 200)])
    folded = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in folded)
    for line in folded:
        line.decode()


@pytest.mark.parametrize("trick", ["\r", "\n", "\r\n", "\x0b", "\x85", "\u2028"])
def test_no_title_smuggles_a_line_of_its_own(trick):
    content = calendar([an_entry(title=f"Hi{trick}ATTENDEE:mailto:x@example.org")])
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert "ATTENDEE" not in event


def test_a_file_of_many_is_named():
    lines = lines_of(
        calendar([an_entry(), an_entry(uid="b", standing=Standing.CANCELLED)], name="Weft")
    )
    assert "X-WR-CALNAME:Weft" in lines
    assert "METHOD:PUBLISH" in lines
