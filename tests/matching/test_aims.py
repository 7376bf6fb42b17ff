"""One's own goals bend one's own list; whom one has muted, works with, or trades with, too."""

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.connections.models import Side
from app.connections.queries import between
from app.connections.rules import State
from app.keeping.operations import fill_target, look_for, set_goals
from app.keeping.queries import open_targets
from app.keeping.rules import Horizon
from app.kit.clock import now
from app.kit.db import db
from app.matching.jobs.lists import keep_lists, work_on_one
from app.matching.models.lists import Listed
from app.matching.operations import set_pace
from app.matching.queries import lists, suggestions, week_for
from app.matching.queries.aims import Aims, aims_for, of_that_kind
from app.matching.rules.listing import REST, SETTLES
from app.profiles.operations import learn_vocabulary
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from app.registrations.models import Registration
from tests.factories import a_member, a_seat, a_tag, an_event, connected, in_one_group, tagged


@pytest.fixture
def room(transaction):
    """Aoi and nine others who all like weaving; Ren is a baker, whom nothing else sets apart."""
    event = an_event(slug="weave", capacity=None)
    people = [a_member(name) for name in ("Aoi", "Ren", *(f"Guest{n}" for n in range(8)))]
    for member in people:
        a_seat(event, tagged(member, Facet.INTEREST, "weaving"))
    aoi, ren, *others = people
    for number, other in enumerate(others):
        tagged(other, Facet.INTEREST, f"topic {number}")
        tagged(aoi, Facet.NEED, f"craft {number}")
        tagged(other, Facet.OFFER, f"craft {number}")
    profile_of(ren).industry = "food"
    profile_of(ren).occupation = "パン職人"
    db.session.commit()
    in_one_group(*people)
    return event, aoi, ren, others


def order(event, viewer, limit=4):
    return [it.person for it in suggestions(event, viewer, at=now(), limit=limit).matches]


def seen_by_all(event, people):
    return {person.id: [it.id for it in order(event, person, 8)] for person in people}


@pytest.mark.parametrize(
    ("words", "industry"), [("職人", ""), ("somebody who feeds people", "food")]
)
def test_whoever_is_looked_for_comes_first_and_nobody_else_notices(room, browser, words, industry):
    event, aoi, ren, others = room
    before = seen_by_all(event, [ren, *others])
    assert order(event, aoi)[0] != ren
    look_for(aoi, words, industry, at=now())
    db.session.commit()
    assert order(event, aoi)[0] == ren
    page = browser.sign_in(aoi).get("/events/weave/people").text
    assert "The kind of person you look for" in page
    assert seen_by_all(event, [ren, *others]) == before
    fill_target(open_targets(aoi)[0], at=now())
    db.session.commit()
    assert order(event, aoi)[0] != ren


def test_nobody_falls_off_a_list_for_somebody_who_is_looked_for(room):
    event, aoi, ren, _others = room
    before = order(event, aoi, 8)
    look_for(aoi, "職人", "", at=now())
    db.session.commit()
    assert set(order(event, aoi, 8)) == {*before, ren}


def test_what_somebody_hides_is_not_found_by_looking_for_it(room):
    event, aoi, ren, _others = room
    look_for(aoi, "職人", "food", at=now())
    for seen in ("private", "matching"):
        profile_of(ren).visibility = {"industry": seen, "occupation": seen}
        db.session.commit()
        found = suggestions(event, aoi, at=now(), limit=8).matches
        assert not any(match.is_sought for match in found)


@pytest.mark.parametrize("hidden", ["private", "matching"])
def test_whoever_hides_it_takes_no_place_of_those_who_tell_it(room, hidden):
    _event, _aoi, ren, others = room
    tagged(ren, Facet.OFFER, "baking")
    for other in others:
        profile_of(tagged(other, Facet.OFFER, "baking")).industry = "food"
        profile_of(other).occupation = "パン職人"
        hides = {"industry": hidden, "offers": hidden, "occupation": hidden}
        profile_of(other).visibility = hides
    db.session.commit()
    pool = sa.select(User.id).where(User.id.in_([it.id for it in (ren, *others)]))
    asked = (
        Aims(industries=frozenset({"food"})),
        Aims(tags=frozenset({a_tag("baking").id})),
        aims_for("food", "職人"),
        aims_for("", "職人"),
    )
    for aims in asked:
        assert of_that_kind(aims, pool) == {ren.id}


def test_a_goal_that_names_a_craft_looks_for_those_who_offer_it(room):
    event, aoi, ren, _others = room
    learn_vocabulary()
    tagged(ren, Facet.OFFER, "経理")
    set_goals(aoi, {next(iter(Horizon)): "自分の会社の経理を学ぶ"}, at=now())
    db.session.commit()
    assert order(event, aoi)[0] == ren


def test_in_the_community_too_and_within_the_number_one_has_asked_for(room):
    _event, aoi, ren, _others = room
    set_pace(aoi, 2)
    look_for(aoi, "職人", "food", at=now())
    db.session.commit()
    found = week_for(aoi, at=now()).found.matches
    assert len(found) == 2
    assert any(it.person == ren and it.is_sought for it in found)


def test_kept_lists_know_nothing_of_what_anybody_looks_for(room, monkeypatch):
    event, aoi, ren, _others = room
    monkeypatch.setattr(lists, "AT_ONCE", 3)

    def kept():
        at = now()
        keep_lists(at)
        while work_on_one(at + SETTLES):
            pass
        db.session.commit()
        rows = db.session.query(Listed).order_by(Listed.listing_id, Listed.viewer_id, Listed.place)
        return [(it.viewer_id, it.person_id, it.came) for it in rows]

    before = kept()
    look_for(aoi, "職人", "food", at=now())
    profile_of(aoi).visibility = {}
    db.session.commit()
    assert kept() == before
    assert order(event, aoi)[0] == ren


def test_somebody_muted_is_suggested_no_more_and_sees_no_difference(room):
    event, aoi, ren, _others = room
    tie = connected(aoi, ren)
    tie.state, tie.ended_at = State.REMOVED, now() - REST - REST
    db.session.commit()
    seen = order(event, ren, 8)
    assert ren in order(event, aoi, 8)
    side = db.session.query(Side).filter_by(connection_id=between(aoi, ren).id, owner_id=aoi.id)
    side.update({"muted_at": now()})
    db.session.commit()
    assert ren not in order(event, aoi, 8)
    assert order(event, ren, 8) == seen


def test_people_who_work_together_step_back_unless_the_company_is_their_own_affair(transaction):
    event = an_event()
    aoi, ren, mio = (a_member(name) for name in ("Aoi", "Ren", "Mio"))
    for member in (aoi, ren, mio):
        a_seat(event, tagged(member, Facet.INTEREST, "weaving"))
    tagged(aoi, Facet.NEED, "tea")
    for colleague, other in ((ren, mio), (mio, ren)):
        profile_of(aoi).company = profile_of(colleague).company = "Orimono K.K."
        profile_of(other).company = "フリーランス"
        db.session.commit()
        assert order(event, aoi)[0] == other
    profile_of(aoi).company = "フリーランス"
    profile_of(mio).visibility = {"company": "private"}
    db.session.commit()
    first = order(event, aoi)[0]
    profile_of(ren).company = profile_of(mio).company = "フリーランス"
    db.session.commit()
    assert order(event, aoi)[0] == first


def test_whoever_comes_for_nothing_in_particular_is_left_alone_with_business(transaction):
    event = an_event()
    aoi, ren = a_member("Aoi"), a_member("Ren")
    seats = [a_seat(event, member) for member in (aoi, ren)]
    tagged(tagged(aoi, Facet.NEED, "web design"), Facet.INTEREST, "weaving")
    tagged(tagged(ren, Facet.OFFER, "web design"), Facet.INTEREST, "weaving")

    def said():
        (match,) = suggestions(event, aoi, at=now()).matches
        return " ".join(line.text for line in match.lines)

    assert "web design" in said()
    db.session.get_one(Registration, seats[1].id).purpose = "serendipity"
    db.session.commit()
    assert "web design" not in said()
    assert "weaving" in said()
    profile_of(ren).visibility = {"purposes": "private"}
    db.session.commit()
    assert "web design" in said()
