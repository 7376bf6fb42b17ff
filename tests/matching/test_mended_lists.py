"""A kept list is what it would be now: what anybody changes on their profile shows at once."""

from datetime import timedelta

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.matching.jobs.lists import keep_lists, work_on_one
from app.matching.models.lists import Listing
from app.matching.queries import listed, lists, suggestions
from app.matching.queries.matches import Pick
from app.matching.queries.picking import is_drawn_blindly, scattered
from app.matching.rules.listing import SETTLES, Came, woven
from app.profiles.models import ProfileTag
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from tests.factories import a_member, a_seat, a_tag, an_event, tagged


@pytest.fixture
def crowd(transaction, monkeypatch):
    """Aoi needs weaving, which three of fourteen offer; the list was made an hour ago."""
    monkeypatch.setattr(lists, "AT_ONCE", 5)
    event = an_event(starts_at=now() + timedelta(hours=30), capacity=None, slug="many")
    aoi = tagged(a_member("Aoi"), Facet.NEED, "weaving")
    others = [a_member(f"Guest{number}") for number in range(14)]
    for member in (aoi, *others):
        a_seat(event, member)
    for weaver in others[:6]:
        tagged(weaver, Facet.OFFER, "weaving")
    at = now() - timedelta(hours=1)
    keep_lists(at)
    while work_on_one(at + SETTLES):
        pass
    db.session.commit()
    assert db.session.query(Listing).filter_by(occasion=f"event:{event.id}").one().made_at
    return event, aoi, others


def order(event, viewer):
    return [it.person for it in suggestions(event, viewer, at=now(), limit=8).matches]


def best(event, viewer):
    """Whom the list names for what speaks for them; whoever was drawn may stand anywhere."""
    found = suggestions(event, viewer, at=now(), limit=8).matches
    return [it.person for it in found if not it.is_by_chance]


def changed(member):
    profile_of(member).changed_at = now()
    db.session.commit()


def test_whoever_has_just_said_what_one_needs_comes_onto_the_list(crowd):
    event, aoi, others = crowd
    late = next(one for one in others[6:] if one not in order(event, aoi))
    tagged(tagged(late, Facet.OFFER, "weaving"), Facet.NEED, "tea")
    tagged(aoi, Facet.OFFER, "tea")
    changed(late)
    assert best(event, aoi)[0] == late


@pytest.mark.parametrize("how", ["private", "taken back"])
def test_whoever_hides_or_drops_what_spoke_for_them_steps_back(crowd, how):
    event, aoi, others = crowd
    before = best(event, aoi)
    first = before[0]
    assert first in others[:6]
    if how == "private":
        profile_of(first).visibility = {"offers": "private"}
    else:
        db.session.query(ProfileTag).filter_by(member_id=first.id, facet=Facet.OFFER).delete()
    changed(first)
    after = best(event, aoi)
    assert first not in after[: len(before) // 2]


def test_what_is_private_since_then_may_be_anything(crowd):
    event, aoi, others = crowd
    for member in others[:3]:
        profile_of(member).visibility = {"offers": "private", "needs": "private"}
        changed(member)
    before = order(event, aoi)
    for member in others[:3]:
        db.session.add(
            ProfileTag(member_id=member.id, facet=Facet.OFFER, tag_id=a_tag("tea").id, position=1)
        )
        tagged(member, Facet.NEED, "an investor")
        changed(member)
    assert order(event, aoi) == before


def test_what_nobody_has_touched_stays_as_it_was_made(crowd):
    event, aoi, _others = crowd
    assert order(event, aoi) == order(event, aoi)


def test_one_place_in_four_is_drawn_and_of_short_lists_in_its_turn():
    picks = [Pick(at, came) for at, came in woven([1, 2, 3, 5, 6, 7], [4, 8], Came.CHANCE)]
    places = {
        seed: [it.came for it in scattered(picks, viewer=9, seed=seed)].index(Came.CHANCE)
        for seed in range(60)
    }
    assert set(places.values()) == {0, 1, 2, 3}
    for seed in places:
        found = scattered(picks, viewer=9, seed=seed)
        assert sorted(it.person_id for it in found) == list(range(1, 9))
        assert [it.person_id for it in found if it.came == Came.BEST] == [1, 2, 3, 5, 6, 7]


def test_one_in_five_is_shown_somebody_without_regard_to_anything():
    blind = sum(is_drawn_blindly(viewer, seed=7) for viewer in range(2_000))
    assert 320 < blind < 480


def test_of_very_many_a_few_are_drawn_without_a_look_at_all(transaction, monkeypatch):
    viewer = a_member("Viewer")
    ids = {a_member().id for _ in range(60)} | {viewer.id}
    monkeypatch.setattr(listed, "OTHERS", 5)
    for tried in (400, 0):
        monkeypatch.setattr(listed, "TRIED", tried)
        drawn = [listed.likeliest(viewer, listed.one_of(ids), seed) for seed in (1, 1, 2)]
        assert drawn[0] == drawn[1] != drawn[2]
        assert all(it <= ids and len(it - {viewer.id}) >= 4 for it in drawn)
