import threading

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.profiles.gleaning import alike, changes, merges_into, new_tags, tags_called
from app.profiles.learning import learn_vocabulary
from app.profiles.merging import (
    CannotMerge,
    CannotSplit,
    SpellingInUse,
    SpellingTaken,
    merge,
    name,
    spell,
    split,
    unspell,
    wave_through,
)
from app.profiles.models import ProfileTag, Tag, TagMerge
from app.profiles.operations import set_tags, tag_for
from app.profiles.queries import profile_of
from app.profiles.rules import tag_key
from app.profiles.tagging import tag_spelled
from app.profiles.traits import Facet
from tests.factories import a_member, tagged


def coined(word):
    tag = tag_for(word, locale="ja")
    db.session.commit()
    return tag


def done(old, into):
    made = merge(old, into, by=a_member(is_staff=True), at=now())
    db.session.commit()
    return made


def undone(made):
    split(made, by=a_member(is_staff=True), at=now())
    db.session.commit()
    db.session.expire_all()


def who_has(tag):
    marks = db.session.query(ProfileTag).filter_by(tag_id=tag.id)
    return {(mark.member_id, mark.facet) for mark in marks}


def test_a_merged_tags_profiles_follow_and_a_split_brings_back_who_had_which(app):
    one, other = coined("薪割り"), coined("まきわりの会")
    had_one = tagged(a_member(), Facet.OFFER, "薪割り")
    had_other = tagged(a_member(), Facet.OFFER, "まきわりの会")
    had_both = tagged(a_member(), Facet.OFFER, "まきわりの会", "薪割り")
    before = who_has(one), who_has(other)
    made = done(other, one)
    assert who_has(other) == set()
    assert who_has(one) == {(who.id, Facet.OFFER) for who in (had_one, had_other, had_both)}
    assert tag_for("まきわりの会", locale="ja").id == one.id
    undone(made)
    assert (who_has(one), who_has(other)) == before
    assert tag_for("まきわりの会", locale="ja").id == other.id


def test_who_takes_the_tag_off_meanwhile_does_not_get_it_back(app):
    one, other = coined("薪割り"), coined("まきわりの会")
    member = tagged(a_member(), Facet.NEED, "まきわりの会")
    made = done(other, one)
    db.session.expire_all()
    set_tags(profile_of(member), Facet.NEED, [], locale="ja")
    db.session.commit()
    undone(made)
    assert who_has(one) == who_has(other) == set()


def test_who_chose_it_meanwhile_keeps_it(app):
    one, other = coined("薪割り"), coined("まきわりの会")
    made = done(other, one)
    member = tagged(a_member(), Facet.NEED, "薪割り")
    undone(made)
    assert who_has(one) == {(member.id, Facet.NEED)}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_merges_into_one_are_undone_in_any_order(app, order):
    into, first, second = coined("薪割り"), coined("まきわりの会"), coined("斧の会")
    member = tagged(a_member(), Facet.OFFER, "まきわりの会", "斧の会")
    made = [done(first, into), done(second, into)]
    assert who_has(into) == {(member.id, Facet.OFFER)}
    for number in order:
        undone(made[number])
    assert who_has(into) == set()
    assert who_has(first) == who_has(second) == {(member.id, Facet.OFFER)}


def test_a_merge_into_what_was_merged_on_is_undone_last_first(app):
    one, two, three = coined("薪割り"), coined("まきわりの会"), coined("斧の会")
    first, second = done(one, two), done(two, three)
    with pytest.raises(CannotSplit):
        split(first, by=a_member(), at=now())
    undone(second)
    undone(first)
    assert {tag_spelled(word).id for word in ("薪割り", "斧の会")} == {one.id, three.id}


def test_a_tag_is_merged_once_and_not_with_itself(app):
    one, other = coined("薪割り"), coined("まきわりの会")
    made = done(one, other)
    for pair in ((one, other), (other, one), (other, other)):
        with pytest.raises(CannotMerge):
            merge(*pair, by=a_member(), at=now())
    undone(made)
    with pytest.raises(CannotSplit):
        split(made, by=a_member(), at=now())


def test_what_moderators_merged_stays_merged_when_the_house_learns_its_words(app):
    learn_vocabulary()
    db.session.commit()
    sake, beer = tag_for("日本酒", locale="ja"), tag_for("beer", locale="ja")
    done(beer, sake)
    learn_vocabulary()
    db.session.commit()
    assert tag_for("ビール", locale="ja").id == sake.id
    assert tag_for("麦酒", locale="ja").id == sake.id


def test_a_new_spelling_means_the_tag_from_then_on(app):
    tag, moderator = coined("薪割り"), a_member(is_staff=True)
    spell(tag, "wood chopping", by=moderator, at=now())
    db.session.commit()
    assert tag_for("Wood-Chopping", locale="en").id == tag.id
    coined("斧の会")
    with pytest.raises(SpellingTaken):
        spell(tag, "斧の会", by=moderator, at=now())
    unspell(tag, tag_key("wood chopping"), by=moderator, at=now())
    assert tag_spelled("wood chopping") is None
    with pytest.raises(SpellingInUse):
        unspell(tag, tag_key("薪割り"), by=moderator, at=now())


def test_a_tag_gets_a_name_in_each_language(app):
    tag = coined("薪割り")
    name(tag, "薪割り", "Chopping wood", by=a_member(is_staff=True), at=now())
    db.session.commit()
    assert tag.label_in("en") == "Chopping wood"
    assert tag_for("chopping wood", locale="en").id == tag.id


def test_everything_done_is_written_down(app):
    one, other, moderator = coined("薪割り"), coined("斧の会"), a_member(is_staff=True)
    undone(done(one, other))
    wave_through(one, by=moderator, at=now())
    wave_through(one, by=moderator, at=now())
    db.session.commit()
    said = [line.deed for line in db.session.scalars(changes())]
    assert said == ["split", "merged"]  # merging has looked at it already
    assert merges_into(other) == []
    wave_through(other, by=moderator, at=now())
    assert db.session.scalars(changes(other)).first().deed == "waved_through"


def test_new_words_wait_for_moderators_unless_they_are_one_persons_own(app):
    tagged(a_member(), Facet.OFFER, "薪割り")
    tagged(a_member(), Facet.NEED, "leaving my firm")
    assert [tag.label_ja for tag in db.session.scalars(new_tags())] == ["薪割り"]
    tagged(a_member(), Facet.NEED, "leaving my firm")
    assert len(list(db.session.scalars(new_tags()))) == 2
    assert [tag.label_ja for tag in db.session.scalars(tags_called("薪"))] == ["薪割り"]


def test_moderators_are_shown_what_a_new_word_may_be_the_same_as(app):
    learn_vocabulary()
    mistyped = coined("kubernates")
    assert "Kubernetes" in [tag.label_en for tag in alike([mistyped])[mistyped.id]]


def test_of_two_moderators_who_merge_two_tags_into_each_other_one_is_told_no(own_app):
    with own_app.app_context():
        ids = [coined("薪割り").id, coined("斧の会").id]
        moderator_id = a_member(is_staff=True).id
    start, answers = threading.Barrier(2), []

    def attempt(old_id, into_id):
        with own_app.app_context():
            from app.accounts.models import User

            old, into = (db.session.get_one(Tag, tag_id) for tag_id in (old_id, into_id))
            start.wait()
            try:
                merge(old, into, by=db.session.get_one(User, moderator_id), at=now())
                db.session.commit()
                answers.append("merged")
            except CannotMerge:
                db.session.rollback()
                answers.append("no")

    threads = [threading.Thread(target=attempt, args=pair) for pair in (ids, ids[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["merged", "no"]
    with own_app.app_context():
        assert db.session.query(TagMerge).count() == 1


def test_only_staff_look_after_the_words(browser):
    tag = coined("薪割り")
    browser.sign_in(tagged(a_member(), Facet.OFFER, "薪割り"))
    assert browser.get("/vocabulary/").status_code == 403
    assert browser.post(f"/vocabulary/{tag.id}/approval").status_code == 403


def test_the_pages_of_the_vocabulary(browser):
    tagged(a_member(), Facet.OFFER, "薪割り", "斧の会")
    browser.sign_in(a_member(is_staff=True))
    one, other = coined("薪割り"), coined("斧の会")
    assert "薪割り" in browser.get("/vocabulary/").text
    answer = browser.post(f"/vocabulary/{one.id}/merge", data={"word": "斧の会"})
    assert answer.location == f"/vocabulary/{other.id}"
    made = db.session.query(TagMerge).one()
    assert "Split again" in browser.get(answer.location).text
    browser.post(f"/vocabulary/merges/{made.id}/undoing")
    assert "taken out again from" in browser.get("/vocabulary/changes").text
    refused = browser.post(f"/vocabulary/{one.id}/merge", data={"word": "no such tag"})
    assert "Nothing has been merged" in browser.get(refused.location).text
    long = browser.post(f"/vocabulary/{one.id}/names", data={"ja": "x" * 60, "en": "wood"})
    assert "at most 40" in long.text
    assert browser.get("/vocabulary/?q=斧").text.count("斧の会")
    assert browser.get("/vocabulary/999999").status_code == 404
