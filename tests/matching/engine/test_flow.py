from itertools import combinations, product

import numpy as np
import pytest

from app.matching.engine import flow, network
from app.matching.engine.exposure import bounds, spread
from app.matching.engine.flow import fair
from app.matching.engine.people import Person
from app.matching.engine.pool import Pool
from app.matching.engine.suggest import suggest
from tests.matching.engine.worlds import a_crowd


def best_of_all_ways(pairs, gains, lengths, low, high):
    """The most that any way of filling all lists gains within the bounds, or None."""
    mine = [
        [at for at, (viewer, _) in enumerate(pairs) if viewer == v] for v in range(len(lengths))
    ]
    ways = [combinations(row, min(n, len(row))) for row, n in zip(mine, lengths, strict=True)]
    found = []
    for way in product(*map(list, ways)):
        chosen = [at for row in way for at in row]
        shown = np.bincount([pairs[at][1] for at in chosen], minlength=len(lengths))
        if (shown >= low).all() and (shown <= high).all():
            found.append(sum(int(gains[at]) for at in chosen))
    return max(found, default=None)


@pytest.mark.parametrize("seed", range(150))
def test_no_other_way_of_filling_the_lists_fairly_gains_more(seed):
    dice = np.random.default_rng(seed)
    size = int(dice.integers(2, 6))
    pairs = [(a, b) for a in range(size) for b in range(size) if a != b and dice.random() < 0.8]
    pairs = pairs or [(0, 1)]
    gains = dice.integers(0, 20, len(pairs))
    viewers, persons = (np.array(it, dtype=np.int64) for it in zip(*pairs, strict=True))
    lengths = np.minimum(dice.integers(1, 3, size), np.bincount(viewers, minlength=size))
    low, high = np.full(size, dice.integers(2)), np.full(size, dice.integers(1, 4))
    best = best_of_all_ways(pairs, gains, lengths, low, high)
    rows, columns = fair((viewers, persons, gains), lengths, low, high)
    assert np.array_equal(np.bincount(rows, minlength=size), lengths)
    worth = dict(zip(pairs, gains.tolist(), strict=True))
    if best is not None:
        shown = np.bincount(columns, minlength=size)
        assert (shown >= low).all()
        assert (shown <= high).all()
        assert (
            sum(worth[pair] for pair in zip(rows.tolist(), columns.tolist(), strict=True)) == best
        )


@pytest.mark.parametrize("seed", range(60))
def test_the_library_shares_out_as_well_as_the_shortest_paths_do(seed):
    dice = np.random.default_rng(seed)
    size = int(dice.integers(2, 30))
    some = dice.choice([0.2, 0.5, 0.9])
    pairs = [(a, b) for a in range(size) for b in range(size) if a != b and dice.random() < some]
    pairs = pairs or [(0, 1)]
    gains = dice.integers(0, 1_000, len(pairs))
    viewers, persons = (np.array(it, dtype=np.int64) for it in zip(*pairs, strict=True))
    lengths = np.minimum(dice.integers(1, 4, size), np.bincount(viewers, minlength=size))
    low = np.full(size, dice.integers(3))
    high = low + dice.integers(1, 4)
    shown = network.shared_out((viewers, persons, gains), lengths, low, high)
    assert np.array_equal(np.bincount(viewers[shown], minlength=size), lengths)
    theirs = _told(zip(viewers[shown], persons[shown], strict=True), pairs, gains, low, high)
    ours = fair((viewers, persons, gains), lengths, low, high)
    least, most = _told(zip(*ours, strict=True), pairs, gains, low, high)
    assert theirs[0] == least
    assert theirs[1] == most or (least and theirs[1] > most)


def _told(shown, pairs, gains, low, high):
    """How many showings are too few or too many, and what all gain together."""
    worth = dict(zip(pairs, gains.tolist(), strict=True))
    chosen = [(int(viewer), int(person)) for viewer, person in shown]
    times = np.bincount([person for _, person in chosen], minlength=len(low))
    wrong = np.maximum(times - high, 0) + np.maximum(low - times, 0)
    return int(wrong.sum()), sum(worth[pair] for pair in chosen)


def test_many_thousands_are_shared_out_by_the_library(monkeypatch):
    asked = []
    monkeypatch.setattr(flow, "MANY", 3)
    monkeypatch.setattr(network, "shared_out", lambda *all_: asked.append(all_))
    viewers, persons = np.array([0, 1, 2]), np.array([1, 2, 0])
    fair((viewers, persons, np.ones(3, np.int64)), np.ones(3, np.int64), viewers * 0, viewers + 1)
    assert len(asked) == 1


def test_gains_too_great_for_the_library_are_left_to_the_shortest_paths():
    viewers, persons = np.array([0, 1]), np.array([1, 0])
    gains = np.full(2, 1 << 60)
    once = np.ones(2, np.int64)
    assert network.shared_out((viewers, persons, gains), once, once, once) is None
    assert fair((viewers, persons, gains), once, once, once)[0].tolist() == [0, 1]


def test_in_a_crowd_with_thin_profiles_everybody_is_shown_and_nobody_all_the_time():
    crowd = a_crowd(240)
    thin = tuple(Person(it.id) if at % 5 == 0 else it for at, it in enumerate(crowd.people))
    pool = Pool(thin, crowd.world)
    lists = suggest(pool, k=10, seed=2)
    shown = np.bincount([it for row in lists.places for it in row], minlength=240)
    least, most = bounds(10)
    assert (least, most) == (3, 15)
    assert shown.min() >= least
    assert shown.max() <= most
    alone = np.sort(np.where(pool.suggestable, pool.scores, 0), axis=1)[:, -8:].sum(axis=1)
    best = [pool.scores[at, list(row)].sum() for at, row in enumerate(lists.places)]
    assert (np.array(best) >= 0.7 * alone).mean() > 0.9


def test_without_anybody_there_is_nothing_to_share_out():
    nothing = np.zeros((0, 0), dtype=np.int64)
    lists = spread(nothing, nothing.astype(bool), nothing.astype(np.uint64), 4)
    assert (lists.best, lists.chance) == ([], [])
