"""The evening as it goes: how people came, whom to greet, who is missing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attendance.operations import leave
from app.insights.queries.live import live
from app.insights.rules.arrivals import MOST_BARS, bars, stretches
from app.kit.clock import now
from tests.attendance.doors import a_guest, again, attempt, host, named, tonight
from tests.factories import a_member, a_seat, an_event, db

SEVEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
minutes = st.integers(0, 60 * 30).map(lambda number: SEVEN + timedelta(minutes=number))


@given(st.lists(minutes, max_size=60))
def test_nobody_is_lost_between_the_bars(arrivals):
    course = stretches(arrivals)
    assert sum(stretch.came for stretch in course) == len(arrivals)
    assert len(course) <= MOST_BARS
    if course:
        assert course[-1].in_all == len(arrivals)
        assert all(bar.height > 0 and bar.y >= 0 for bar in bars(course))


def test_the_evening_tells_who_is_here_and_who_is_missing():
    event = tonight()
    came, _missing = a_guest(event), a_guest(event)
    named(event, came)
    evening = live(event)
    assert (evening.here, evening.missing_number, len(evening.missing)) == (1, 1, 1)
    assert [guest.registration.id for guest in evening.to_greet] == [came.id]


def test_whoever_has_gone_home_is_neither_here_nor_missing():
    event = tonight()
    gone = a_guest(event)
    named(event, gone)
    leave(again(gone), attempt(), by=host(event), at=now())
    evening = live(event)
    assert (evening.here, evening.gone, evening.missing_number) == (0, 1, 0)
    assert evening.to_greet == []


def test_without_scripts_the_page_asks_for_itself_again(browser):
    event = tonight()
    page = browser.sign_in(host(event)).get(f"/events/{event.slug}/organize/live").text
    assert '<noscript><meta http-equiv="refresh"' in page


def test_it_asks_as_much_of_the_database_for_many_as_for_few(statements):
    event, asked = tonight(), []
    for number in (3, 9):
        for _ in range(number):
            named(event, a_guest(event))
            a_guest(event)
        with statements() as said:
            live(event)
        asked.append(len(said))
    assert asked[0] == asked[1]


def test_somebody_who_was_here_before_needs_no_special_greeting():
    event = tonight()
    regular = a_member()
    earlier = an_event(event.group, starts_at=event.starts_at - timedelta(days=30))
    a_seat(earlier, regular)
    place = a_seat(event, regular)
    db.session.refresh(place)
    named(event, place)
    assert live(event).to_greet == []


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fragment"}])
def test_the_page_is_for_organizers(browser, headers):
    event = tonight()
    a_guest(event, family_name="Okafor")
    path = f"/events/{event.slug}/organize/live"
    page = browser.sign_in(host(event)).get(path, headers=headers).text
    assert "Okafor" in page
    assert ("<html" in page) == (not headers)
    assert browser.sign_in(a_member()).get(path).status_code == 403
