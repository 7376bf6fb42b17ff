"""What somebody keeps to themselves changes nothing that anybody else can see."""

import json
import random
from datetime import timedelta

import pytest

from app.accounts.models import Scope
from app.accounts.operations import new_api_token
from app.kit.clock import now
from app.kit.db import db
from app.matching.jobs.lists import keep_lists, work_on_one
from app.matching.jobs.rounds import plan_tables
from app.matching.operations import begin, plan_rounds
from app.matching.queries import listed, lists, rounds_of
from app.matching.rules.listing import SETTLES
from app.matching.rules.seating import Wish
from app.profiles.models import ProfileTag
from app.profiles.queries import profile_of
from app.profiles.traits import AgeGroup, Facet, Stance
from app.profiles.visibility import Visibility, level
from tests.factories import a_member, a_seat, a_tag, an_arrival, an_event, owner_of, tagged
from tests.pages import unsigned

WORDS = ("weaving", "jazz", "curry", "rust", "tea", "maps")
FACETS = {
    "interests": Facet.INTEREST,
    "offers": Facet.OFFER,
    "needs": Facet.NEED,
    "hobbies": Facet.HOBBY,
    "learning": Facet.LEARNING,
}
WRITTEN = ("hometown", "school", "occupation", "headline", "company")
PURPOSES = ("friends", "hiring", "partners", "horizons", "growth")


def fill(profile, fields, lots):
    """Other values, drawn by lot, for these fields of a profile."""
    for field in fields:
        if field in FACETS:
            retag(profile, FACETS[field], lots)
        else:
            setattr(profile, field, PLAIN[field](lots))
    profile.changed_at = now()
    db.session.commit()


def retag(profile, facet, lots):
    db.session.query(ProfileTag).filter_by(member_id=profile.member_id, facet=facet).delete()
    for place, word in enumerate(lots.sample(WORDS, lots.randint(0, 4))):
        row = {"member_id": profile.member_id, "facet": facet, "tag_id": a_tag(word).id}
        db.session.add(ProfileTag(**row, position=place))


def word(lots):
    return lots.choice(("", *WORDS))


PLAIN = {
    **dict.fromkeys(WRITTEN, word),
    "age_group": lambda lots: lots.choice(("", *AgeGroup)),
    "industry": lambda lots: lots.choice(("", "it", "food", "education")),
    "purposes": lambda lots: lots.sample(PURPOSES, lots.randint(0, 3)),
    "languages": lambda lots: lots.sample(("ja", "en", "fr"), lots.randint(0, 3)),
    "stance": lambda lots: lots.choice(list(Stance)),
}


EVERY_FIELD = (*FACETS, *PLAIN)


@pytest.fixture
def evening(transaction):
    """Nine people, each with full profiles, of which half the fields are private by lot."""
    lots = random.Random(4)
    event = an_event(starts_at=now(), slug="weave", capacity=None)
    me = tagged(a_member("Aoi"), Facet.NEED, *WORDS[:4])
    tagged(me, Facet.OFFER, *WORDS[2:])
    tagged(me, Facet.INTEREST, *WORDS)
    members = [me]
    for number in range(8):
        member = a_member(f"Guest{number}")
        profile = profile_of(member)
        private = lots.sample(EVERY_FIELD, 6)
        profile.visibility = dict.fromkeys(private, "private")
        fill(profile, EVERY_FIELD, lots)
        members.append(member)
    seats = [a_seat(event, member) for member in members]
    return event, members, seats, lots


def made():
    at = now()
    keep_lists(at + timedelta(days=1))
    while work_on_one(at + timedelta(days=1) + SETTLES):
        pass
    db.session.commit()
    db.session.expire_all()


def hide_otherwise(people, lots):
    """Other values for all that these people keep to themselves."""
    for person in people:
        chosen = profile_of(person).visibility
        hidden = [it for it in EVERY_FIELD if level(chosen, it) == Visibility.PRIVATE]
        fill(profile_of(person), hidden, lots)
    db.session.expire_all()


def told(browser, member, paths, calls):
    """All that a member reads there, on pages and through the API."""
    pages = {path: unsigned(browser.sign_in(member).get(path).text) for path in paths}
    key = new_api_token(member, "a program", scopes=Scope, at=now())
    db.session.commit()
    client, head = browser.application.test_client(), {"Authorization": f"Bearer {key}"}
    return pages | {call: json.dumps(client.get(call, headers=head).json) for call in calls}


def walk(browser, event, people, is_kept):
    """All that the first of these people reads, on pages and through the API."""
    me, *others = people
    some = [other.public_id for other in others[::3]]
    if is_kept:
        made()
    paths = ["/events/weave/people", "/events/weave/beside", "/matching", "/suggestions"]
    paths += [f"/people/{id_}/why?event=weave" for id_ in some]
    paths += [f"/people/{id_}" for id_ in some]
    calls = [f"/api/v1/events/{event.public_id}/suggestions", "/api/v1/suggestions"]
    calls += [f"/api/v1/people/{id_}" for id_ in some]
    return told(browser, me, paths, calls)


@pytest.mark.parametrize("is_kept", [False, True], ids=["at once", "kept"])
@pytest.mark.parametrize("has_arrived", [False, True], ids=["before", "there"])
def test_pages_and_calls_are_the_same_whatever_others_keep_private(
    evening, browser, monkeypatch, is_kept, has_arrived
):
    event, people, seats, lots = evening
    for seat in seats if has_arrived else ():
        an_arrival(seat)
    if is_kept:
        monkeypatch.setattr(listed, "AT_ONCE", 3)
        monkeypatch.setattr(lists, "AT_ONCE", 3)
    before = walk(browser, event, people, is_kept)
    assert 'class="match"' in before["/events/weave/people"]
    hide_otherwise(people[1:], lots)
    assert walk(browser, event, people, is_kept) == before


def test_changing_what_counts_does_change_the_page(evening, browser):
    """The other side of the coin, so that the test above cannot pass by showing nothing."""
    _event, (me, *others), _seats, lots = evening
    browser.sign_in(me)
    before = unsigned(browser.get("/events/weave/people").text)
    for other in others:
        profile = profile_of(other)
        open_ones = [name for name in EVERY_FIELD if name not in profile.visibility]
        fill(profile, open_ones, lots)
    db.session.expire_all()
    assert unsigned(browser.get("/events/weave/people").text) != before


ROUNDS = "/events/weave/rounds"


def planned(event, size):
    """The tables of three rounds, planned anew."""
    plan_rounds(event, Wish(rounds=3, size=size), by=owner_of(event.group), at=now())
    plan_tables()
    db.session.expire_all()
    return [one.tables for one in rounds_of(event)]


def at_the_tables(browser, event, people):
    """What the organizer reads of the evening, and what each of two people does on their phone."""
    host, ids = owner_of(event.group), [person.public_id for person in people[::4]]
    paths = [f"{ROUNDS}?round=2", f"{ROUNDS}/board", f"{ROUNDS}/paper"]
    paths += ["/events/weave/organize/offers", "/events/weave/handouts/participants"]
    paths += [f"{ROUNDS}/2/people/{id_}" for id_ in ids] + [f"/people/{id_}" for id_ in ids]
    api = f"/api/v1/events/{event.public_id}/rounds"
    calls = [api, *(f"{api}/2/people/{id_}" for id_ in ids)]
    by_host = told(browser, host, paths, calls)
    phones = [told(browser, one, ["/events/weave/tables"], []) for one in people[:2]]
    return by_host, phones


@pytest.mark.parametrize("size", [2, 3], ids=["pairs", "tables"])
def test_tables_and_all_that_is_said_of_them_are_the_same_whatever_is_private(
    evening, browser, size
):
    event, people, seats, lots = evening
    for seat in seats:
        an_arrival(seat)
    planned(event, size)
    begin(event, 1, by=owner_of(event.group), at=now())
    plan = planned(event, size)
    before, phones = at_the_tables(browser, event, people)
    assert "prospects" in before[f"{ROUNDS}/2/people/{people[0].public_id}"]
    assert json.loads(before[f"/api/v1/events/{event.public_id}/rounds"])["rounds"]
    hide_otherwise(people, lots)
    after, later = at_the_tables(browser, event, people)
    assert [it for it in before if after[it] != before[it]] == []
    assert later == phones
    assert planned(event, size) == plan


def test_what_is_open_does_change_tables_and_what_is_said_of_them(evening, browser):
    event, people, seats, lots = evening
    for seat in seats:
        an_arrival(seat)
    planned(event, 3)
    before, _phones = at_the_tables(browser, event, people)
    for person in people:
        chosen = profile_of(person).visibility
        open_ones = [it for it in EVERY_FIELD if level(chosen, it) != Visibility.PRIVATE]
        fill(profile_of(person), open_ones, lots)
    db.session.expire_all()
    after, _phones = at_the_tables(browser, event, people)
    changed = {it for it in before if after[it] != before[it]}
    assert {"/events/weave/organize/offers", "/events/weave/handouts/participants"} <= changed
    assert any("/2/people/" in it and it.startswith("/api/") for it in changed)
