from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.engine.exposure import bounds
from app.matching.engine.people import EVERYTHING, NO_TAGS, Facet, Person
from app.matching.engine.pool import Pool
from app.matching.engine.score import score
from app.matching.engine.suggest import Note, suggest
from tests.matching.engine.worlds import a_crowd, may_meet, pools, thoroughly

ks = st.integers(1, 9)


@thoroughly
@given(pools())
def test_everybody_at_once_is_scored_as_two_by_two(pool):
    for a, one in enumerate(pool.people):
        for b, other in enumerate(pool.people):
            if a != b:
                assert pool.scores[a, b] == pytest.approx(score(one, other, pool.world), abs=2e-6)
    assert np.array_equal(pool.scores, pool.scores.T)


@thoroughly
@given(pools(), ks)
def test_nobody_is_suggested_against_a_hard_constraint(pool, k):
    lists = suggest(pool, k=k, seed=1)
    gone = {frozenset(pair) for pair in pool.met | pool.dismissed}
    people = {person.id: person for person in pool.people}
    for viewer, person in people.items():
        for other in lists.ids(viewer):
            assert may_meet(pool, person, people[other])
            assert frozenset((viewer, other)) not in gone


@thoroughly
@given(pools(), ks)
def test_everybody_with_anyone_allowed_gets_a_list_and_stands_on_one(pool, k):
    lists = suggest(pool, k=k, seed=1)
    shown = {other for person in pool.people for other in lists.ids(person.id)}
    for at, person in enumerate(pool.people):
        if pool.suggestable[at].any():
            assert lists.ids(person.id)
            assert person.id in shown
        else:
            assert lists.of(person.id) == ()


@thoroughly
@given(pools(), ks)
def test_nobody_stands_on_a_list_twice_and_lists_are_full_where_they_can_be(pool, k):
    lists = suggest(pool, k=k, seed=1)
    for at, person in enumerate(pool.people):
        ids = lists.ids(person.id)
        assert len(set(ids)) == len(ids)
        assert len(ids) >= min(k, int(pool.suggestable[at].sum()))


@thoroughly
@given(pools(), st.integers(0, 2**70), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing_and_the_seed_decides(pool, seed, random):
    people = list(pool.people)
    random.shuffle(people)
    lists, again = suggest(pool, seed=seed), suggest(replace(pool, people=tuple(people)), seed=seed)
    assert all(lists.of(person.id) == again.of(person.id) for person in people)


@thoroughly
@given(pools())
def test_the_best_places_go_to_the_best(pool):
    """Against the plainest search: who stands there before somebody better would be seen by few."""
    lists = suggest(replace(pool, seen={}), k=3, seed=1)
    fewest, _most = bounds(3)
    seen = Counter(it for row in lists.places for it in row)
    for at, person in enumerate(pool.people):
        by_score = sorted(pool.scores[at][pool.suggestable[at]], reverse=True)
        found = [
            it for it in lists.places[at] if (person.id, pool.people[it].id) not in lists.chance
        ]
        points = [pool.scores[at, it] for it in found]
        assert points == sorted(points, reverse=True)
        for it, mine in zip(found, points, strict=True):
            assert mine >= by_score[len(found) - 1] or seen[it] <= fewest


@thoroughly
@given(pools(), ks)
def test_what_may_not_be_named_never_is(pool, k):
    lists = suggest(pool, k=k, seed=1)
    people = {person.id: person for person in pool.people}
    for viewer in people:
        for suggestion in lists.of(viewer):
            told = pool.shown_to.get((viewer, suggestion.person), frozenset())
            may_see = people[suggestion.person].shown | told
            for reason in suggestion.reasons:
                if not reason.named:
                    assert (reason.facet, reason.term, reason.mine, reason.theirs) == (None,) * 4
                elif reason.facet is not None:
                    assert reason.facet in may_see
                else:
                    assert (reason.theirs, suggestion.person) in pool.world.contacts.shown


@thoroughly
@given(pools())
def test_what_is_shown_decides_what_is_said_and_nothing_else(pool):
    hidden = replace(pool, people=tuple(replace(it, shown=frozenset()) for it in pool.people))
    for person in pool.people:
        said = [(it.person, it.score, it.rank) for it in suggest(pool).of(person.id)]
        unsaid = [(it.person, it.score, it.rank) for it in suggest(hidden).of(person.id)]
        assert said == unsaid


def test_every_fourth_place_comes_from_far_away_and_says_so():
    pool = a_crowd(60)
    lists = suggest(pool, k=8, seed=3)
    for at, person in enumerate(pool.people):
        by_chance = [it.by_chance for it in lists.of(person.id)]
        assert by_chance == [False, False, False, True] * 2
        assert np.mean(pool.scores[at, list(lists.places[at][:3])]) > np.mean(pool.scores[at])


def test_no_crowd_leaves_anybody_unseen():
    pool = a_crowd(300)
    lists = suggest(pool, k=4, seed=1)
    shown = [other for person in pool.people for other in lists.ids(person.id)]
    assert set(shown) == {person.id for person in pool.people}
    assert max(len(lists.ids(person.id)) for person in pool.people) == 4


def test_equals_are_not_sent_to_the_same_few_people():
    twins = tuple(Person(it) for it in range(1, 101))
    lists = suggest(Pool(twins), k=1, seed=5)
    shown = [lists.ids(it.id)[0] for it in twins]
    assert set(shown) == {it.id for it in twins} or len(set(shown)) > 50
    assert max(map(shown.count, set(shown))) < 10


def test_one_whom_all_must_share_is_shown_beyond_the_length_of_a_list():
    """A star: everybody may only meet the host, whose list has one place."""
    guests = range(2, 9)
    apart = frozenset((a, b) for a in guests for b in guests if a < b)
    lists = suggest(Pool(tuple(Person(it) for it in range(1, 9)), apart=apart), k=1)
    assert sorted(lists.ids(1)) == list(guests)
    assert all(lists.ids(it) == (1,) for it in guests)


def test_one_shown_in_vain_comes_later_on_that_list_alone():
    me, near, less_near = (
        Person(1, interests=frozenset({1, 2})),
        Person(2, interests=frozenset({1, 2})),
        Person(3, interests=frozenset({1})),
    )
    pool = Pool((me, near, less_near))
    assert suggest(pool).ids(1) == (2, 3)
    shown_often = replace(pool, seen={(1, 2): 6})
    assert suggest(shown_often).ids(1) == (3, 2)
    assert suggest(shown_often).ids(2) == (1, 3)


def test_no_points_are_called_chance():
    (suggestion,) = suggest(Pool((Person(1), Person(2)))).of(1)
    assert suggestion.by_chance
    assert not suggestion.has_more
    assert suggestion.strongest() == ()


def test_what_counts_but_may_not_be_named_is_hinted_at():
    shy = Person(2, offers=frozenset({5}), shown=EVERYTHING - {Facet.OFFERS})
    (suggestion,) = suggest(Pool((Person(1, needs=frozenset({5})), shy))).of(1)
    assert suggestion.has_more
    assert suggestion.strongest() == ()


def test_the_engine_says_why_a_list_is_empty_or_poor():
    me, other = Person(1), Person(2, interests=frozenset({1}))
    assert suggest(Pool((me,))).note(1) is Note.ALONE
    assert suggest(Pool((me, other), apart=frozenset({(2, 1)}))).note(1) is Note.NOBODY_ALLOWED
    assert suggest(Pool((me, other))).note(1) is Note.THIN_PROFILE
    assert suggest(Pool((me, other))).note(2) is None


def test_identical_twins_are_each_others_best():
    twins = [Person(it, interests=frozenset({1, 2}), offers=frozenset({3})) for it in (1, 2)]
    others = [Person(it, interests=frozenset({it})) for it in range(3, 9)]
    lists = suggest(Pool((*twins, *others)), k=3)
    assert lists.ids(1)[0] == 2
    assert lists.ids(2)[0] == 1


def test_all_needs_and_no_offers_still_gives_everybody_a_list():
    seekers = tuple(Person(it, needs=frozenset({1, 2})) for it in range(1, 6))
    assert all(len(suggest(Pool(seekers)).of(it.id)) == 4 for it in seekers)


def test_ten_thousand_tags_are_no_trouble():
    many = frozenset(range(10_000))
    lists = suggest(Pool((Person(1, interests=many, needs=many), Person(2, offers=many))))
    assert lists.of(1)[0].score > 10


def test_strangers_have_no_list_and_an_empty_pool_no_lists():
    assert suggest(Pool(())).of(1) == ()
    assert suggest(Pool((Person(1), Person(2)))).ids(9) == ()


def test_two_people_with_one_id_are_refused_and_so_is_a_list_without_places():
    with pytest.raises(ValueError, match="same id"):
        Pool((Person(1), Person(1)))
    with pytest.raises(ValueError, match="at least one place"):
        suggest(Pool((Person(1),)), k=0)


def test_private_fields_cannot_matter_because_they_are_not_there():
    """Whoever builds the value leaves private fields out: there is nothing else to read."""
    random = Random(7)
    crowd = a_crowd(20).people
    private = "hobbies"
    worlds = [
        [replace(it, hobbies=frozenset(random.sample(range(50), 3))) for it in crowd] for _ in "ab"
    ]
    handed_in = [tuple(replace(it, **{private: NO_TAGS}) for it in world) for world in worlds]
    first, second = (suggest(Pool(people)) for people in handed_in)
    assert all(first.of(it.id) == second.of(it.id) for it in crowd)
