"""Who sees whom: each one's best, a place left to chance, and nobody shown to no one."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

from app.matching.engine.pool import Allowed

Keys = NDArray[np.int64]
Draws = NDArray[np.uint64]
Places = NDArray[np.intp]

# One place in so many is filled from far away.
EVERY: Final = 4
# A person nobody sees is offered to so many of those who suit them best.
WIDTH: Final = 20
_AHEAD: Final = 1 << 62


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

    Everyone with anyone allowed gets a list and stands on one. Where somebody's only counterparts
    have no place left, a list grows beyond k rather than leave them out.
    """
    counts = np.minimum(allowed.sum(axis=1), k)
    lists = _best(keys, allowed, counts - counts // EVERY)
    lists.chance = [[] for _ in lists.best]
    _show_the_unseen(lists, keys, allowed, counts // EVERY)
    _insist(lists, keys, allowed, counts)
    _draw_the_rest(lists, keys, allowed, draws, counts)
    return lists


def _best(keys: Keys, allowed: Allowed, lengths: Places) -> Lists:
    width = int(lengths.max(initial=0))
    ranked = _highest(np.where(allowed, keys, -1), width)
    return Lists([row[:length].tolist() for row, length in zip(ranked, lengths, strict=True)])


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
    """Fill the places still open by lot, from the half of everybody that suits least."""
    left = allowed.copy()
    for viewer, row in enumerate(lists.best):
        left[viewer, [*row, *lists.chance[viewer]]] = False
    has = allowed.any(axis=1, keepdims=True)
    middle = np.mean(keys, axis=1, where=allowed | ~has, keepdims=True)
    # The nearer ones stand in only when the far ones run out.
    lots = (draws >> np.uint64(2)).astype(np.int64) + ((left & (keys <= middle)) * _AHEAD)
    gaps = np.array([max(0, lengths[v] - lists.length(v)) for v in range(len(keys))], dtype=np.intp)
    drawn = _highest(np.where(left, lots, -1), int(gaps.max(initial=0)))
    for viewer in np.flatnonzero(gaps).tolist():
        lists.chance[viewer].extend(drawn[viewer, : gaps[viewer]].tolist())
