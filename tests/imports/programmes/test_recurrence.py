"""When things come again, against another library's reading of the same rules."""

from datetime import datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports.rules.programmes.entries import Impossible
from app.imports.rules.programmes.recurrence import occurrences, read_rule

START = datetime(2024, 1, 1, 19)  # noqa: DTZ001 -- rules speak of local time
_WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@st.composite
def rules(draw) -> tuple[str, datetime]:
    """A rule whose start is one of its own dates, as RFC 5545 asks."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]
    if draw(st.booleans()):
        days = draw(st.lists(st.sampled_from(_WEEKDAYS), min_size=1, max_size=3, unique=True))
        numbers = st.sampled_from(["", "1", "2", "-1"] if frequency == "MONTHLY" else [""])
        parts.append("BYDAY=" + ",".join(draw(numbers) + day for day in days))
    elif frequency in ("MONTHLY", "YEARLY"):
        wanted = draw(st.lists(st.sampled_from([1, 15, 28, 31, -1]), max_size=2, unique=True))
        parts.append("BYMONTHDAY=" + ",".join(map(str, {1, *wanted})))
    if draw(st.booleans()):
        months = draw(st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True))
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    start = START + timedelta(days=draw(st.integers(0, 1000)))
    text = ";".join(parts)
    first = next(iter(rrulestr(f"RRULE:{text};UNTIL=20400101T000000", dtstart=start)), None)
    return text, first or start


@settings(max_examples=60, deadline=None)
@given(rules())
def test_dates_by_rule_are_those_that_others_find(case):
    text, start = case
    ours = [it for it in islice(occurrences(read_rule(text), start), 30) if it.year < 2035]
    theirs = rrulestr(f"RRULE:{text};UNTIL=20341231T235959", dtstart=start)
    expected = list(islice(iter(theirs), 30))
    assert ours[: len(expected)] == expected or (not expected and ours == [start])


@settings(max_examples=40, deadline=None)
@given(rules(), st.integers(0, 1500))
def test_beginning_late_finds_the_same_dates(case, days):
    text, start = case
    since = start + timedelta(days=days)
    rule = read_rule(text)
    late = [it for it in islice(occurrences(rule, start, since), 40) if it >= since][:5]
    whole = (it for it in islice(occurrences(rule, start), 3000) if it >= since)
    assert late == list(islice(whole, len(late)))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="FREQ=DAILYWKMONTHBSP;,-+0123456789", max_size=60))
def test_no_text_is_an_error_as_a_rule(text):
    try:
        rule = read_rule(text)
    except Impossible:
        return
    list(islice(occurrences(rule, START), 50))


@pytest.mark.parametrize(
    "text", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=100"]
)
def test_a_rule_that_never_comes_true_ends(text):
    assert list(occurrences(read_rule(text), START)) == [START]
