"""Lists worked out ahead for evenings with many people, and checked again at every request."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.kit.clock import now
from app.kit.db import db
from app.matching.jobs import lists as jobs
from app.matching.jobs.lists import keep_lists, work_on_one
from app.matching.marks import mark_of_week
from app.matching.models.lists import Listed, Listing
from app.matching.operations import dismiss
from app.matching.queries import listed, lists, suggestions
from app.matching.rules.listing import COMMUNITY, SETTLES
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from app.registrations.models import Registration
from app.registrations.states import ListVisibility, State
from tests.factories import a_member, a_seat, an_arrival, an_event, blocked, tagged


@pytest.fixture
def crowd(transaction, monkeypatch):
    """Twelve people of whom each offers what another needs; more than are looked at at once."""
    for module in (listed, lists):
        monkeypatch.setattr(module, "AT_ONCE", 5)
    event = an_event(starts_at=now() + timedelta(hours=1), capacity=None, slug="many")
    people = []
    for number in range(12):
        member = a_member(f"Guest{number}")
        tagged(tagged(member, Facet.OFFER, f"craft {number % 4}"), Facet.NEED, "weaving")
        tagged(member, Facet.INTEREST, f"topic {number % 3}")
        a_seat(event, member)
        people.append(member)
    return event, people


def made(at=None):
    at = at or now()
    keep_lists(at)
    while work_on_one(at + SETTLES):
        pass
    db.session.commit()


def named(event, viewer, limit=4):
    return [match.person for match in suggestions(event, viewer, at=now(), limit=limit).matches]


def test_everybody_gets_a_list_and_stands_on_one(crowd):
    event, people = crowd
    made()
    rows = db.session.query(Listed).join(Listing).filter(Listing.event_id == event.id)
    assert {row.viewer_id for row in rows} == {member.id for member in people}
    assert {row.person_id for row in rows} == {member.id for member in people}


def test_lists_that_cannot_be_made_keep_no_others_waiting(crowd, monkeypatch):
    event, _people = crowd
    calm = jobs.work_out

    def stumbling(listing, **given):
        people = calm(listing, **given)
        return people if listing.event_id else 1 // 0

    monkeypatch.setattr(jobs, "work_out", stumbling)
    keep_lists(now())
    community = db.session.query(Listing).filter_by(occasion=COMMUNITY).one()
    community.wanted_at = now() - timedelta(hours=1)
    db.session.flush()
    for _ in range(2):
        assert work_on_one(now() + SETTLES) == 1
    evening = db.session.query(Listing).filter_by(occasion=f"event:{event.id}").one()
    assert (evening.wanted_at, evening.people) == (None, 12)
    assert community.wanted_at > now()


def test_a_page_reads_the_kept_list_without_scoring_everybody(crowd, monkeypatch):
    event, people = crowd
    made()
    expected = [
        row.person_id
        for row in db.session.query(Listed)
        .filter_by(viewer_id=people[0].id)
        .join(Listing)
        .filter(Listing.occasion == f"event:{event.id}")
        .order_by(Listed.place)
    ]
    monkeypatch.setattr(lists, "picked_now", None)
    assert [person.id for person in named(event, people[0])] == expected[:4]


@pytest.mark.parametrize("how", ["block", "dismissal", "hidden", "cancelled", "opted out"])
def test_whatever_forbids_it_by_now_counts_at_the_next_request(crowd, how):
    event, people = crowd
    made()
    me = people[0]
    other = named(event, me)[0]
    if how == "block":
        blocked(other, me)
    elif how == "dismissal":
        dismiss(other, me, at=now())
    elif how == "opted out":
        profile_of(other).is_matched = False
    else:
        seat = db.session.query(Registration).filter_by(attendee_id=other.id).one()
        if how == "hidden":
            seat.list_visibility = ListVisibility.ORGANIZERS
        else:
            seat.state = State.CANCELLED
    db.session.commit()
    after = named(event, me)
    assert other not in after
    assert len(after) == 4


def test_a_word_hidden_since_is_named_no_more(crowd):
    event, people = crowd
    tagged(people[0], Facet.NEED, "craft 1")
    made()
    found = suggestions(event, people[0], at=now()).matches
    helper = next(m for m in found if any("craft 1" in line.text for line in m.lines))
    profile_of(helper.person).visibility = {"offers": "matching"}
    db.session.commit()
    again = suggestions(event, people[0], at=now()).matches
    match = next(m for m in again if m.person == helper.person)
    assert all("craft 1" not in line.text for line in match.lines)
    assert match.has_more


def test_whoever_has_just_registered_has_a_list_before_the_next_one_is_made(crowd):
    event, _people = crowd
    made()
    late = tagged(a_member("Late"), Facet.NEED, "craft 2")
    a_seat(event, late)
    found = suggestions(event, late, at=now()).matches
    assert found
    assert "craft 2" in found[0].lines[0].text


def test_once_there_only_those_there_are_named_and_the_list_follows_the_door(crowd):
    event, people = crowd
    seats = {row.attendee_id: row for row in db.session.query(Registration)}
    for member in people[:7]:
        an_arrival(seats[member.id])
    made()
    assert set(named(event, people[0], 8)) == set(people[1:7])
    an_arrival(seats[people[7].id])
    assert people[7] in named(event, people[0], 8)
    made()
    assert set(named(event, people[0], 8)) == set(people[1:8])


def test_changes_that_come_one_upon_the_other_are_taken_together(crowd):
    event, people = crowd
    at = now()
    keep_lists(at)
    assert work_on_one(at) == 0  # not settled yet
    profile_of(people[0]).changed_at = at + timedelta(seconds=10)
    db.session.commit()
    keep_lists(at + timedelta(seconds=10))
    listing = db.session.query(Listing).filter_by(occasion=f"event:{event.id}").one()
    assert listing.wanted_at == at
    assert work_on_one(at + SETTLES) == 1


def test_lists_are_made_anew_only_when_something_has_changed(crowd):
    event, people = crowd
    made()
    listing = db.session.query(Listing).filter_by(occasion=f"event:{event.id}").one()
    first = listing.made_at
    made(now() + timedelta(minutes=1))
    assert listing.made_at == first
    profile_of(people[3]).changed_at = now() + timedelta(minutes=2)
    db.session.commit()
    made(now() + timedelta(minutes=3))
    db.session.refresh(listing)
    assert listing.made_at > first


def test_lists_of_evenings_long_past_are_dropped(crowd):
    event, _people = crowd
    made()
    event.starts_at -= timedelta(days=40)
    event.ends_at -= timedelta(days=40)
    db.session.commit()
    keep_lists(now())
    assert db.session.query(Listing).filter_by(event_id=event.id).count() == 0


def test_an_evening_of_one_and_one_where_all_are_blocked_say_why(transaction, browser):
    event = an_event(slug="lonely")
    aoi, ren = a_member("Aoi"), a_member("Ren")
    a_seat(event, aoi)
    assert "You are the first" in browser.sign_in(aoi).get("/events/lonely/people").text
    a_seat(event, ren)
    blocked(ren, aoi)
    assert "Nobody to suggest yet" in browser.get("/events/lonely/people").text


def test_the_database_waits_for_lists_that_take_minutes(crowd):
    at = now()
    keep_lists(at)
    assert work_on_one(at + SETTLES)
    assert db.session.scalar(sa.text("SHOW idle_in_transaction_session_timeout")) == "40min"


def test_a_community_that_grows_by_half_gets_new_lists_and_keeps_them_for_each_newcomer(crowd):
    _event, people = crowd
    at = now()
    made(at)
    community = db.session.query(Listing).filter_by(occasion=COMMUNITY).one()
    assert (community.people, community.wanted_at) == (len(people) + 1, None)  # and the host
    a_member("Newcomer")
    keep_lists(at)
    assert community.wanted_at is None
    for number in range(6):
        a_member(f"Newcomer {number}")
    keep_lists(at)
    assert community.wanted_at == at
    made(at)
    assert (community.people, community.wanted_at) == (len(people) + 8, None)


@pytest.mark.parametrize(
    ("before", "people", "after"),
    [
        ("", 10, "week:2026-11-16:10"),
        ("week:2026-11-16:10", 15, "week:2026-11-16:10"),
        ("week:2026-11-16:10", 16, "week:2026-11-16:16"),
        ("week:2026-11-16:10", 7, "week:2026-11-16:10"),
        ("week:2026-11-16:10", 6, "week:2026-11-16:6"),
        ("week:2026-11-09:10", 10, "week:2026-11-16:10"),
        ("week:2026-11-16", 10, "week:2026-11-16:10"),
        ("week:2026-11-16:0", 0, "week:2026-11-16:0"),
    ],
)
def test_a_community_is_the_same_until_it_is_half_as_large_again(before, people, after):
    assert mark_of_week(datetime(2026, 11, 16, 5, tzinfo=UTC), people, before) == after
