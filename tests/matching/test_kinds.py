"""People of one trade or craft at one's own evening; and whom one meets again."""

from datetime import timedelta

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.matching.queries import lists, suggestions, week_for
from app.matching.queries.aims import aims_for
from app.profiles.queries import profile_of
from app.registrations.states import ListVisibility
from tests.factories import a_member, a_seat, an_arrival, an_event, blocked, in_one_group


@pytest.fixture
def evening(transaction):
    """Aoi, a baker, a teacher of baking, and a teacher."""
    event = an_event(slug="weave", capacity=None)
    aoi, baker, both, teacher = (a_member(name) for name in ("Aoi", "Baker", "Both", "Teacher"))
    for member, industry, work in (
        (baker, "food", "baker"),
        (both, "food", "baking Teacher"),
        (teacher, "education", "ＴＥＡＣＨＥＲ"),
    ):
        profile_of(member).industry, profile_of(member).occupation = industry, work
    for member in (aoi, baker, both, teacher):
        a_seat(event, member)
    db.session.commit()
    return event, aoi, baker, both, teacher


def found(event, viewer, industry="", work=""):
    only = aims_for(industry, work)
    return {it.person for it in suggestions(event, viewer, at=now(), limit=8, only=only).matches}


@pytest.mark.parametrize("is_large", [False, True])
def test_by_trade_by_craft_and_by_both(evening, monkeypatch, is_large):
    event, aoi, baker, both, teacher = evening
    if is_large:
        monkeypatch.setattr(lists, "AT_ONCE", 1)
    assert found(event, aoi, "food") == {baker, both}
    assert found(event, aoi, "", "teacher") == {both, teacher}
    assert found(event, aoi, "food", "teacher") == {both}
    assert found(event, aoi, "it") == set()


def test_only_what_is_shown_is_looked_at_and_nobody_who_may_not_be_suggested(evening):
    event, aoi, baker, both, _teacher = evening
    profile_of(baker).visibility = {"industry": "matching"}
    blocked(both, aoi)
    db.session.commit()
    assert found(event, aoi, "food") == set()


def test_the_page_asks_and_says_so_where_there_is_nobody(evening, browser):
    _event, aoi, baker, both, teacher = evening
    browser.sign_in(aoi)
    page = browser.get("/events/weave/people?industry=food&work=").text
    assert baker.public_id in page
    assert both.public_id in page
    assert teacher.public_id not in page
    assert (
        "Nobody of that kind shows themselves here"
        in browser.get("/events/weave/people?work=astronaut").text
    )
    assert teacher.public_id in browser.get("/events/weave/people?industry=nonsense").text


def before(*members, days=30, **given):
    """An evening some time ago to which these came."""
    event = an_event(starts_at=now() - timedelta(days=days))
    for member in members:
        an_arrival(a_seat(event, member, **given))
    return event


def times(event, viewer, other):
    matches = suggestions(event, viewer, at=now(), limit=8).matches
    return next(match.evenings for match in matches if match.person == other)


def test_whoever_one_has_been_with_before_is_met_again(evening, browser):
    event, aoi, baker, both, teacher = evening
    before(aoi, baker)
    before(aoi, baker, both, days=60)
    assert times(event, aoi, baker) == times(event, baker, aoi) == 2
    assert times(event, aoi, both) == 1
    assert times(event, aoi, teacher) == 0
    page = browser.sign_in(aoi).get("/events/weave/people").text
    assert "You have both been to 2 evenings before." in page
    in_one_group(aoi, baker)
    week = week_for(aoi, at=now()).found.matches
    assert [match.evenings for match in week] == [2]


def test_neither_is_told_where_one_of_them_hid_or_did_not_come(evening):
    event, aoi, baker, both, _teacher = evening
    past = before(aoi)
    an_arrival(a_seat(past, baker, list_visibility=ListVisibility.ORGANIZERS))
    a_seat(past, both)
    assert times(event, aoi, baker) == times(event, baker, aoi) == 0
    assert times(event, aoi, both) == times(event, both, aoi) == 0


def test_the_second_evening_waits_for_its_own_request(evening, browser):
    _event, aoi, baker, *_others = evening
    later = an_event(slug="later", title="A later evening", starts_at=now() + timedelta(days=20))
    for member in (aoi, baker):
        a_seat(later, member)
    page = browser.sign_in(aoi).get("/matching").text
    assert "A later evening" in page
    assert 'data-fragment="/events/later/people/glimpse"' in page
    assert baker.public_id in browser.get("/events/later/people/glimpse").text
