from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.engine import kept as keeping
from app.matching.engine.kept import Kept, Row
from tests.matching.engine.test_index import WAYS, an_index
from tests.matching.engine.worlds import a_crowd, pools, thoroughly


def row_of(crowd, at):
    """Somebody's row as it is."""
    traits = (crowd.industry[at], crowd.sets[at], crowd.topics[at], crowd.flags[at])
    return Row(crowd.has.row(at).copy(), *map(int, traits))


def drawn_row(crowd, dice):
    """A row made of others': tokens of several, the rest of one."""
    size = len(crowd.ids)
    mixed = [crowd.has.row(int(it)) for it in dice.integers(size, size=3)]
    tokens = np.unique(np.concatenate(mixed))
    keep = dice.random(len(tokens)) < dice.random()
    other = row_of(crowd, int(dice.integers(size)))
    return other._replace(tokens=tokens[keep].astype(np.int32))


def anew(kept, k):
    """What an index made of the people as they are now finds."""
    return replace(kept.index).best_of_all(k)


def assert_same(kept, k):
    again = anew(kept, k)
    assert np.array_equal(kept.best.keys, again.keys)
    assert np.array_equal(kept.best.people, again.people)


@pytest.mark.parametrize("is_fast", WAYS)
@pytest.mark.parametrize("most", [100_000, 3])
@thoroughly
@given(pool=pools(least=2, most=12), k=st.integers(1, 5), seed=st.integers(0, 9))
def test_after_every_change_the_lists_are_those_of_a_new_index(pool, k, seed, is_fast, most):
    index = an_index(pool, is_fast=is_fast, most=most)
    kept, dice = Kept.of(index, k), np.random.default_rng(seed)
    for _ in range(6):
        before = [row.copy() for row in kept.best]
        at = int(dice.integers(len(pool.people)))
        changed = kept.change(at, drawn_row(kept.index.crowd, dice))
        assert_same(kept, k)
        differ = (before[0] != kept.best.keys) | (before[1] != kept.best.people)
        assert np.array_equal(changed, np.flatnonzero(differ.any(axis=1)))


@pytest.mark.parametrize("is_fast", WAYS)
def test_in_a_crowd_many_changes_leave_the_lists_exact_and_the_index_alone(is_fast, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_MOVED", 12)
    monkeypatch.setattr(keeping, "_ROOM", 100)
    index = an_index(a_crowd(250), is_fast=is_fast, most=90)
    first = index.best_of_all(10)
    kept, dice = Kept.of(index, 10), np.random.default_rng(3)
    for turn in range(40):
        kept.change(int(dice.integers(250)), drawn_row(kept.index.crowd, dice))
        if turn % 8 == 0:
            assert_same(kept, 10)
    assert_same(kept, 10)
    assert np.array_equal(index.best_of_all(10).keys, first.keys)


@pytest.mark.parametrize("is_fast", WAYS)
def test_whoever_steps_back_is_on_nobodys_list_and_comes_back_where_they_were(is_fast):
    index = an_index(a_crowd(60), is_fast=is_fast)
    kept = Kept.of(index, 10)
    first, as_it_was = kept.best.people.copy(), row_of(index.crowd, 7)
    kept.change(7, as_it_was._replace(flags=0))
    assert not (kept.best.people == 7).any()
    assert (kept.best.people[7] == -1).all()
    kept.change(7, as_it_was)
    assert np.array_equal(kept.best.people, first)
