import pytest

from app.accounts.models import User
from app.kit.clock import now
from app.kit.db import db
from app.profiles import backing
from app.profiles.backing import EnoughEvidence, Ground, NotAnOffer, Telling
from app.profiles.merging import merge, split
from app.profiles.queries import profile_of
from app.profiles.shown import shown
from app.profiles.traits import Backing, Facet
from app.profiles.visibility import Closeness
from tests.factories import a_member, a_seat, a_tag, an_event, connected, in_one_group, tagged

BREWER = Ground(Backing.WORK, "Head brewer", "Sake house", 2012, 2020)


def fresh(member: User):
    db.session.expire_all()
    return profile_of(member)


def an_expert(*offers: str) -> User:
    """Somebody with offers, a sentence on the first, and evidence for all of them."""
    member = tagged(a_member("Mio"), Facet.OFFER, *(offers or ("brewing",)))
    first = a_tag(offers[0] if offers else "brewing")
    backing.tell(
        profile_of(member), {(Facet.OFFER, first.id): Telling("I read your recipe with you.")}
    )
    backing.add_evidence(fresh_row(member), BREWER)
    db.session.commit()
    return member


def fresh_row(member: User):
    db.session.commit()
    return profile_of(member)


def test_evidence_is_shown_to_people_at_ones_events_and_to_nobody_else_unless_one_says_so():
    profile = fresh(an_expert())
    assert [row.what for row in shown(profile, Closeness.MATCH).evidence] == ["Head brewer"]
    assert shown(profile, Closeness.MEMBER).evidence == []
    profile.visibility = {"evidence": "members"}
    assert len(shown(profile, Closeness.MEMBER).evidence) == 1
    assert shown(profile, Closeness.STRANGER).evidence == []


def test_whoever_does_not_see_the_offers_sees_nothing_of_what_they_rest_on():
    profile = fresh(an_expert())
    profile.visibility = {"offers": "private", "evidence": "members"}
    seen = shown(profile, Closeness.MATCH)
    assert (seen.evidence, seen.told) == ([], {})


def test_evidence_for_one_offer_goes_with_it_and_comes_back_with_it(browser):
    member = an_expert("brewing", "tea")
    tag = a_tag("brewing")
    backing.add_evidence(profile_of(member), Ground(Backing.QUALIFICATION, "Toji", offer=tag.id))
    db.session.commit()
    assert [row.what for row in fresh(member).backing(Closeness.MATCH)] == ["Head brewer", "Toji"]
    browser.sign_in(member).post("/welcome/2", data={"offers": "tea", "needs": "", "interests": ""})
    assert [row.what for row in fresh(member).backing(Closeness.MATCH)] == ["Head brewer"]
    assert "no longer on your profile" in browser.get("/profile/evidence").text


def test_more_is_said_of_tags_and_what_is_not_on_the_profile_is_passed_over(browser):
    member = tagged(an_expert(), Facet.NEED, "hops")
    offer, need = a_tag("brewing").id, a_tag("hops").id
    data = {
        f"offer_{offer}_words": "I taste with you.",
        f"need_{need}_words": "For our spring beer.",
        f"need_{need}_standard": "Grown nearby.",
        "offer_999999_words": "nothing",
    }
    answer = browser.sign_in(member).post("/profile/evidence/words", data=data)
    assert answer.location == "/profile/evidence"
    profile = fresh(member)
    assert [mark.words for mark in profile.told(Facet.OFFER)] == ["I taste with you."]
    assert [mark.standard for mark in profile.told(Facet.NEED)] == ["Grown nearby."]


def test_what_is_said_stays_when_the_profile_is_saved_again(browser):
    member = an_expert()
    steps = {"offers": "tea, brewing", "needs": "", "interests": ""}
    browser.sign_in(member).post("/welcome/2", data=steps)
    assert [mark.words for mark in fresh(member).told(Facet.OFFER)] == [
        "I read your recipe with you."
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what": ""}, "Please write this."),
        ({"what": "x" * 81}, "At most 80 characters, please; these are 81."),
        ({"from_year": "1234"}, "Please give a year between 1900"),
        ({"from_year": "2999"}, "Please give a year between 1900"),
        ({"from_year": "then"}, "Please write a number"),
        ({"from_year": "2010", "to_year": "2009"}, "It cannot end before it began."),
        ({"kind": "boast"}, "Not a valid choice"),
        ({"offer": "999999"}, "Not a valid choice"),
    ],
)
def test_nothing_typed_is_lost_when_a_line_of_evidence_is_wrong(browser, wrong, sentence):
    data = {"kind": "work", "what": "Head brewer", "place": "Sake house", "offer": ""} | wrong
    answer = browser.sign_in(an_expert()).post("/profile/evidence", data=data)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert 'value="Sake house"' in answer.text


def test_full_width_years_are_years_and_a_qualification_has_one_only(browser):
    member = tagged(a_member(), Facet.OFFER, "law")
    browser.sign_in(member)
    line = {"what": "弁護士", "place": "", "offer": ""}
    data = line | {"kind": "qualification", "from_year": "２０１０", "to_year": "1"}
    assert browser.post("/profile/evidence", data=data).status_code == 303
    row = fresh(member).evidence[0]
    assert (row.from_year, row.to_year) == (2010, None)
    href = f"/profile/evidence/{row.id}"
    assert 'value="弁護士"' in browser.get(href).text
    browser.post(href, data=line | {"kind": "work", "from_year": "2001", "to_year": "2003"})
    row = fresh(member).evidence[0]
    assert (row.kind, row.from_year, row.to_year) == (Backing.WORK, 2001, 2003)
    assert browser.post(f"{href}/removal").status_code == 303
    assert fresh(member).evidence == []


def test_evidence_of_others_does_not_exist(browser):
    row = fresh(an_expert()).evidence[0]
    browser.sign_in(a_member())
    for path in (f"/profile/evidence/{row.id}", "/profile/evidence/999999"):
        assert browser.get(path).status_code == 404
        assert browser.post(path, data={"kind": "work", "what": "x"}).status_code == 404
        assert browser.post(f"{path}/removal").status_code == 404


def test_a_profile_that_was_never_saved_can_begin_with_evidence(browser):
    member = a_member()
    db.session.delete(profile_of(member))
    db.session.commit()
    browser.sign_in(member)
    assert browser.get("/profile/evidence").status_code == 200
    data = {"kind": "work", "what": "Head brewer", "offer": ""}
    assert browser.post("/profile/evidence", data=data).status_code == 303
    assert len(fresh(member).evidence) == 1


def test_there_is_an_end_to_it():
    member = an_expert()
    for _ in range(backing.MOST_EVIDENCE - 1):
        backing.add_evidence(profile_of(member), BREWER)
    with pytest.raises(EnoughEvidence):
        backing.add_evidence(profile_of(member), BREWER)


def test_evidence_stands_behind_ones_own_offers_only():
    member = an_expert()
    with pytest.raises(NotAnOffer):
        backing.add_evidence(profile_of(member), Ground(Backing.WORK, "x", offer=a_tag("tea").id))


def test_words_and_evidence_follow_a_tag_that_is_merged_and_split():
    member, moderator = an_expert("brewing", "tea"), a_member()
    old, into = a_tag("brewing"), a_tag("beer making")
    backing.add_evidence(profile_of(member), Ground(Backing.WORK, "Toji", offer=old.id))
    both = tagged(a_member(), Facet.OFFER, "brewing", "beer making")
    backing.tell(profile_of(both), {(Facet.OFFER, old.id): Telling("Of both.")})
    db.session.commit()
    done = merge(old, into, by=moderator, at=now())
    profile = fresh(member)
    assert [(m.tag_id, m.words) for m in profile.told(Facet.OFFER)] == [
        (into.id, "I read your recipe with you.")
    ]
    assert {row.what for row in profile.backing(Closeness.MATCH)} == {"Head brewer", "Toji"}
    assert [(m.tag_id, m.words) for m in fresh(both).told(Facet.OFFER)] == [(into.id, "Of both.")]
    split(done, by=moderator, at=now())
    profile = fresh(member)
    assert [(m.tag_id, m.words) for m in profile.told(Facet.OFFER)] == [
        (old.id, "I read your recipe with you.")
    ]
    assert {row.what for row in profile.backing(Closeness.MATCH)} == {"Head brewer", "Toji"}


def test_whoever_decides_about_meeting_reads_it(browser):
    member, other = an_expert(), tagged(a_member(), Facet.NEED, "brewing")
    event = an_event()
    for one in (member, other):
        a_seat(event, one)
    browser.sign_in(other)
    page = browser.get(f"/people/{member.public_id}").text
    assert "Head brewer" in page
    assert "Sake house · 2012–2020" in page
    assert "I read your recipe with you." in page
    assert "I read your recipe with you." in browser.get(f"/events/{event.slug}/people").text
    why = browser.get(f"/people/{member.public_id}/why?event={event.slug}").text
    assert "Head brewer" in why


def test_in_the_community_only_what_every_member_may_read_is_told(browser):
    member, other = an_expert(), tagged(a_member(), Facet.NEED, "brewing")
    in_one_group(member, other)
    browser.sign_in(other)
    assert "Head brewer" not in browser.get("/suggestions").text
    connected(member, other)
    db.session.commit()
    assert "Head brewer" in browser.get(f"/people/{member.public_id}").text


def test_the_first_steps_ask_for_one_offer_once_and_insist_on_nothing(browser):
    member = a_member()
    browser.sign_in(member)
    empty = {"offers": "", "needs": "sake", "interests": ""}
    asked = browser.post("/welcome/2?next=/t/abc", data=empty)
    assert asked.status_code == 200
    assert "Is there one thing" in asked.text
    assert 'value="sake"' in asked.text
    assert len(fresh(member).tagged(Facet.NEED)) == 1
    onward = browser.post("/welcome/2?next=/t/abc", data=empty | {"without": "yes"})
    assert onward.location == "/welcome/3?next=/t/abc"
    assert len(fresh(member).tagged(Facet.NEED)) == 1


def test_whoever_offers_something_is_asked_once_what_it_rests_on(browser):
    member = tagged(a_member(), Facet.OFFER, "Weaving")
    tagged(member, Facet.NEED, "A loom")
    tagged(member, Facet.INTEREST, "Felt")
    profile = profile_of(member)
    profile.headline, profile.industry, profile.purposes = "Weaver", "it", ["friends"]
    db.session.commit()
    browser.sign_in(member)
    question = "What do your offers rest on?"
    assert question in browser.get("/profile").text
    row = backing.add_evidence(profile_of(member), Ground(Backing.WORK, "Weaver"))
    db.session.commit()
    assert question not in browser.get("/profile").text
    db.session.delete(row)
    db.session.commit()
    assert browser.post("/profile/evidence/later").location == "/profile"
    assert question not in browser.get("/profile").text


def test_whoever_offers_nothing_yet_is_not_asked():
    assert not backing.asks_for_evidence(profile_of(a_member()))
