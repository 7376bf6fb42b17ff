"""Worlds nobody would plan: each gets a sensible answer, and a sentence that explains it."""

from itertools import combinations

import pytest

from app.accounts.models import Scope
from app.accounts.operations import new_api_token
from app.kit.clock import now
from app.kit.db import db
from app.matching.engine.people import Person
from app.matching.engine.pool import Pool
from app.matching.engine.suggest import suggest
from app.matching.jobs.lists import keep_lists, work_on_one
from app.matching.models.lists import Listed, Listing
from app.matching.queries import lists, suggestions
from app.matching.rules.listing import SETTLES
from app.profiles.models import Profile
from app.profiles.traits import Facet
from tests.factories import a_member, a_seat, an_event, blocked, in_one_group, owner_of, tagged

PATHS = ("/events/odd/people", "/events/odd/beside", "/matching", "/suggestions")


@pytest.fixture
def odd(transaction):
    """An evening to which nobody comes yet."""
    return an_event(slug="odd", capacity=None)


def guests(event, many, **given):
    people = [a_member(f"Guest{number}", **given) for number in range(many)]
    for member in people:
        a_seat(event, member)
    return people


def called(browser, member, path, sent=None):
    """The answer of the API to one member, who changes something where `sent` is given."""
    key = new_api_token(member, "a program", scopes=Scope, at=now())
    db.session.commit()
    head = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    client, address = browser.application.test_client(), f"/api/v1{path}"
    if sent is not None:
        return client.patch(address, json=sent, headers=head).json
    return client.get(address, headers=head).json


def pages(browser, member):
    browser.sign_in(member)
    found = [browser.get(path) for path in PATHS]
    assert [page.status_code for page in found] == [200] * len(PATHS)
    return [page.text for page in found]


def test_empty_profiles_are_brought_together_by_chance_and_helped_to_say_more(odd, browser):
    people = guests(odd, 6)
    db.session.query(Profile).delete()
    db.session.commit()
    assert suggestions(odd, people[0], at=now()).matches == []
    at_event, *_ = pages(browser, people[0])
    assert "Tell a little more" in at_event
    for member in people:
        db.session.add(Profile(member_id=member.id))
    db.session.commit()
    for member in people:
        found = suggestions(odd, member, at=now())
        assert len(found.matches) == 4
        assert all(match.is_by_chance and match.lines == [] for match in found.matches)
        assert found.note == "thin_profile"
    at_event, *_ = pages(browser, people[0])
    assert "By chance, on purpose" in at_event
    assert "Tell a little more" in at_event
    said = called(browser, people[0], f"/events/{odd.public_id}/suggestions")
    assert (said["note"], len(said["items"])) == ("thin_profile", 5)
    assert said["message"].startswith("With two or three things")


def test_whoever_wants_no_suggestions_is_told_that_this_is_why(odd, browser):
    people = guests(odd, 3)
    db.session.get_one(Profile, people[0].id).is_matched = False
    db.session.commit()
    at_event, *_ = pages(browser, people[0])
    assert "You are not suggested to anybody" in at_event
    assert suggestions(odd, people[0], at=now()).note == "unwilling"


def test_ten_thousand_words_on_one_profile_are_compared_all_the_same():
    many = frozenset(range(10_000))
    people = tuple(Person(number, interests=many, offers=many, needs=many) for number in range(4))
    found = suggest(Pool(people), k=4)
    assert all(len(found.ids(person.id)) == 3 for person in people)


def test_ten_thousand_words_are_declined_beside_the_field_and_kept_there(odd, browser):
    aoi, *_others = guests(odd, 1)
    words = ", ".join(f"word {number}" for number in range(10_000))
    browser.sign_in(aoi)
    answer = browser.post("/profile", data={"interests": words, "offers": "", "needs": ""})
    assert "At most 10 words, please; these are 10000." in answer.text
    assert "word 9999" in answer.text
    sent = {"interests": [f"word {number}" for number in range(10_000)]}
    answer = called(browser, aoi, "/me", sent)
    assert answer["errors"][0]["field"] == "interests"
    assert "10" in answer["errors"][0]["message"]


def test_somebody_alone_is_told_so_everywhere(odd, browser):
    (aoi,) = guests(odd, 1)
    at_event, beside, mine, _community = pages(browser, aoi)
    assert "You are the first" in at_event
    assert "You are the first" in mine
    assert "Not checked in yet" in beside
    said = called(browser, aoi, f"/events/{odd.public_id}/suggestions")
    assert (said["items"], said["note"]) == ([], "alone")
    assert said["message"].startswith("As soon as others choose to be seen")
    browser.sign_in(owner_of(odd.group))
    assert browser.get("/events/odd/organize/offers").status_code == 200


def test_where_everybody_has_blocked_everybody_nobody_is_named_and_it_is_said(odd, browser):
    people = guests(odd, 5)
    in_one_group(*people)
    for one, other in combinations(people, 2):
        blocked(one, other)
    for member in people:
        at_event, *_rest = pages(browser, member)
        assert "Nobody to suggest yet" in at_event
        assert "Guest" not in at_event.replace(member.given_name, "")
    said = called(browser, people[0], f"/events/{odd.public_id}/suggestions")
    assert (said["items"], said["note"]) == ([], "nobody_allowed")
    assert said["message"].startswith("You know everybody here already, or")
    assert called(browser, people[0], "/suggestions")["items"] == []


def test_identical_twins_are_all_shown_to_each_other(odd, browser):
    people = guests(odd, 12)
    for member in people:
        tagged(tagged(member, Facet.INTEREST, "weaving"), Facet.OFFER, "tea")
    shown = []
    for member in people:
        found = suggestions(odd, member, at=now(), limit=4).matches
        assert len(found) >= 4
        shown += [match.person.id for match in found]
    assert {member.id for member in people} == set(shown)
    assert max(map(shown.count, shown)) <= 9
    at_event, *_ = pages(browser, people[0])
    said = called(browser, people[0], f"/events/{odd.public_id}/suggestions")["items"]
    told = {reason["text"] for one in said for reason in one["reasons"]}
    assert any("weaving" in text and text in at_event for text in told)


def test_all_needs_and_no_offers_still_find_somebody_and_organizers_see_the_gap(odd, browser):
    people = guests(odd, 6)
    for member in people:
        tagged(member, Facet.NEED, "an investor")
    for member in people:
        found = suggestions(odd, member, at=now()).matches
        assert len(found) == 4
        assert not any("investor" in line.text for it in found for line in it.lines)
    at_event, *_ = pages(browser, people[0])
    said = called(browser, people[0], f"/events/{odd.public_id}/suggestions")
    assert (said["note"], len(said["items"])) == ("chance", 5)
    assert said["message"] in at_event
    assert said["message"].startswith("Nothing that people show here ties you to anybody")
    page = browser.sign_in(owner_of(odd.group)).get("/events/odd/organize/offers").text
    assert "nobody offers it" in page
    assert "Hard to match" in page


def test_only_one_of_many_can_be_shown_to_the_last(odd, monkeypatch):
    """Everybody but one is kept from the last; that one sees them, and they are seen."""
    people = guests(odd, 9)
    for other in people[1:-1]:
        blocked(other, people[-1])
    for is_kept in (False, True):
        if is_kept:
            monkeypatch.setattr(lists, "AT_ONCE", 3)
            keep_lists(now())
            while work_on_one(now() + SETTLES):
                pass
            db.session.commit()
            rows = (
                db.session.query(Listed)
                .join(Listing)
                .filter(Listing.event_id == odd.id, Listed.person_id == people[-1].id)
            )
            assert {row.viewer_id for row in rows} == {people[0].id}
        found = suggestions(odd, people[-1], at=now()).matches
        assert [match.person for match in found] == [people[0]]
        whole = suggestions(odd, people[0], at=now(), limit=8).matches
        assert people[-1] in [match.person for match in whole]
