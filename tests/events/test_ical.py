"""Calendar files as other people's calendars get them, letter by letter, and read back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from app.events import operations as events
from app.events.ical import calendar_file
from app.registrations import operations
from tests.factories import a_group, an_event, owner_of

GOLDEN = Path(__file__).parent / "golden"
AT = datetime(2026, 1, 5, 3, tzinfo=UTC)
PLACES = {
    # Through the night in which the clocks are turned back: three and a half real hours.
    "new_york": ("America/New_York", "2026-11-01T00:30", "2026-11-01T03:00", timedelta(hours=3.5)),
    # Half an hour is added there, not a whole one.
    "lord_howe": (
        "Australia/Lord_Howe",
        "2026-04-05T00:30",
        "2026-04-05T03:00",
        timedelta(hours=3),
    ),
    "tokyo": ("Asia/Tokyo", "2026-12-04T19:00", "2026-12-04T21:00", timedelta(hours=2)),
}


def an_evening(name):
    zone, starts, ends, _length = PLACES[name]
    starts_at, ends_at = (
        datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for text in (starts, ends)
    )
    return an_event(
        a_group(name="パンの会"),
        title="ライ麦パン、塩; そして話",
        summary="焼きながら、\nゆっくり話します。",
        slug="rye-bread",
        public_id="goldengolden",
        starts_at=starts_at,
        ends_at=ends_at,
        timezone=zone,
        place_name="The bakery",
        address="1 Main Street; 2nd floor",
        changed_at=AT,
        made_at=AT,
    )


@pytest.mark.parametrize("name", PLACES)
def test_the_file_is_as_it_has_always_been(name):
    assert calendar_file(an_evening(name)) == (GOLDEN / f"{name}.ics").read_bytes()


@pytest.mark.parametrize("name", PLACES)
def test_others_read_the_same_instants_from_it(name):
    event = an_evening(name)
    whole = Calendar.from_ical((GOLDEN / f"{name}.ics").read_bytes())
    (component,) = whole.walk("VEVENT")
    assert component["DTSTART"].params["TZID"] == event.timezone
    assert component.start.astimezone(UTC) == event.starts_at
    assert component.end.astimezone(UTC) == event.ends_at
    length = component.end.astimezone(UTC) - component.start.astimezone(UTC)
    assert length == PLACES[name][3]


@pytest.mark.parametrize("name", PLACES)
def test_the_rules_of_the_zone_are_in_the_file_itself(name):
    event = an_evening(name)
    whole = Calendar.from_ical((GOLDEN / f"{name}.ics").read_bytes())
    (rules,) = whole.walk("VTIMEZONE")
    there = rules.to_tz(lookup_tzid=False)
    zone = ZoneInfo(event.timezone)
    for instant in (event.starts_at, event.ends_at, event.starts_at + timedelta(days=180)):
        local = instant.astimezone(zone).replace(tzinfo=None)
        assert local.replace(tzinfo=there).utcoffset() == instant.astimezone(zone).utcoffset()


@pytest.mark.parametrize("name", PLACES)
def test_the_clocks_change_at_the_very_instant_they_do_there(name):
    """A change is written by the clock it ends: RFC 5545, 3.6.5."""
    zone = ZoneInfo(PLACES[name][0])
    (rules,) = Calendar.from_ical((GOLDEN / f"{name}.ics").read_bytes()).walk("VTIMEZONE")
    for change in rules.subcomponents:
        before, after = change["TZOFFSETFROM"].td, change["TZOFFSETTO"].td
        for local in onsets(change):
            instant = (local - before).replace(tzinfo=UTC)
            assert instant.astimezone(zone).utcoffset() == after
            if before != after:
                assert (instant - timedelta(seconds=1)).astimezone(zone).utcoffset() == before


def onsets(change):
    rest = change.get("RDATE")
    lists = [] if rest is None else [one.dt for one in rest.dts]
    return [change["DTSTART"].dt, *lists]


def read(event):
    (component,) = Calendar.from_ical(calendar_file(event)).walk("VEVENT")
    return component


def test_a_move_raises_the_sequence_and_keeps_the_name():
    event = an_evening("tokyo")
    before = read(event)
    by = owner_of(event.group)
    later = timedelta(days=1)
    moved = {"starts_at": event.starts_at + later, "ends_at": event.ends_at + later}
    operations.revise(event, _changed(event, **moved), by=by, at=AT + later)
    after = read(event)
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    operations.revise(event, _changed(event, title="Wheat"), by=by, at=AT + later)
    assert read(event)["SEQUENCE"] == 1


def test_calling_off_raises_the_sequence_and_says_cancelled():
    event = an_evening("tokyo")
    before = read(event)
    events.cancel(event, "No flour.", by=None, at=AT)
    after = read(event)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["STATUS"] == "CANCELLED"
    assert Calendar.from_ical(calendar_file(event))["METHOD"] == "CANCEL"


def _changed(event, **fields):
    return replace(event.plan, **fields)
