import threading

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.profiles.models import ProfileTag, Tag, TagSpelling
from app.profiles.operations import (
    Draft,
    NotATag,
    TooManyTags,
    learn_vocabulary,
    save,
    set_tags,
    tag_for,
)
from app.profiles.queries import popular_tags, profile_of
from app.profiles.rules import tag_key
from app.profiles.suggesting import tags_like
from app.profiles.traits import Facet
from app.profiles.vocabulary import concepts
from tests.factories import a_member, saved, tagged


def offered(text, locale):
    return [each.word for each in tags_like(text, locale)]


def labels(member, facet=Facet.INTEREST, locale="en"):
    return [tag.label_in(locale) for tag in profile_of(member).tagged(facet)]


@pytest.mark.parametrize(
    "words",
    [
        ("サーバーサイド", "server side", "SERVER-SIDE", "ｻｰﾊﾞｰｻｲﾄﾞ"),
        ("Python", "ｐｙｔｈｏｎ", "パイソン", "py"),
        ("日本酒", "日本酒 ", "#日本酒"),
    ],
)
def test_one_concept_is_one_tag_however_it_is_written(app, words):
    assert len({tag_for(word, locale="ja").id for word in words}) == 1


@pytest.mark.parametrize("words", [("C", "C++", "C#"), ("Java", "JavaScript")])
def test_different_things_are_different_tags(app, words):
    assert len({tag_for(word, locale="en").id for word in words}) == len(words)


def test_a_concept_is_shown_in_the_readers_language(app):
    tag = tag_for("server side", locale="en")
    assert tag.label_in("ja") == "バックエンド"


def test_a_word_nobody_has_written_becomes_a_tag_under_its_own_spelling(app):
    tag = tag_for("  燻製　づくり ", locale="ja")
    assert (tag.slug, tag.label_in("en")) == (None, "燻製 づくり")
    assert tag_for("燻製づくり", locale="en") is tag


@pytest.mark.parametrize("word", ["髙﨑", "辻󠄀", "𠮷野家", "🍶", "👩🏽‍💻"])
def test_rare_signs_and_emoji_are_tags_too(app, word):
    assert tag_for(word, locale="ja").label_ja == word


@pytest.mark.parametrize("word", ["", "  ", "、", "---", "\x00", "\u200b"])
def test_separators_alone_are_no_tag(app, word):
    with pytest.raises(NotATag):
        tag_for(word, locale="en")


def test_tags_keep_their_owners_order_and_come_once():
    member = a_member()
    set_tags(profile_of(member), Facet.INTEREST, ["Rust", "sake", "RUST"], locale="en")
    assert [label.lower() for label in labels(member)] == ["rust", "sake"]
    set_tags(profile_of(member), Facet.INTEREST, ["sake", "Rust", "tea"], locale="en")
    assert [label.lower() for label in labels(member)][:2] == ["sake", "rust"]


def test_replacing_one_facet_leaves_the_others():
    member = tagged(a_member(), Facet.OFFER, "law")
    set_tags(profile_of(member), Facet.NEED, ["law"], locale="en")
    set_tags(profile_of(member), Facet.INTEREST, ["tea"], locale="en")
    set_tags(profile_of(member), Facet.INTEREST, [], locale="en")
    assert labels(member, Facet.OFFER) == ["law"]
    assert len(labels(member, Facet.NEED)) == 1
    assert labels(member) == []


def test_the_eleventh_tag_is_refused():
    words = [f"word {number}" for number in range(11)]
    with pytest.raises(TooManyTags):
        set_tags(profile_of(a_member()), Facet.INTEREST, words, locale="en")
    set_tags(profile_of(a_member()), Facet.INTEREST, words[:10], locale="en")


def test_the_vocabulary_is_learned_once(app, count):
    for _ in range(2):
        learn_vocabulary()
        db.session.commit()
    assert count(Tag) == len(concepts())
    assert db.session.get(TagSpelling, tag_key("パイソン")).tag.slug == "python"


def coined_as(label, key):
    """A tag as an older version would have kept it."""
    tag = saved(Tag(label_ja=label, label_en=label))
    saved(TagSpelling(key=key, tag_id=tag.id))
    return tag


def having(member, facet, tag):
    saved(ProfileTag(member_id=member.id, facet=facet, tag_id=tag.id))
    return member


def test_learning_the_vocabulary_takes_coined_words_in():
    kana, latin = coined_as("パイソン", "パイソン"), coined_as("Python", "python")
    one = having(having(a_member(), Facet.OFFER, kana), Facet.NEED, latin)
    two = having(having(a_member(), Facet.OFFER, latin), Facet.OFFER, kana)
    learn_vocabulary()
    db.session.commit()
    db.session.expire_all()
    assert labels(one, Facet.OFFER) == labels(two, Facet.OFFER) == ["Python"]
    assert labels(one, Facet.NEED) == ["Python"]
    assert len({mark.tag_id for mark in db.session.query(ProfileTag)}) == 1


def test_two_coined_words_that_turn_out_to_be_one_become_one():
    kana = coined_as("サービスカウンター", "サービスカウンタ")
    latin = coined_as("service counter", "servicecounter")
    one, two = having(a_member(), Facet.NEED, kana), having(a_member(), Facet.NEED, latin)
    learn_vocabulary()
    db.session.commit()
    db.session.expire_all()
    assert profile_of(one).tagged(Facet.NEED) == profile_of(two).tagged(Facet.NEED)
    assert tag_for("サービス・カウンター", locale="ja") is tag_for("Service Counter", locale="en")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *((text, "Python") for text in ("パイソ", "ぱいそ", "pyth", "ＰＹＴＨ")),
        *((text, "機械学習") for text in ("きか", "きかいg", "キカイ", "kikaigak", "機械", "mach")),
        *((text, "翻訳") for text in ("ほんや", "hon'ya", "honnya", "transl", "翻")),
    ],
)
def test_suggestions_come_in_any_script(app, text, word):
    learn_vocabulary()
    assert word in offered(text, "ja")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("kubernates", "Kubernetes"), ("クベルネティス", "Kubernetes"), ("javascirpt", "JavaScript")],
)
def test_a_word_that_only_looks_or_sounds_alike_is_offered_as_such(app, typed, meant):
    learn_vocabulary()
    found = {each.word: each.is_only_alike for each in tags_like(typed, "en")}
    assert found.get(meant) is True
    assert tag_for(typed, locale="en").label_en == typed


def test_a_word_near_a_concept_suggests_it_and_stays_itself(app):
    learn_vocabulary()
    assert offered("flea markets", "en")[:2] == ["Flea markets", "Antiques"]
    assert tag_for("flea markets", locale="en").label_en == "Flea markets"


def test_suggestions_are_in_the_readers_language(app):
    learn_vocabulary()
    assert offered("server si", "ja")[0] == "バックエンド"


def test_what_many_people_use_is_suggested_first(app):
    learn_vocabulary()
    usual = offered("jav", "en")[0]
    for _ in range(3):
        tagged(a_member(), Facet.INTEREST, "JavaScript")
    assert usual == "Java"
    assert offered("jav", "en")[0] == "JavaScript"
    assert offered("java", "en")[0] == "Java"  # what has been typed as a whole comes before


def test_a_word_only_one_person_has_typed_is_not_offered_to_others():
    tagged(a_member(), Facet.NEED, "leaving my firm")
    assert offered("leaving", "en") == []
    tagged(a_member(), Facet.NEED, "leaving my firm")
    assert offered("leaving", "en") == ["leaving my firm"]


@pytest.mark.parametrize("text", ["", " ", "%", "_", "\\", "%%%"])
def test_wild_cards_find_nothing_of_their_own(app, text):
    learn_vocabulary()
    assert len(offered(text, "en")) == 0


def test_a_facets_popular_words_need_three_people():
    for _ in range(2):
        tagged(a_member(), Facet.OFFER, "tea")
    assert popular_tags(Facet.OFFER, "en") == []
    tagged(a_member(), Facet.OFFER, "tea")
    assert popular_tags(Facet.OFFER, "en") == ["tea"]
    assert popular_tags(Facet.NEED, "en") == []


def test_two_people_who_coin_a_word_at_once_share_one_tag(own_app):
    found, start = [], threading.Barrier(6)

    def coin() -> None:
        with own_app.app_context():
            start.wait()
            found.append(tag_for("moss gardens", locale="en").id)
            db.session.commit()

    threads = [threading.Thread(target=coin) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_a_profile_is_made_by_its_first_save():
    member = a_member()
    db.session.delete(profile_of(member))
    db.session.commit()
    kept = save(profile_of(member), Draft(headline="Tea grower"), at=now())
    set_tags(kept, Facet.OFFER, ["tea"], locale="en")
    db.session.commit()
    db.session.expire_all()
    assert profile_of(member).headline == "Tea grower"
    assert labels(member, Facet.OFFER) == ["Tea"]
