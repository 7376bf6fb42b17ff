from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.engine import index as indexes
from app.matching.engine.index import Index
from app.matching.engine.people import Person
from app.matching.engine.score import score
from app.matching.engine.suggest import keys_of
from tests.matching.engine.worlds import a_crowd, pools, thoroughly

WAYS = [
    False,
    pytest.param(True, marks=pytest.mark.skipif(indexes.kernel is None, reason="no Numba")),
]


def an_index(pool, *, is_fast, seed=7, most=100_000):
    never = pool.apart | pool.met | pool.dismissed
    found = Index.of(pool.people, pool.world, never=never, seen=pool.seen, seed=seed)
    return replace(found, is_fast=is_fast, most=most)


def by_looking_at_everybody(pool, k, seed=7):
    keys = np.where(pool.suggestable, keys_of(pool, seed), -1)
    width = min(k, len(keys))
    order = np.argsort(-keys, axis=1)[:, :width]
    best = np.take_along_axis(keys, order, axis=1)
    gap = ((0, 0), (0, k - width))
    whole = np.pad(best, gap, constant_values=-1)
    return whole, np.where(whole < 0, -1, np.pad(order, gap, constant_values=-1))


@pytest.mark.parametrize("is_fast", WAYS)
@pytest.mark.parametrize("most", [100_000, 3])
@thoroughly
@given(pool=pools(), k=st.integers(1, 9))
def test_the_best_are_those_found_by_looking_at_everybody(pool, k, is_fast, most):
    found = an_index(pool, is_fast=is_fast, most=most).best_of_all(k)
    keys, people = by_looking_at_everybody(pool, k)
    assert np.array_equal(found.keys, keys)
    assert np.array_equal(found.people, people)


@pytest.mark.parametrize("is_fast", WAYS)
@pytest.mark.parametrize("threads", [1, 2])
def test_a_crowd_is_searched_as_exactly_in_several_shelves_and_threads(is_fast, threads):
    crowd = a_crowd(300)
    keys, people = by_looking_at_everybody(crowd, 10)
    index = an_index(crowd, is_fast=is_fast, most=70)
    found = index.best_of_all(10, threads=threads)
    assert np.array_equal(found.keys, keys)
    assert np.array_equal(found.people, people)
    assert np.array_equal(index.row(5)[people[5]], keys[5])


@pytest.mark.parametrize("is_fast", WAYS)
def test_one_persons_best_come_with_their_points(is_fast):
    crowd = a_crowd(60)
    me, *others = crowd.people
    listed = an_index(crowd, is_fast=is_fast).best(me.id, 5)
    points = {it.id: score(me, it, crowd.world) for it in others}
    assert [it for _, it in listed] == pytest.approx(sorted(points.values())[:-6:-1], abs=2e-6)
    assert all(points[id_] == pytest.approx(found, abs=2e-6) for id_, found in listed)


@pytest.mark.parametrize("is_fast", WAYS)
def test_empty_profiles_are_spread_by_lot_and_nobody_is_no_trouble(is_fast):
    twins = tuple(Person(it) for it in range(1, 51))
    found = an_index(replace(a_crowd(2), people=twins), is_fast=is_fast).best_of_all(3)
    assert (found.people >= 0).all()
    assert np.bincount(found.people.ravel()).max() < 15
    nobody = an_index(replace(a_crowd(2), people=()), is_fast=is_fast).best_of_all(3)
    assert nobody.keys.shape == (0, 3)
    with pytest.raises(KeyError):
        an_index(a_crowd(3), is_fast=is_fast).best(5)


@pytest.mark.parametrize("is_fast", WAYS)
def test_ten_thousand_tags_and_everybody_kept_apart_are_no_trouble(is_fast):
    many = frozenset(range(10_000))
    people = (Person(1, interests=many, needs=many), Person(2, offers=many), Person(3))
    pool = replace(a_crowd(2), people=people)
    assert an_index(pool, is_fast=is_fast).best(1, 2)[0][0] == 2
    apart = replace(pool, apart=frozenset({(1, 2), (3, 1), (2, 3)}))
    assert an_index(apart, is_fast=is_fast).best(1, 2) == []
