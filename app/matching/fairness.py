"""Lists for very many people, shared out so that nobody is shown too seldom or too often."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.columns import BUYS, SELLS, WILLING
from app.matching.engine.exposure import EVERY, bounds
from app.matching.engine.flow import fair
from app.matching.engine.index import Best, Index
from app.matching.engine.pool import Pair

# Each one's best so many may be shown to them, unless they are worth less than so large a part of
# what would stand last on their list.
WIDE, FLOOR = 30, 0.6
# Whose list would come to less than so large a part of their own best keeps that best instead.
LEAST = 0.75
# Whoever hardly anybody would see may also be shown to so many whom they suit best.
SUITED = 20
# A key is points and a lot; a little of the lot is kept to tell equals apart.
_GRAIN = 20
# The gain of somebody who is worth no points: keys begin ten points below nothing.
_NOTHING = 10_000_000 << (32 - _GRAIN)
# So many are tried before a place of chance stays empty.
_TRIES = 40
Places = NDArray[np.int64]


class Row(NamedTuple):
    """One viewer's list, by place: the best, best first, and those who came by lot."""

    viewer: int
    best: list[int]
    drawn: list[int]


def shared_out(index: Index, k: int, *, never: Collection[Pair], seed: int) -> Iterator[Row]:
    """Lists of k, one place in four by lot. `never` are pairs of ids, either way round.

    Places of chance go round: each person stands in as many of them as everybody else.
    """
    found = index.best_of_all(WIDE)
    there = (found.people >= 0).sum(axis=1)
    lengths = np.minimum(there, k)
    pairs = _may_be_shown(found, k)
    often = bounds(k)
    # The places of chance come on top: about one for each turn.
    often = often[0], often[1] - k // EVERY - 1
    chosen = _fair_to_each(pairs, lengths - lengths // EVERY, often)
    best = _in_order(chosen, pairs, len(there))
    turns = _Turns(index, never, seed)
    for viewer, row in enumerate(best):
        lots = turns.of(viewer, row, int(lengths[viewer] // EVERY)) if row else []
        yield Row(viewer, row, lots)


def _fair_to_each(
    pairs: tuple[Places, Places, Places], lengths: Places, often: tuple[int, int]
) -> tuple[Places, Places]:
    """The (viewer, person) shown; anew with their own best for those whom it would cost most."""
    viewers, persons, gains = pairs
    size = len(lengths)
    order = np.lexsort((persons, -gains, viewers))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order)) - np.searchsorted(viewers, np.arange(size))[viewers[order]]
    is_best = rank < lengths[viewers]
    points = gains - _NOTHING
    own = np.bincount(viewers, weights=points * is_best, minlength=size)
    low = np.minimum(often[0], np.bincount(persons, minlength=size))
    high = np.full(size, often[1])
    chosen = fair(pairs, lengths, low, high)

    def kept(shown: tuple[Places, Places]) -> NDArray[np.float64]:
        at = np.searchsorted(viewers * size + persons, shown[0] * size + shown[1])
        mine = np.bincount(shown[0], weights=points[at], minlength=size)
        return np.divide(mine, own, out=np.ones(size), where=own > 0)

    poor = kept(chosen) < LEAST
    if not poor.any():
        return chosen
    left = is_best | ~poor[viewers]
    other = fair((viewers[left], persons[left], gains[left]), lengths, low, high)
    # What they keep is taken from others, who might be left with less still.
    return max(chosen, other, key=lambda shown: float(kept(shown).min()))


def _may_be_shown(found: Best, k: int) -> tuple[Places, Places, Places]:
    """Viewers, persons and gains of all that may be shown, each pair once."""
    size, width = found.people.shape
    points = found.points
    last = points[:, min(k, width) - 1 : min(k, width)]
    is_near = np.nan_to_num(points, nan=-1.0) >= FLOOR * np.nan_to_num(last, nan=0.0)
    rows, columns = np.nonzero((found.people >= 0) & (is_near | (np.arange(width) < k)))
    viewers, persons = rows.astype(np.int64), found.people[rows, columns].astype(np.int64)
    gains = found.keys[rows, columns] >> _GRAIN
    # A score is the same from either side, so that one's own best are whom one suits best.
    rare = np.flatnonzero(np.bincount(persons, minlength=size) < 2 * k)
    suits, at = np.nonzero(found.people[rare, :SUITED] >= 0)
    viewers = np.concatenate([viewers, found.people[rare[suits], at].astype(np.int64)])
    persons = np.concatenate([persons, rare[suits]])
    gains = np.concatenate([gains, found.keys[rare[suits], at] >> _GRAIN])
    _, once = np.unique(viewers * size + persons, return_index=True)
    return viewers[once], persons[once], gains[once]


def _in_order(
    chosen: tuple[Places, Places], pairs: tuple[Places, Places, Places], size: int
) -> list[list[int]]:
    """By viewer those shown, the best first."""
    viewers, persons, gains = pairs
    # The pairs are sorted by viewer and person, so that each one is found by its place.
    at = np.searchsorted(viewers * size + persons, chosen[0] * size + chosen[1])
    order = np.lexsort((-gains[at], chosen[0]))
    ends = np.cumsum(np.bincount(chosen[0], minlength=size))[:-1]
    return [row.tolist() for row in np.split(chosen[1][order], ends)]


class _Turns:
    """Everybody in a circle, in an order drawn by lot; each sees those a few seats further on."""

    def __init__(self, index: Index, never: Collection[Pair], seed: int) -> None:
        self.crowd, self.no_sales = index.crowd, index.shares.no_sales
        size = len(self.crowd.ids)
        self.order = np.random.default_rng(seed).permutation(size)
        self.seat = np.argsort(self.order)
        self.never = {*never, *((b, a) for a, b in never)}

    def of(self, viewer: int, known: list[int], many: int) -> list[int]:
        """So many for one viewer who are neither known nor forbidden."""
        found: list[int] = []
        size = len(self.order)
        for step in range(1, min(_TRIES, size)):
            if len(found) == many:
                break
            other = int(self.order[(self.seat[viewer] + step) % size])
            if other not in known and self._may_meet(viewer, other):
                found.append(other)
        return found

    def _may_meet(self, one: int, other: int) -> bool:
        mine, theirs = int(self.crowd.flags[one]), int(self.crowd.flags[other])
        ids = int(self.crowd.ids[one]), int(self.crowd.ids[other])
        if not mine & theirs & WILLING or ids in self.never:
            return False
        return not (self._unwanted(mine, theirs) or self._unwanted(theirs, mine))

    def _unwanted(self, seller: int, other: int) -> bool:
        return bool(seller & SELLS) and (self.no_sales or not other & BUYS)
