"""What somebody keeps to themselves changes nothing that anybody else can see."""

import json
import random
import re
from datetime import timedelta

import pytest

from app.accounts.models import Scope
from app.accounts.operations import new_api_token
from app.kit.clock import now
from app.kit.db import db
from app.matching.jobs.lists import keep_lists, work_on_one
from app.matching.queries import listed, lists
from app.matching.rules.listing import SETTLES
from app.profiles.models import ProfileTag
from app.profiles.queries import profile_of
from app.profiles.traits import AgeGroup, Facet, Stance
from tests.factories import a_member, a_seat, a_tag, an_arrival, an_event, tagged

TOKENS = re.compile('name="csrf_token" value="[^"]*"')
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


def walk(browser, event, people, is_kept):
    """All that the first of these people reads, on pages and through the API."""
    me, *others = people
    if is_kept:
        made()
    paths = ["/events/weave/people", "/events/weave/beside", "/matching", "/suggestions"]
    paths += [f"/people/{other.public_id}/why?event=weave" for other in others]
    pages = [TOKENS.sub("", browser.sign_in(me).get(path).text) for path in paths]
    key = new_api_token(me, "a program", scopes=Scope, at=now())
    db.session.commit()
    head = {"Authorization": f"Bearer {key}"}
    calls = [f"/api/v1/events/{event.public_id}/suggestions", "/api/v1/suggestions"]
    client = browser.application.test_client()
    return pages + [json.dumps(client.get(call, headers=head).json) for call in calls]


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
    assert 'class="match"' in before[0]
    for other in people[1:]:
        profile = profile_of(other)
        fill(profile, [it for it, seen in profile.visibility.items() if seen == "private"], lots)
    db.session.expire_all()
    assert walk(browser, event, people, is_kept) == before


def test_changing_what_counts_does_change_the_page(evening, browser):
    """The other side of the coin, so that the test above cannot pass by showing nothing."""
    _event, (me, *others), _seats, lots = evening
    browser.sign_in(me)
    before = TOKENS.sub("", browser.get("/events/weave/people").text)
    for other in others:
        profile = profile_of(other)
        open_ones = [name for name in EVERY_FIELD if name not in profile.visibility]
        fill(profile, open_ones, lots)
    db.session.expire_all()
    assert TOKENS.sub("", browser.get("/events/weave/people").text) != before
