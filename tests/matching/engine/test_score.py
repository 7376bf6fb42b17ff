import json
from dataclasses import replace
from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.engine.balance import BALANCE, COMPATIBLE, MIXES_INDUSTRIES, Balance
from app.matching.engine.people import EVERYTHING, Contacts, Context, Facet, Kind, Person
from app.matching.engine.score import (
    Reason,
    Term,
    Why,
    World,
    decompose,
    explain,
    score,
    strongest,
    values,
)
from app.matching.engine.weights import Snapshot, rarity, take_snapshot
from tests.matching.engine.worlds import SHOWN, TAGS, some_people, thoroughly, worlds

two = some_people(2, 2)


def in_a_world(draw):
    people = draw(two)
    return *people, draw(worlds(people))


couples = st.composite(in_a_world)()


@thoroughly
@given(couples)
def test_the_score_is_the_same_from_either_side(couple):
    one, other, world = couple
    assert score(one, other, world) == score(other, one, world)


@thoroughly
@given(couples)
def test_the_score_is_between_nothing_and_a_hundred(couple):
    one, other, world = couple
    assert 0 <= score(one, other, world) <= 100


@thoroughly
@given(couples, SHOWN)
def test_the_reasons_sum_to_the_score_to_the_last_digit(couple, shown):
    one, other, world = couple
    whole = score(one, other, world)
    assert sum(it.points for it in decompose(one, other, world)) == whole
    assert sum(it.points for it in explain(one, other, world, shown=shown)) == whole
    assert sum(it.points for it in reversed(explain(one, other, world, shown=shown))) == whole


@thoroughly
@given(couples)
def test_the_score_is_what_the_formula_says(couple):
    one, other, world = couple
    assert score(one, other, world) == pytest.approx(by_the_book(one, other, world), abs=1e-6)


@thoroughly
@given(couples, st.integers(1, 6))
def test_a_matching_offer_or_need_more_never_lowers_the_score(couple, tag):
    one, other, world = couple
    before = score(one, replace(other, needs=other.needs | {tag}), world)
    wanting = replace(other, needs=other.needs | {tag})
    assert score(replace(one, offers=one.offers | {tag}), wanting, world) >= before
    offering = replace(other, offers=other.offers | {tag})
    before = score(one, offering, world)
    assert score(replace(one, needs=one.needs | {tag}), offering, world) >= before


@thoroughly
@given(couples, TAGS)
def test_the_order_in_which_tags_were_given_changes_nothing(couple, tags):
    one, other, world = couple
    forwards = replace(one, interests=frozenset(sorted(tags)))
    backwards = replace(one, interests=frozenset(sorted(tags, reverse=True)))
    assert decompose(forwards, other, world) == decompose(backwards, other, world)


@thoroughly
@given(couples)
def test_every_reason_is_true_of_both(couple):
    one, other, world = couple
    for reason in decompose(one, other, world):
        assert is_true(reason, one, other, world)


@thoroughly
@given(couples)
def test_they_offer_is_the_mirror_of_you_offer(couple):
    one, other, world = couple
    mirrored = {Why.THEY_OFFER: Why.YOU_OFFER, Why.YOU_OFFER: Why.THEY_OFFER}
    there = sorted(
        (it.kind, it.mine, it.points) for it in decompose(one, other, world) if it.kind in mirrored
    )
    back = sorted(
        (mirrored[it.kind], it.theirs, it.points)
        for it in decompose(other, one, world)
        if it.kind in mirrored
    )
    assert there == back


def test_giving_and_taking_is_worth_more_than_taking_twice():
    world = World(Context(Kind.BUSINESS))
    me = Person(1, offers=frozenset({1, 2}), needs=frozenset({3, 4}))
    giver = Person(2, offers=frozenset({3, 4}))
    partner = Person(3, offers=frozenset({3}), needs=frozenset({1}))
    assert score(me, partner, world) > score(me, giver, world)


def test_a_rare_tag_in_common_is_worth_more_than_one_that_everybody_has():
    rare, common = 1, 2
    crowd = [Person(id=it, interests=frozenset({common})) for it in range(30)]
    snapshot = take_snapshot([*crowd, Person(99, interests=frozenset({rare, common}))])
    world = World(snapshot=snapshot)
    by_rare = Person(1, interests=frozenset({rare})), Person(2, interests=frozenset({rare}))
    by_common = Person(3, interests=frozenset({common})), Person(4, interests=frozenset({common}))
    assert score(*by_rare, world) > 5 * score(*by_common, world)


def test_other_industries_count_where_industries_mix_and_the_same_one_elsewhere():
    baker, brewer, second_baker = (
        Person(it, industry=trade) for it, trade in ((1, 7), (2, 8), (3, 7))
    )
    mixed, study = World(Context(Kind.CROSS_INDUSTRY)), World(Context(Kind.STUDY_GROUP))
    assert score(baker, brewer, mixed) > 0 == score(baker, second_baker, mixed)
    assert score(baker, second_baker, study) > 0 == score(baker, brewer, study)


def test_two_empty_profiles_have_no_points_and_no_reasons():
    assert decompose(Person(1), Person(2), World()) == ()
    assert Person(1).is_thin


def test_the_same_skill_offered_and_needed_is_counted_over_all_offers_and_needs():
    people = [Person(1, offers=frozenset({5})), Person(2, needs=frozenset({5})), Person(3)]
    assert take_snapshot(people).weight(Facet.NEEDS, 5) == pytest.approx(log(7 / 3) / log(7))


def test_a_tag_nobody_had_is_as_rare_as_can_be_and_one_that_all_have_still_counts():
    assert Snapshot().weight(Facet.HOBBIES, 1) == 1.0
    assert rarity(100, 100) == 0.02
    assert take_snapshot([]).weights == {}


def test_a_snapshot_is_named_by_its_weights():
    people = [Person(1, hobbies=frozenset({1, 2})), Person(2, hobbies=frozenset({2}))]
    assert take_snapshot(people).version == take_snapshot(reversed_(people)).version
    assert take_snapshot(people).version != take_snapshot(people[:1]).version


def test_the_shares_of_every_kind_of_occasion_sum_to_one():
    for balance in BALANCE.values():
        assert sum(vars(balance).values()) == pytest.approx(1.0)


def test_purposes_suit_each_other_both_ways():
    assert all(COMPATIBLE[q, p] == value for (p, q), value in COMPATIBLE.items())


def test_the_strongest_reasons_say_each_thing_once_and_name_only_what_may_be_named():
    reasons = [
        Reason(Why.THEY_OFFER, 3.0, Term.HELP, Facet.OFFERS, 5, 5),
        Reason(Why.SHARED_INTEREST, 4.0, Term.SHARED, Facet.INTERESTS, 5, 5),
        Reason(Why.THEY_OFFER, 2.0, Term.MUTUAL, Facet.OFFERS, 5, 5),
        Reason(Why.SHARED_TRAIT, 30.0, named=False),
    ]
    said = strongest(reasons)
    assert [(it.kind, it.points) for it in said] == [
        (Why.THEY_OFFER, 5.0),
        (Why.SHARED_INTEREST, 4.0),
    ]


def test_someone_in_between_is_named_only_if_their_acquaintance_may_be_told():
    strength = {1: {9: 1.0}, 2: {9: 4.0}}
    hidden, open_ = (
        World(contacts=Contacts(strength, {9: 3}, it)) for it in (frozenset(), {(9, 2)})
    )
    me, other = Person(1), Person(2, shown=EVERYTHING)
    assert [it.named for it in explain(me, other, hidden)] == [False]
    (reason,) = explain(me, other, open_)
    assert (reason.kind, reason.theirs) == (Why.MUTUAL_CONTACT, 9)


@thoroughly
@given(couples)
def test_the_values_of_the_terms_make_the_score_whatever_the_balance(couple):
    one, other, world = couple
    shares = (0.3, 0.1, 0.05, 0.2, 0.15, 0.1, 0.1)
    learned = replace(world, learned=Balance(*shares))
    found = values(one, other, learned)
    assert found == values(one, other, world)
    assert all(0 <= value <= 1 for value in found)
    expected = 100 * sum(share * value for share, value in zip(shares, found, strict=True))
    assert score(one, other, learned) == pytest.approx(expected, abs=1e-6)


@thoroughly
@given(couples)
def test_a_snapshot_kept_and_read_again_gives_the_same_scores(couple):
    one, other, world = couple
    kept = json.loads(json.dumps(world.snapshot.kept()))
    read = Snapshot.of_kept(kept)
    assert read.version == world.snapshot.version
    assert score(one, other, replace(world, snapshot=read)) == score(one, other, world)


def reversed_(people):
    return people[::-1]


def by_the_book(one, other, world):
    """Section 1 of the design, written down once more without a thought of speed."""
    share, weight = world.balance, world.snapshot.weight
    factors = {"interests": 1.0, "learning": 1.0, "hobbies": 0.8, "languages": 0.2}
    singles = {"school": 0.8, "hometown": 0.6, "occupation": 0.4}
    if world.context.kind not in MIXES_INDUSTRIES:
        singles["age_group"] = 0.3
    x = sum(
        factor * weight(Facet(facet), tag)
        for facet, factor in factors.items()
        for tag in getattr(one, facet)
        if tag in getattr(other, facet)
    ) + sum(
        factor * weight(Facet(facet), getattr(one, facet))
        for facet, factor in singles.items()
        if getattr(one, facet) is not None and getattr(one, facet) == getattr(other, facet)
    )
    g = sum(weight(Facet.OFFERS, tag) for tag in one.needs if tag in other.offers)
    v = sum(weight(Facet.OFFERS, tag) for tag in one.offers if tag in other.needs)
    a, b = g / (g + 0.5), v / (v + 0.5)
    topics = world.context.topics
    covered = [len(it.interests & topics) / (len(topics) or 1) for it in (one, other)]
    trades = one.industry, other.industry
    fits = None not in trades and (trades[0] != trades[1]) == (
        world.context.kind in (Kind.CROSS_INDUSTRY, Kind.BUSINESS)
    )
    purpose = max(
        (COMPATIBLE.get((p, q), 0) for p in one.purposes for q in other.purposes), default=0
    )
    known = [world.contacts.strength.get(it.id, {}) for it in (one, other)]
    r = sum(
        sqrt(known[0][who] * known[1][who]) / log(2 + world.contacts.degree.get(who, 0))
        for who in known[0]
        if who in known[1]
    )
    return 100 * (
        share.shared * x / (x + 1)
        + share.help * (a + b) / 2
        + share.mutual * (2 * a * b / (a + b) if a and b else 0)
        + share.purpose * purpose
        + share.industry * fits
        + share.topic * min(covered)
        + share.route * r / (r + 1)
    )


def is_true(reason, one, other, world):
    if reason.kind is Why.THEY_OFFER:
        return reason.mine == reason.theirs and reason.mine in one.needs & other.offers
    if reason.kind is Why.YOU_OFFER:
        return reason.mine == reason.theirs and reason.mine in one.offers & other.needs
    if reason.kind is Why.MUTUAL_CONTACT:
        return all(reason.mine in world.contacts.of(it.id) for it in (one, other))
    if reason.term is Term.TOPIC:
        topics = world.context.topics
        return reason.mine in one.interests & topics and reason.theirs in other.interests & topics
    if reason.kind is Why.PURPOSE:
        return reason.mine in one.purposes and reason.theirs in other.purposes
    return reason.mine in one.tags(reason.facet) and reason.theirs in other.tags(reason.facet)
