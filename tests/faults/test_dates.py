"""Dates that no calendar has, and hours that no clock shows: a sentence, and nothing is planned."""

import pytest

from app.events.models import Event
from tests.factories import a_group, owner_of
from tests.faults.asking import assert_no_telltale

EVENING = {
    "title": "Rye bread",
    "timezone": "Asia/Tokyo",
    "place_name": "The bakery",
    "openness": "public",
    "starts": "2030-01-25T19:00",
    "ends": "2030-01-25T21:00",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts": "2030-02-30T19:00"},
        {"starts": "2029-02-29T19:00"},
        {"starts": "2030-13-01T19:00"},
        {"starts": "2030-01-25T24:01"},
        {"starts": "0000-00-00T00:00"},
        {"starts": "0001-01-01T00:00"},
        {"ends": "9999-12-31T23:59"},
        {"ends": "99999-12-31T23:59"},
        {"ends": "2030-01-25T18:59"},
        {"starts": "tomorrow at seven"},
        {"starts": ""},
        {"starts": "2030-03-31T01:30", "ends": "2030-03-31T04:00", "timezone": "Europe/London"},
        {"timezone": "Europe/Atlantis"},
        {"timezone": "../../etc/passwd"},
    ],
    ids=lambda wrong: " ".join(wrong.values()) or "none",
)
def test_an_evening_at_no_time_is_not_planned(browser, count, wrong):
    group = a_group()
    answer = browser.sign_in(owner_of(group)).post(
        f"/groups/{group.slug}/events/new", data=EVENING | wrong
    )
    assert answer.status_code == 200
    assert 'class="errors"' in answer.text
    assert_no_telltale(answer.text)
    assert count(Event) == 0


def test_the_same_evening_at_a_time_that_exists_is(browser, count):
    group = a_group()
    browser.sign_in(owner_of(group)).post(f"/groups/{group.slug}/events/new", data=EVENING)
    assert count(Event) == 1
