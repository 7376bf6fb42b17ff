from itertools import combinations

import numpy as np
import pytest

from app.matching.engine import trios
from app.matching.engine.rounds import Format, plan
from app.matching.engine.trios import disjoint_trios, most_for_trios, trio_gains
from tests.matching.engine.worlds import a_crowd


def some_gains(seed, size):
    dice = np.random.default_rng(seed)
    worth = np.triu(dice.random((size, size)) * 40, 1)
    return trio_gains(worth + worth.T, dice.random(size) * 20)


def gain_of(gain, trio):
    return sum(gain[a, b] for a, b in combinations(trio, 2))


def best_of_all_ways(gain, count):
    """The most that any trios without a person in two of them gain together."""
    every = [it for it in combinations(range(len(gain)), 3) if gain_of(gain, it) > 0]
    return max(
        sum(gain_of(gain, trio) for trio in chosen)
        for number in range(count + 1)
        for chosen in combinations(every, number)
        if len({it for trio in chosen for it in trio}) == 3 * number
    )


@pytest.mark.parametrize("few", [160, 0])
@pytest.mark.parametrize("seed", range(40))
def test_no_trios_gain_more_than_the_most(seed, few, monkeypatch):
    monkeypatch.setattr(trios, "DENSE", few)
    monkeypatch.setattr(trios, "_FEW", few or seed % 2)
    gain = some_gains(seed, 6 + seed % 3)
    best = best_of_all_ways(gain, 2)
    assert most_for_trios(gain, 2) >= best - 1e-9
    reached = sum(max(0.0, gain_of(gain, trio)) for trio in disjoint_trios(gain, 2))
    assert reached <= best + 1e-9


def test_nobody_is_in_two_trios_and_the_first_is_the_best():
    gain = some_gains(1, 20)
    found = disjoint_trios(gain, 5)
    assert len({it for trio in found for it in trio}) == 15
    assert gain_of(gain, found[0]) == max(gain_of(gain, it) for it in combinations(range(20), 3))


def test_there_are_no_more_trios_than_people_for_them():
    assert len(disjoint_trios(some_gains(2, 7), 5)) == 2
    assert disjoint_trios(np.zeros((0, 0)), 3) == []


@pytest.mark.parametrize("people", [31, 45, 61])
def test_an_odd_number_is_as_well_off_as_an_even_one(people):
    assert plan(a_crowd(people), Format(5)).quality.share > 0.997


def pairings(people):
    """Every way in which these meet in pairs."""
    if not people:
        yield frozenset()
    for other in people[1:]:
        rest = [it for it in people[1:] if it != other]
        yield from ({(people[0], other)} | pairs for pairs in pairings(rest))


def rounds_with_a_trio(size):
    """Every round in which all sit in pairs but three: those three, and who meets whom."""
    for trio in combinations(range(size), 3):
        rest = [it for it in range(size) if it not in trio]
        yield from (({*trio}, pairs.union(combinations(trio, 2))) for pairs in pairings(rest))


@pytest.mark.parametrize("seed", range(3))
def test_no_plan_at_all_passes_the_bound_of_an_odd_number(seed):
    pool = a_crowd(9, seed=seed)
    every = [(trio, met, sum(pool.scores[it] for it in met)) for trio, met in rounds_with_a_trio(9)]
    best = max(
        worth + more
        for (trio, met, worth), (other, new, more) in combinations(every, 2)
        if not trio & other and not met & new
    )
    quality = plan(pool, Format(2)).quality
    assert quality.total <= best + 1e-6
    assert best <= quality.bound + 1e-6
