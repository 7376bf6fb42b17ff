"""A few new people a week: capped, calm, and nobody who did not want it."""

from datetime import timedelta

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.matching.jobs.lists import keep_lists, work_on_one
from app.matching.models.lists import Listed, Listing, Showing
from app.matching.operations import dismiss, go_on, like, listing, rest, set_pace
from app.matching.queries import week_for
from app.matching.rules.listing import SETTLES, Came, next_week, week_of
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from tests.factories import a_member, blocked, connected, in_one_group, tagged


@pytest.fixture
def town(transaction):
    """Aoi, who needs what six others offer; none of them comes to any event."""
    aoi = tagged(a_member("Aoi"), Facet.NEED, "web design")
    others = [tagged(a_member(f"Ren{n}"), Facet.OFFER, "web design") for n in range(6)]
    in_one_group(aoi, *others)
    return aoi, others


def people(viewer, at=None):
    return [match.person for match in week_for(viewer, at=at or now()).found.matches]


def made(at):
    """The lists of the whole community, worked out as the timetable would."""
    keep_lists(at)
    while work_on_one(at + SETTLES):
        pass
    db.session.commit()


def test_three_new_people_a_week_unless_one_wants_more(town):
    aoi, others = town
    assert len(people(aoi)) == 3
    set_pace(aoi, 5)
    assert len(people(aoi)) == 5
    assert set(people(aoi)) <= set(others)


def test_more_people_a_week_cost_the_database_no_more_questions(town, statements):
    aoi, _others = town
    made(now())
    asked = []
    for weekly in (1, 5):
        set_pace(aoi, weekly)
        db.session.commit()
        with statements() as said:
            assert len(people(aoi)) == weekly
        asked.append(len(said))
    assert asked[0] == asked[1] <= 32


@pytest.mark.parametrize("is_kept", [True, False])
def test_nobody_is_told_of_people_they_share_no_group_with(town, is_kept):
    _aoi, others = town
    outsider = tagged(a_member("Outsider"), Facet.NEED, "web design")
    if is_kept:
        made(now())
    assert people(outsider) == []
    assert all(outsider not in people(one) for one in others)


@pytest.mark.parametrize("is_kept", [True, False])
def test_nobody_comes_in_the_place_of_somebody_set_aside_or_found(town, is_kept):
    aoi, _others = town
    if is_kept:
        made(now())
    first, second, third = people(aoi)
    dismiss(aoi, first, at=now())
    like(second, aoi, at=now())
    like(aoi, second, at=now())
    assert people(aoi) == [third]
    dismiss(aoi, third, at=now())
    week = week_for(aoi, at=now())
    assert week.found.matches == []
    assert week.is_used_up


def test_somebody_met_elsewhere_is_suggested_no_more(town):
    aoi, _others = town
    first = people(aoi)[0]
    connected(aoi, first)
    assert len(people(aoi)) == 3
    assert first not in people(aoi)


@pytest.mark.parametrize("is_kept", [True, False])
@pytest.mark.parametrize("how", ["dismissed", "blocked", "opted out", "gone"])
def test_whoever_turns_away_is_replaced_as_if_they_had_never_been_there(town, is_kept, how):
    aoi, _others = town
    if is_kept:
        made(now())
    first, second, third = people(aoi)
    if how == "dismissed":
        dismiss(first, aoi, at=now())
    elif how == "blocked":
        blocked(first, aoi)
    elif how == "opted out":
        profile_of(first).is_matched = False
    else:
        first.disabled_at = now()
    db.session.commit()
    left = people(aoi)
    assert len(left) == 3
    assert first not in left
    if is_kept:
        assert left[:2] == [second, third]


def test_enough_for_this_week_lasts_until_monday(town):
    aoi, _others = town
    rest(aoi, at=now())
    assert week_for(aoi, at=now()).rests
    monday = next_week(now(), aoi.timezone)
    assert not week_for(aoi, at=monday + timedelta(minutes=1)).rests
    go_on(aoi)
    assert not week_for(aoi, at=now()).rests


def test_a_week_begins_on_monday_morning_by_ones_own_clock():
    begins = week_of(now(), "Asia/Tokyo")
    assert (begins.weekday(), begins.hour) == (0, 5)
    assert week_of(begins, "Asia/Tokyo") == begins
    assert week_of(begins - timedelta(minutes=1), "Asia/Tokyo") == begins - timedelta(days=7)
    assert next_week(begins, "Asia/Tokyo") - begins == timedelta(days=7)


def test_whoever_wants_no_suggestions_is_told_so_and_stands_on_no_list(town, browser):
    aoi, others = town
    profile_of(others[0]).is_matched = False
    db.session.commit()
    set_pace(aoi, 8)
    assert others[0] not in people(aoi)
    page = browser.sign_in(others[0]).get("/suggestions").text
    assert "You are not suggested to anybody" in page


def test_a_kept_list_stays_the_whole_week_and_counts_as_seen_by_whoever_was_around(town, browser):
    aoi, _others = town
    browser.sign_in(aoi)
    before = now() - timedelta(days=7)
    made(before)
    assert db.session.query(Listed).filter_by(viewer_id=aoi.id).count() == 6
    assert db.session.query(Showing).count() == 0
    kept = people(aoi)
    made(before + timedelta(hours=2))
    assert people(aoi) == kept
    made(now() + timedelta(minutes=1))
    seen = db.session.query(Showing).filter_by(viewer_id=aoi.id)
    assert {row.times for row in seen} == {1}
    assert db.session.query(Showing).filter(Showing.viewer_id != aoi.id).count() == 0


def test_what_is_added_to_ones_profile_counts_at_once(town):
    aoi, _others = town
    made(now())
    weaver = tagged(a_member("Mio"), Facet.OFFER, "weaving")
    in_one_group(aoi, weaver)
    set_pace(aoi, 1)
    assert weaver not in people(aoi)
    tagged(aoi, Facet.NEED, "weaving")
    profile_of(aoi).changed_at = now() + timedelta(seconds=1)
    db.session.commit()
    db.session.expire_all()
    set_pace(aoi, 8)
    assert weaver in people(aoi)


def test_somebody_suggested_can_be_marked_though_one_meets_them_nowhere(town, browser):
    aoi, _others = town
    made(now())
    other = people(aoi)[0]
    assert like(aoi, other, at=now()).connection is None
    browser.sign_in(aoi)
    assert browser.get(f"/people/{other.public_id}").status_code == 404
    assert browser.get(f"/people/{other.public_id}/why").status_code == 200
    assert browser.post(f"/people/{other.public_id}/dismissal").status_code == 303


def test_nobody_else_can_be_looked_at_that_way(town, browser):
    aoi, others = town
    set_pace(aoi, 1)
    there = people(aoi)
    away = next(one for one in others if one not in there)
    browser.sign_in(aoi)
    for path in (f"/people/{away.public_id}/why", f"/people/{away.public_id}/like"):
        answer = browser.post(path) if path.endswith("like") else browser.get(path)
        assert answer.status_code == 404


def test_the_page_sets_the_pace_and_rests(town, browser):
    aoi, _others = town
    browser.sign_in(aoi)
    browser.post("/suggestions/pace", data={"weekly": "2"})
    assert browser.get("/suggestions").text.count('class="match"') == 2
    browser.post("/suggestions/rest")
    page = browser.get("/suggestions").text
    assert "Enough for this week" in page
    assert 'class="match"' not in page
    browser.post("/suggestions/more")
    assert browser.get("/suggestions").text.count('class="match"') == 2
    browser.post("/suggestions/pace", data={"weekly": "900"})
    assert "Please choose a number" in browser.get("/suggestions").text


def test_of_very_many_everybody_still_gets_their_exact_best(town, monkeypatch):
    aoi, others = town
    for number in range(6):
        tagged(a_member(f"Far{number}"), Facet.INTEREST, f"topic {number}")
    monkeypatch.setattr(listing, "AT_MOST_DENSE", 5)
    blocked(others[0], aoi)
    made(now())
    rows = db.session.query(Listed).filter_by(viewer_id=aoi.id).order_by(Listed.place)
    best = [row.person_id for row in rows if row.came == Came.BEST]
    assert {one.id for one in others[1:]} <= set(best)
    assert others[0].id not in {row.person_id for row in rows}
    assert [row.came for row in rows].count(Came.CHANCE) <= 2


def test_lists_of_the_community_are_made_once_a_week(town):
    made(now())
    kept = db.session.query(Listing).filter_by(occasion="community").one()
    at = kept.made_at
    made(now() + timedelta(hours=1))
    assert kept.made_at == at
    made(next_week(now(), "Asia/Tokyo") + timedelta(minutes=1))
    assert kept.made_at > at
