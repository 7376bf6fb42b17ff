"""Schedules of conferences and of connpass; files that mean harm."""

import json
import time
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports.rules.programmes import (
    MAX_BYTES,
    Form,
    Programme,
    Unusable,
    Why,
    Wrong,
    read_programme,
)
from app.imports.rules.programmes.prose import markdown
from tests.imports.programmes import files

AT = datetime(2026, 11, 21, tzinfo=UTC)
ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
EVENT = '<day date="2027-02-06"><room name="A"><event id="1">%s</event></room></day>'


def read(content: bytes | str) -> Programme | Wrong:
    data = content.encode() if isinstance(content, str) else content
    return read_programme(data, "Asia/Tokyo", AT)


def programme(content: bytes | str) -> Programme:
    found = read(content)
    assert isinstance(found, Programme)
    return found


def test_a_schedule_in_xml_is_read_with_the_zone_of_its_city():
    found = programme(files.PENTABARF)
    first, night = found.entries
    assert (found.form, found.name, found.told) == (Form.PENTABARF, "Loom Days", 3)
    assert first.starts_at == datetime(2027, 2, 6, 8, 30, tzinfo=UTC)
    assert first.uid == "schedule:aaaa-1"
    assert night.starts_at == datetime(2027, 2, 7, 0, 15, tzinfo=UTC)  # before the day's change
    assert [(fault.why, fault.title) for fault in found.faults] == [(Why.NO_START, "No time yet")]


def test_a_schedule_in_json_says_the_same():
    (entry,) = programme(files.SCHEDULE).entries
    assert (entry.title, entry.track, entry.timezone) == (
        "Warp & weft", "Weaving", "Europe/Brussels",
    )  # fmt: skip
    assert "[Notes](https://loom.example/n.pdf)" in entry.description


def test_what_connpass_has_called_off_is_told():
    found = programme(files.CONNPASS)
    assert (found.form, found.name, len(found.entries)) == (Form.CONNPASS, "織物の会", 1)
    assert [fault.why for fault in found.faults] == [Why.CALLED_OFF]
    assert found.entries[0].description == "みんなで**織る**夜です。"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (ENTITIES + "<schedule><title>&x;</title></schedule>", Unusable.TRICKS),
        ("<schedule>" + "<a>" * 100, Unusable.TOO_DEEP),
        ("<rss></rss>", Unusable.UNKNOWN),
        ("<schedule>" + EVENT % "" * 5001 + "</schedule>", Unusable.TOO_MANY),
        ("[" * 100_000, Unusable.TOO_DEEP),
        ("[" * 500_000, Unusable.TOO_MANY),
        ('{"a":' + "9" * 10_000 + "}", Unusable.BROKEN_JSON),
        ('{"schedule": {"conference": []}}', Unusable.UNKNOWN),
        ("BEGIN:VCALENDAR\n" + "BEGIN:A\n" * 30, Unusable.TOO_DEEP),
        (b"\x1f\x8b" + b"0" * 99, Unusable.COMPRESSED),
        (b"0" * (MAX_BYTES + 1), Unusable.TOO_LARGE),
        (b"\0\1\2", Unusable.NOT_TEXT),
        ("<!doctype html><html>", Unusable.UNKNOWN),
    ],
    ids=range(13),
)
def test_a_file_that_is_no_programme_is_refused(content, why):
    found = read(content)
    assert isinstance(found, Wrong)
    assert found.why == why


def test_an_outside_definition_is_never_fetched():
    text = '<?xml version="1.0"?><!DOCTYPE schedule SYSTEM "http://localhost:1/x"><schedule>%s</schedule>'
    assert len(programme(text % (EVENT % "<title>A</title><start>09:00</start>")).entries) == 1


HOSTILE = {
    "elements": b"<schedule>" + b"<a/>" * 100_000 + b"</schedule>",
    "billion laughs": (
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "ha">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
        + "]><schedule><title>&a9;</title></schedule>"
    ).encode(),
    "long text": b"<schedule><title>" + b"x" * 4_000_000 + b"</title></schedule>",
    "folded": b"BEGIN:VCALENDAR\r\nX:" + b"\r\n a" * 100_000,
    "tags": files.calendar("DTSTART:20270101T100000Z\nDESCRIPTION:<p>" + "<a" * 100_000),
    "comments": files.calendar("DTSTART:20270101T100000Z\nDESCRIPTION:<p>" + "<!--" * 60_000),
    "quotes": files.calendar("DTSTART" + ';A="' * 100_000 + ":20270101T100000Z"),
    "same identifier": files.calendar(
        *(f"UID:1\nSUMMARY:{n}\nDTSTART:20270101T100000Z" for n in range(2000))
    ),
    "dates": files.calendar("DTSTART:20270101T100000Z\nRDATE:" + "20270102T100000Z," * 30_000),
    "brackets": b'{"schedule": [' + b"[]," * 1_000_000 + b"1]}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_seconds_and_little_memory(name):
    data = HOSTILE[name]
    begun = time.process_time()
    tracemalloc.start()
    try:
        read(data)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 25 * len(data) + 20_000_000
    assert time.process_time() - begun < 20  # measuring memory alone makes it several times slower


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "title", "date", "start", "persons", "links", "rooms", "days", "room"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=50, deadline=None)
@given(_JSON)
def test_whatever_json_holds_is_an_answer(inside):
    for whole in (
        {"schedule": {"conference": {"days": inside}}},
        {"schedule": {"conference": {"days": [{"date": "2027-01-01", "rooms": {"A": [inside]}}]}}},
        {"results_returned": 1, "events": [inside]},
        inside,
    ):
        read(json.dumps(whole))


_LINES = st.lists(
    st.sampled_from(
        [
            *("BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "TZID:X", "UID:1"),
            *("DTSTART:20270101T100000", "DTSTART;TZID=X:20270101T100000Z", "DTEND:20270101"),
            *("RRULE:FREQ=DAILY", "RRULE:FREQ=YEARLY;COUNT=3", "EXDATE:20270101", "RDATE:2027"),
            *("RECURRENCE-ID:20270101T100000", "DURATION:PT1H", "SEQUENCE:9", "STATUS:CANCELLED"),
            *(
                "BEGIN:STANDARD",
                "TZOFFSETTO:+0900",
                "END:STANDARD",
                " folded",
                "SUMMARY:\\n\\",
                ":",
            ),
        ]
    )
    | st.text(max_size=30),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(_LINES)
def test_whatever_lines_a_calendar_has_is_an_answer(lines):
    read("\r\n".join(["BEGIN:VCALENDAR", *lines]).encode("utf-8", "replace"))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_whatever_bytes_there_are_is_an_answer(data):
    read(data)
    read(b"<schedule>" + data)
    read(b"BEGIN:VCALENDAR\r\n" + data)


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="<>/apbrli =\"'&;#x0\n", max_size=200))
def test_whatever_html_there_is_becomes_text(html):
    markdown("<p>" + html)
