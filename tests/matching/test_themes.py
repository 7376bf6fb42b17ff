"""What an evening is about decides who comes first, in each term of the score, on the very page."""

import pytest

from app.connections.contacts import Contact
from app.groups.rules import Kind as GroupKind
from app.kit.clock import now
from app.kit.db import db
from app.matching.circles import circle, context_of
from app.matching.engine.balance import BALANCE
from app.matching.engine.people import Kind
from app.matching.models.lists import Showing
from app.matching.operations.theming import TooManyTopics, set_theme
from app.matching.queries import suggestions
from app.matching.rules.themes import Brief, Sort
from app.matching.themes import theme_of, topics_of
from app.matching.topics import concepts_named
from app.profiles.operations import learn_vocabulary
from app.profiles.queries import profile_of
from app.profiles.traits import Facet, Stance
from tests.factories import (
    a_group,
    a_member,
    a_seat,
    an_event,
    connected,
    owner_of,
    tagged,
)

TWO = ("Ren", "Mio")


@pytest.fixture
def three(transaction):
    """Aoi and two others at one evening, of whom nothing is known yet."""
    event = an_event(slug="weave", title="An evening", summary="")
    people = [a_member(name) for name in ("Aoi", *TWO)]
    for member in people:
        profile_of(member).languages = []
        a_seat(event, member)
    db.session.commit()
    return event, people


def said(event, **given):
    set_theme(event, Brief(**given), by=owner_of(event.group), at=now())
    db.session.commit()


def first(event, viewer):
    return suggestions(event, viewer, at=now()).matches[0].person


def order(event, viewer):
    return [match.person for match in suggestions(event, viewer, at=now(), limit=8).matches]


def wins(event, viewer, member):
    """Whether `member` comes first whatever the lot: by points, not by chance."""
    pool = circle(event, {it.id for it in order(event, viewer)} | {viewer.id}, at=now()).pool
    row = pool.scores[pool.place[viewer.id]]
    best = max(pool.place, key=lambda id_: row[pool.place[id_]] if id_ != viewer.id else -1)
    return first(event, viewer) == member and best == member.id


@pytest.mark.parametrize("sort", list(Sort))
def test_each_sort_of_evening_has_weights_of_its_own(three, sort):
    event, (aoi, *_others) = three
    said(event, sort=sort)
    pool = circle(event, {aoi.id}, at=now()).pool
    assert pool.world.balance == BALANCE[Kind(sort)]


@pytest.mark.parametrize("kind", list(GroupKind))
def test_without_a_word_of_theirs_the_group_decides(transaction, kind):
    event = an_event(a_group(kind=kind))
    assert context_of(event).kind == Kind(kind)
    assert context_of(None).kind == Kind.COMMUNITY


def test_what_is_shared_comes_before_nothing(three):
    event, (aoi, _ren, mio) = three
    for member in (aoi, mio):
        tagged(member, Facet.INTEREST, "weaving")
    assert wins(event, aoi, mio)


def test_help_counts_more_where_business_is_done_and_interests_where_people_are_at_ease(three):
    event, (aoi, ren, mio) = three
    tagged(aoi, Facet.NEED, "web design")
    tagged(ren, Facet.OFFER, "web design")
    for member in (aoi, mio):
        tagged(member, Facet.INTEREST, "weaving")
    said(event, sort=Sort.BUSINESS)
    assert wins(event, aoi, ren)
    said(event, sort=Sort.SOCIAL)
    assert wins(event, aoi, mio)


def test_giving_and_taking_both_ways_comes_before_one_way(three):
    event, (aoi, ren, mio) = three
    tagged(tagged(aoi, Facet.NEED, "web design"), Facet.OFFER, "cooking")
    for member in (ren, mio):
        tagged(member, Facet.OFFER, "web design")
    tagged(mio, Facet.NEED, "cooking")
    assert wins(event, aoi, mio)


def test_what_both_come_for_brings_them_together(three):
    event, (aoi, ren, mio) = three
    for member, purpose in ((aoi, "friends"), (ren, "hiring"), (mio, "friends")):
        profile_of(member).purposes = [purpose]
    db.session.commit()
    assert wins(event, aoi, mio)


def test_other_trades_come_first_across_trades_and_the_own_where_one_studies(three):
    event, (aoi, ren, mio) = three
    for member, industry in ((aoi, "it"), (ren, "it"), (mio, "food")):
        profile_of(member).industry = industry
    db.session.commit()
    said(event, sort=Sort.CROSS_INDUSTRY)
    assert wins(event, aoi, mio)
    said(event, sort=Sort.STUDY_GROUP)
    assert wins(event, aoi, ren)


def test_the_topic_of_the_evening_decides_between_two_common_interests(three):
    event, (aoi, ren, mio) = three
    tagged(aoi, Facet.INTEREST, "weaving", "jazz")
    tagged(ren, Facet.INTEREST, "weaving")
    tagged(mio, Facet.INTEREST, "jazz")
    for topic, member in (("jazz", mio), ("weaving", ren)):
        said(event, sort=Sort.STUDY_GROUP, topics=(topic,))
        assert wins(event, aoi, member)


def test_a_title_names_the_topic_where_nobody_has_said_it(three):
    event, (aoi, ren, mio) = three
    learn_vocabulary()
    event.title = "Pythonもくもく会"
    event.group.kind = GroupKind.STUDY_GROUP
    tagged(aoi, Facet.INTEREST, "weaving", "Python")
    tagged(ren, Facet.INTEREST, "weaving")
    tagged(mio, Facet.INTEREST, "Python")
    db.session.commit()
    assert [tag.slug for tag in topics_of(event, theme_of(event))] == ["python"]
    assert wins(event, aoi, mio)
    said(event, topics=())
    assert topics_of(event, theme_of(event)) == []


def test_a_word_within_another_word_is_no_topic():
    assert [it.slug for it in concepts_named("Let's go to the cargo bay")] == []
    assert [it.slug for it in concepts_named("Go言語の会")] == ["golang"]


def test_somebody_both_know_counts_only_where_all_three_let_it(three):
    event, (aoi, _ren, mio) = three
    friend = a_member("Friend")
    for member in (aoi, mio):
        connected(member, friend)
    db.session.commit()
    assert not wins(event, aoi, mio)
    for member in (friend, aoi):
        profile_of(member).tells_ties = True
        db.session.commit()
        assert not wins(event, aoi, mio)
    profile_of(mio).tells_ties = True
    db.session.commit()
    assert wins(event, aoi, mio)
    (match,) = [it for it in suggestions(event, aoi, at=now()).matches if it.person == mio]
    assert [line.text for line in match.lines] == ["You know somebody in common."]
    assert not match.has_more


def test_a_close_tie_leads_further_than_a_loose_one(three):
    event, (aoi, ren, mio) = three
    friend = a_member("Friend")
    for member in (friend, aoi, ren, mio):
        profile_of(member).tells_ties = True
    for member in (aoi, ren, mio):
        connected(member, friend)
    db.session.query(Contact).filter(Contact.a == mio.id).update({"strength": 4.0})
    db.session.query(Contact).filter(Contact.b == mio.id).update({"strength": 4.0})
    db.session.commit()
    assert wins(event, aoi, mio)


def test_whoever_was_shown_in_vain_steps_back(three):
    event, (aoi, ren, mio) = three
    for member in (aoi, ren, mio):
        tagged(member, Facet.INTEREST, "weaving")
    for shown, other in ((ren, mio), (mio, ren)):
        db.session.query(Showing).delete()
        db.session.add(Showing(viewer_id=aoi.id, person_id=shown.id, times=5, last_at=now()))
        db.session.commit()
        assert first(event, aoi) == other


def test_where_a_language_is_needed_only_those_who_speak_it_meet_and_others_are_told(
    three, browser
):
    event, (aoi, ren, mio) = three
    for member in (aoi, mio):
        profile_of(member).languages = ["en"]
    said(event, language="en")
    assert order(event, aoi) == [mio]
    assert order(event, ren) == []
    page = browser.sign_in(ren).get("/events/weave/people").text
    assert "This event brings together people who speak English" in page


def test_whoever_sells_is_suggested_only_to_those_who_accept_it_and_where_it_is_allowed(three):
    event, (aoi, ren, mio) = three
    profile_of(ren).stance = Stance.SELLING
    profile_of(aoi).stance = Stance.ASK_FIRST
    event.stance = Stance.SELLING
    db.session.commit()
    assert ren in order(event, aoi)
    assert ren not in order(event, mio)
    event.stance = Stance.NONE
    db.session.commit()
    assert ren not in order(event, aoi)


def test_more_than_a_few_topics_are_none(three):
    event, _people = three
    with pytest.raises(TooManyTopics):
        said(event, topics=tuple("abcdefg"))


def test_the_page_takes_it_down_and_only_organizers_may(three, browser):
    event, (aoi, *_others) = three
    assert browser.sign_in(aoi).get("/events/weave/organize/theme").status_code == 403
    browser.sign_in(owner_of(event.group))
    assert "Who should meet here" in browser.get("/events/weave/organize/theme").text
    sent = {"sort": "social", "says": "own", "topics": "jazz、tea", "language": "en"}
    assert browser.post("/events/weave/organize/theme", data=sent).status_code == 303
    theme = theme_of(event)
    assert (theme.sort, theme.language) == (Sort.SOCIAL, "en")
    assert [tag.label_en for tag in topics_of(event, theme)] == ["Jazz", "Tea"]
    page = browser.get("/events/weave/organize/theme").text
    assert "Jazz" in page
    many = sent | {"topics": ",".join(f"topic {n}" for n in range(7))}
    answer = browser.post("/events/weave/organize/theme", data=many, follow_redirects=True)
    assert "At most 6 topics" in answer.text
    assert "topic 6" in answer.text
