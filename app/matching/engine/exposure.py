"""Who sees whom: each one's best, a place left to chance, and nobody shown to no one."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

from app.matching.engine.flow import fair
from app.matching.engine.pool import Allowed

Keys = NDArray[np.int64]
Draws = NDArray[np.uint64]
Places = NDArray[np.intp]

# One place in so many is filled from far away.
EVERY: Final = 4
# A person nobody sees is offered to so many of those who suit them best.
WIDTH: Final = 20
_AHEAD: Final = 1 << 61
_LAST: Final = 1 << 61
_BLIND: Final = 5
# Each one's best so many may be shown to them, unless they are worth less than so large a part of
# what would stand last on their list; and everybody to so large a part of k.
_WIDE: Final = 30
_FLOOR: Final = 0.6
_LEAST: Final = 0.3
# A key is points, from below nothing on, and a lot; of the lot a little is kept to tell ties apart.
_POINTS: Final = 32
_GRAIN: Final = 20
_AHEAD_OF_SEEN: Final = 10_000_000


@dataclass
class Lists:
    """By viewer: the best, best first, and those who came by chance; all by place."""

    best: list[list[int]]
    chance: list[list[int]] = field(default_factory=list)

    @property
    def shown(self) -> Places:
        """How many see each person."""
        everyone = [it for row in (*self.best, *self.chance) for it in row]
        return np.bincount(np.array(everyone, dtype=np.intp), minlength=len(self.best))

    def length(self, viewer: int) -> int:
        return len(self.best[viewer]) + len(self.chance[viewer])


def spread(keys: Keys, allowed: Allowed, draws: Draws, k: int) -> Lists:
    """Lists of k for everybody: `keys`, none below 0, order each row, higher first, without ties.

    Everyone with anyone allowed gets a list and stands on one; as far as can be, everyone is shown
    to three in ten of k at least and to three halves of k at most. Where somebody's only
    counterparts have no place left, a list grows beyond k rather than leave them out.
    """
    counts = np.minimum(allowed.sum(axis=1), k)
    lists = _fair(keys, allowed, counts - counts // EVERY, bounds(k))
    lists.chance = [[] for _ in lists.best]
    _show_the_unseen(lists, keys, allowed, counts // EVERY)
    _insist(lists, keys, allowed, counts)
    _draw_the_rest(lists, keys, allowed, draws, counts)
    return lists


def bounds(k: int) -> tuple[int, int]:
    """To how many somebody should be shown, with lists of k: at least, at most."""
    return max(1, round(_LEAST * k)), -(-3 * k // 2)


def _fair(keys: Keys, allowed: Allowed, lengths: Places, often: tuple[int, int]) -> Lists:
    """The best places, shared out so that nobody is shown too seldom or too often."""
    size, k = len(keys), int(lengths.max(initial=0))
    if not k:
        return Lists([[] for _ in range(size)])
    viewers, persons = may_be_shown(keys, allowed, k)
    within_reach = np.minimum(often[0], np.bincount(persons, minlength=size))
    gains = keys[viewers, persons] >> _GRAIN
    chosen = fair((viewers, persons, gains), lengths, within_reach, np.full(size, often[1]))
    order = np.lexsort((-keys[chosen], chosen[0]))
    ends = np.cumsum(np.bincount(chosen[0], minlength=size))[:-1]
    return Lists([row.tolist() for row in np.split(chosen[1][order], ends)])


def may_be_shown(keys: Keys, allowed: Allowed, k: int) -> tuple[Places, Places]:
    """Viewers and persons: each viewer's best, none much below their kth, and then some.

    Those whom hardly anybody would see that way may also be shown to whom they suit best.
    """
    width = min(len(keys), max(_WIDE, 3 * k))
    best = _highest(np.where(allowed, keys, -1), width)
    found = np.take_along_axis(np.where(allowed, keys, -1), best, axis=1)
    points = (found >> _POINTS) - _AHEAD_OF_SEEN
    floor = _FLOOR * points[:, min(k, width) - 1 : min(k, width)]
    rows, columns = np.nonzero((found >= 0) & ((points >= floor) | (np.arange(width) < k)))
    viewers, persons = rows, best[rows, columns]
    rare = np.flatnonzero(np.bincount(persons, minlength=len(keys)) < 2 * k)
    suited = _highest(np.where(allowed.T, keys.T, -1)[rare], min(WIDTH, len(keys)))
    rows, columns = np.nonzero(allowed[suited, rare[:, None]])
    more = suited[rows, columns] * len(keys) + rare[rows]
    both = np.unique(np.concatenate([viewers * len(keys) + persons, more]))
    return both // len(keys), both % len(keys)


def _highest(keys: Keys, width: int) -> Places:
    """The columns of the `width` highest of each row, highest first."""
    if not width:
        return np.empty((len(keys), 0), dtype=np.intp)
    if width == 1:
        return np.asarray(keys.argmax(axis=1, keepdims=True))
    cut = np.argpartition(keys, -width, axis=1)[:, -width:]
    order = np.argsort(-np.take_along_axis(keys, cut, axis=1), axis=1)
    return np.take_along_axis(cut, order, axis=1)


def _show_the_unseen(lists: Lists, keys: Keys, allowed: Allowed, room: Places) -> None:
    """Give places of chance to those on nobody's list, all together as well as can be."""
    viewers_of = (allowed & (room > 0)[:, None]).T
    unseen = np.flatnonzero((lists.shown == 0) & viewers_of.any(axis=1))
    size = len(keys)
    best = _highest(np.where(viewers_of, keys.T, -1)[unseen], min(WIDTH, size))
    graph: rx.PyGraph[None, int] = rx.PyGraph()
    graph.add_nodes_from([None] * (2 * size))
    for person, row in zip(unseen.tolist(), best.tolist(), strict=True):
        graph.add_edges_from(
            [(person, size + v, int(keys[v, person])) for v in row if viewers_of[person, v]]
        )
    matched = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    for person, viewer in map(sorted, matched):
        lists.chance[viewer - size].append(person)


def _insist(lists: Lists, keys: Keys, allowed: Allowed, lengths: Places) -> None:
    """Show whoever is still unseen to the one they suit best, in a place that can be spared."""
    shown = lists.shown

    def sacrifice(viewer: int) -> int:
        if lists.length(viewer) < lengths[viewer]:
            return 0
        best = lists.best[viewer]
        return 1 if best and shown[best[-1]] > 1 else 2

    for person in np.flatnonzero((shown == 0) & allowed.any(axis=1)).tolist():
        viewers = np.flatnonzero(allowed[:, person]).tolist()
        viewer = min(viewers, key=lambda v: (sacrifice(v), -keys[v, person]))
        if sacrifice(viewer) == 1:
            shown[lists.best[viewer].pop()] -= 1
        lists.chance[viewer].append(person)
        shown[person] += 1


def _draw_the_rest(
    lists: Lists, keys: Keys, allowed: Allowed, draws: Draws, lengths: Places
) -> None:
    """Fill the places still open by lot, from the half of everybody that suits least.

    One in five of these comes from everybody instead: what is answered to those tells about taste
    without regard to what we believe of it. Whoever is shown often enough comes last.
    """
    left = allowed.copy()
    for viewer, row in enumerate(lists.best):
        left[viewer, [*row, *lists.chance[viewer]]] = False
    has = allowed.any(axis=1, keepdims=True)
    middle = np.mean(keys, axis=1, where=allowed | ~has, keepdims=True)
    blind = (draws.diagonal() % np.uint64(_BLIND) == 0)[:, None]
    # The nearer ones stand in only when the far ones run out.
    lots = (draws >> np.uint64(3)).astype(np.int64) + ((left & (blind | (keys <= middle))) * _AHEAD)
    shown, most = lists.shown, bounds(int(lengths.max(initial=1)))[1]
    for viewer in range(len(keys)):
        gap = lengths[viewer] - lists.length(viewer)
        if gap > 0:
            often = (shown >= most).astype(np.int64) * _LAST
            odds = np.where(left[viewer], lots[viewer] - often, -_AHEAD)
            drawn = np.argsort(-odds)[: min(gap, int(left[viewer].sum()))]
            lists.chance[viewer].extend(drawn.tolist())
            shown[drawn] += 1
