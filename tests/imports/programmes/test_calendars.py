"""What calendar files say, also those that lie."""

from datetime import UTC, datetime

import pytest

from app.imports.rules.programmes import Oddity, Programme, Unusable, Why, Wrong, read_programme
from tests.imports.programmes.files import calendar

AT = datetime(2026, 11, 21, tzinfo=UTC)


def read(*events: str, zone: str = "") -> Programme:
    found = read_programme(calendar(*events, zone=zone), "Asia/Tokyo", AT)
    assert isinstance(found, Programme)
    assert found.told == len(events)
    return found


def only(*events: str, zone: str = ""):
    (entry,) = read(*events, zone=zone).entries
    return entry


def why(*events: str) -> list[Why]:
    return [fault.why for fault in read(*events).faults]


def oddities(entry) -> set[Oddity]:
    return {code for code, _detail in entry.oddities} - {Oddity.NO_TITLE}


def starts(*events: str, zone: str = "") -> list[str]:
    return [f"{entry.starts_at:%Y-%m-%dT%H:%M}" for entry in read(*events, zone=zone).entries]


@pytest.mark.parametrize(
    ("zone", "known"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("Tokyo Standard Time", "Asia/Tokyo"),
        ("Japan", "Asia/Tokyo"),
        ("/example.org/2005/Europe/London", "Europe/London"),
        ("Eastern", "America/New_York"),
        ("(UTC+08:00) Kuala Lumpur, Singapore", "Asia/Kuala_Lumpur"),
        ("UTC+9", "Etc/GMT-9"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ],
)
def test_zones_are_known_however_they_are_spelled(zone, known):
    entry = only(f'UID:1\nDTSTART;TZID="{zone}":20270115T190000\nDURATION:PT2H')
    assert entry.timezone == known
    assert (entry.ends_at - entry.starts_at).total_seconds() == 7200


def test_a_zone_of_the_files_own_is_known_by_its_hours():
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETTO:-0500\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETTO:-0400\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
    )
    data = calendar("UID:1\nDTSTART;TZID=Ours:20270701T190000").replace(
        b"BEGIN:VEVENT", zone.encode() + b"BEGIN:VEVENT", 1
    )
    found = read_programme(data, "Asia/Tokyo", AT)
    assert isinstance(found, Programme)
    assert found.entries[0].timezone == "America/New_York"


def test_a_zone_nobody_knows_is_remarked_on():
    entry = only("UID:1\nDTSTART;TZID=Middle-earth:20270115T190000\nDURATION:PT2H")
    assert entry.timezone == "Asia/Tokyo"
    assert oddities(entry) == {Oddity.UNKNOWN_ZONE}


def test_floating_times_are_in_the_calendars_zone_else_in_the_groups():
    event = "UID:1\nDTSTART:20270115T190000\nDURATION:PT1H"
    assert only(event, zone="Europe/Paris").timezone == "Europe/Paris"
    assert oddities(only(event)) == {Oddity.FLOATING}
    assert oddities(only(event, zone="Europe/Paris")) == set()


def test_all_day_is_from_midnight_to_midnight():
    one = only("UID:1\nDTSTART;VALUE=DATE:20270115")
    three = only("UID:1\nDTSTART;VALUE=DATE:20270115\nDTEND;VALUE=DATE:20270118")
    assert (one.ends_at - one.starts_at).days == 1
    assert (three.ends_at - three.starts_at).days == 3
    assert oddities(one) == {Oddity.ALL_DAY}


@pytest.mark.parametrize(
    ("end", "odd"),
    [
        ("", Oddity.NO_END),
        ("DTEND:20270114T190000Z", Oddity.END_BEFORE_START),
        ("DTEND:20270115T190000Z", Oddity.END_BEFORE_START),
        ("DURATION:-PT1H", Oddity.NO_END),
        ("DURATION:soon", Oddity.NO_END),
    ],
)
def test_where_the_end_is_missing_or_a_lie_an_hour_is_assumed(end, odd):
    entry = only(f"UID:1\nDTSTART:20270115T190000Z\n{end}".strip())
    assert (entry.ends_at - entry.starts_at).total_seconds() == 3600
    assert odd in oddities(entry)


def test_an_hour_that_the_clocks_skip_begins_after_the_gap():
    entry = only("UID:1\nDTSTART;TZID=Europe/Berlin:20270328T023000\nDURATION:PT1H")
    assert f"{entry.starts_at:%H:%M}" == "01:30"
    assert oddities(entry) == {Oddity.SKIPPED_HOUR}


def test_old_dates_come_in_and_impossible_ones_do_not():
    assert only("UID:1\nDTSTART:19700105T190000Z\nDURATION:PT1H").starts_at.year == 1970
    assert why("UID:1\nDTSTART:20270230T190000Z") == [Why.NO_SUCH_DATE]
    assert why("UID:1\nDTSTART:00010101T000000") == [Why.NO_SUCH_DATE]
    assert why("UID:1\nDTSTART:99991231T235959Z\nDURATION:P9W") == [Why.NO_SUCH_DATE]
    assert why("UID:1\nDTSTART:20270101T000000Z\nDTEND:20990101T000000Z") == [Why.TOO_LONG]
    assert why("UID:1\nSUMMARY:When?") == [Why.NO_START]


def test_what_comes_again_and_ends_comes_in_whole():
    weekly = "UID:1\nDTSTART;TZID=Europe/Berlin:20270322T190000\nRRULE:FREQ=WEEKLY;COUNT=3"
    assert starts(weekly) == ["2027-03-22T18:00", "2027-03-29T17:00", "2027-04-05T17:00"]


def test_of_what_never_ends_the_year_ahead_comes_in():
    found = read("UID:1\nDTSTART:19991231T190000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=-1FR")
    assert len(found.entries) == 12
    assert found.entries[0].starts_at == datetime(2026, 11, 27, 19, tzinfo=UTC)
    assert Oddity.ENDLESS in oddities(found.entries[0])


def test_dates_taken_out_added_and_moved_are_followed():
    series = (
        "UID:1\nDTSTART:20270104T190000Z\nRRULE:FREQ=WEEKLY;COUNT=4\n"
        "EXDATE:20270111T190000Z\nRDATE:20270106T190000Z"
    )
    moved = "UID:1\nRECURRENCE-ID:20270118T190000Z\nDTSTART:20270119T200000Z"
    assert sorted(starts(series, moved)) == [
        "2027-01-04T19:00", "2027-01-06T19:00", "2027-01-19T20:00", "2027-01-25T19:00",
    ]  # fmt: skip


def test_an_occurrence_keeps_its_name_when_the_series_moves_by_an_hour():
    names = [
        {entry.uid for entry in read(f"UID:1\nDTSTART:20270104T{hour}0000Z\nRRULE:{rule}").entries}
        for hour, rule in ((19, "FREQ=WEEKLY;COUNT=4"), (20, "FREQ=WEEKLY;COUNT=4"))
    ]
    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", Why.TOO_OFTEN),
        ("FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5", Why.TOO_OFTEN),
        ("FREQ=SOMETIMES", Why.BAD_RULE),
        ("FREQ=DAILY;INTERVAL=0", Why.BAD_RULE),
        ("FREQ=MONTHLY;BYDAY=9XX", Why.BAD_RULE),
        ("", Why.BAD_RULE),
    ],
)
def test_rules_that_make_no_sense_are_told(rule, reason):
    assert why(f"UID:1\nDTSTART:20270104T190000Z\nRRULE:{rule}") == [reason]


def test_of_two_versions_the_newer_counts_and_twins_come_in_once():
    old = "UID:1\nSEQUENCE:0\nSUMMARY:Old\nDTSTART:20270104T190000Z"
    new = "UID:1\nSEQUENCE:1\nSUMMARY:New\nDTSTART:20270104T190000Z"
    assert [entry.title for entry in read(old, new).entries] == ["New"]
    assert why(old, new) == why(new, old) == [Why.OLDER_VERSION]
    assert why(new, new) == [Why.TWICE]


def test_different_events_that_claim_one_identifier_both_come_in():
    found = read(
        "UID:1\nSUMMARY:One\nDTSTART:20270104T190000Z",
        "UID:1\nSUMMARY:Two\nDTSTART:20270105T190000Z",
    )
    assert {entry.title for entry in found.entries} == {"One", "Two"}
    assert len({entry.uid for entry in found.entries}) == 2


def test_what_is_called_off_or_no_event_is_told():
    off = "UID:1\nSTATUS:CANCELLED\nDTSTART:20270104T190000Z"
    assert why(off) == [Why.CALLED_OFF]
    data = calendar(off).replace(b"VEVENT", b"VTODO")
    found = read_programme(data, "Asia/Tokyo", AT)
    assert isinstance(found, Programme)
    assert [(fault.why, fault.detail) for fault in found.faults] == [(Why.NOT_AN_EVENT, "VTODO")]


def test_texts_are_unfolded_unescaped_and_freed_of_html():
    entry = only(
        "UID:1\nDTSTART:20270104T190000Z\nSUMMARY:Looms\\, yarn\n DESC\n"
        "DESCRIPTION:<p>Bring <b>yarn</b></p><script>x()</script>\\nhttps://loom.example/\n"
        "URL:https://loom.example/e\nLOCATION:https://meet.example/1"
    )
    assert entry.title == "Looms, yarnDESC"
    assert entry.description.startswith("Bring **yarn**")
    assert "x()" not in entry.description
    assert "<https://loom.example/e>" in entry.description
    assert (entry.place_name, entry.online_url) == ("", "https://meet.example/1")


def test_an_event_that_is_never_closed_does_not_swallow_the_next():
    data = calendar(*(f"UID:{n}\nDTSTART:20270104T190000Z\nSUMMARY:{n}" for n in (1, 2)))
    found = read_programme(data.replace(b"END:VEVENT\r\n", b""), "Asia/Tokyo", AT)
    assert isinstance(found, Programme)
    assert [entry.title for entry in found.entries] == ["1", "2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_japanese_calendars_come_in_any_encoding(encoding):
    text = calendar("UID:1\nDTSTART:20270104T190000Z\nSUMMARY:織物の勉強会です").decode()
    found = read_programme(text.encode(encoding), "Asia/Tokyo", AT)
    assert isinstance(found, Programme)
    assert found.entries[0].title == "織物の勉強会です"


def test_more_events_than_can_come_in_are_refused():
    every = "BEGIN:VEVENT\r\nDTSTART:20270104T190000Z\r\nEND:VEVENT\r\n" * 5001
    data = f"BEGIN:VCALENDAR\r\n{every}END:VCALENDAR\r\n".encode()
    found = read_programme(data, "Asia/Tokyo", AT)
    assert isinstance(found, Wrong)
    assert found.why == Unusable.TOO_MANY
