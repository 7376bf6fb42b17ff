"""Fair lists for 1,000, 10,000 and 100,000 people with uneven profiles, beside everybody's own."""

import time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.cli.figures import Figure
from app.matching.engine import index as indexes
from app.matching.engine.columns import Columns
from app.matching.engine.index import Best, Index
from app.matching.fairness import WIDE, shared_out
from benchmarks.rig.community import a_community, an_index, thinned

# So many without machine code; 100,000 would take an hour.
SIZES, PLAIN_SIZES = (1_000, 10_000, 100_000), (1_000,)
K = 10


class _Shared(NamedTuple):
    """By viewer the best shown and how many by lot; by person how often; and the seconds used."""

    best: list[list[int]]
    shown: NDArray[np.int64]
    seconds: float


def measure() -> list[Figure]:
    """How often people are shown, and what fairness costs; a fifth of them say nothing."""
    sizes = SIZES if indexes.kernel is not None else PLAIN_SIZES
    return [figure for size in sizes for figure in _figures(thinned(a_community(size)))]


def _figures(crowd: Columns) -> list[Figure]:
    size = len(crowd.ids)
    index = an_index(crowd, is_fast=indexes.kernel is not None)
    alone = index.best_of_all(WIDE)
    shared = _shared(index)
    kept, least = _kept(alone, shared)
    own = np.bincount(alone.people[:, :K][alone.people[:, :K] >= 0], minlength=size)
    often = int(shared.shown.max())
    name = f"{size:,}:"
    return [
        Figure(f"{name} processor time for fair lists", shared.seconds, "s"),
        Figure(f"{name} shown to nobody", float((shared.shown == 0).sum()), "people", must_be=0),
        Figure(f"{name} the same by everybody's own ten", float((own == 0).sum()), "people"),
        Figure(f"{name} shown most often", often, "times", often / own.max(), "own ten"),
        Figure(f"{name} points kept of everybody's own best", 100 * kept, "%"),
        Figure(f"{name} points kept by whom it costs most", 100 * least, "%"),
    ]


def _shared(index: Index) -> _Shared:
    size, began = len(index.crowd.ids), time.process_time()
    rows = sorted(shared_out(index, K, never=(), seed=7), key=lambda it: it.viewer)
    used = time.process_time() - began
    shown = np.zeros(size, dtype=np.int64)
    for row in rows:
        np.add.at(shown, [*row.best, *row.drawn], 1)
    return _Shared([row.best for row in rows], shown, used)


def _kept(alone: Best, shared: _Shared) -> tuple[float, float]:
    """What the places that are not by lot are worth, as a part of as many of each one's own best.

    Of all together, and of whom it costs most.
    """
    points = np.nan_to_num(alone.points).tolist()
    worth = [
        dict(zip(row, ours, strict=True))
        for row, ours in zip(alone.people.tolist(), points, strict=True)
    ]
    mine, whole = np.zeros(len(worth)), np.zeros(len(worth))
    for viewer, best in enumerate(shared.best):
        # Whoever does not stand among one's own best has oneself among theirs: scores are the same.
        own = worth[viewer]
        mine[viewer] = sum(own[it] if it in own else worth[it][viewer] for it in best)
        whole[viewer] = sum(points[viewer][: len(best)])
    some = whole > 0
    return float(mine.sum() / whole.sum()), float((mine[some] / whole[some]).min())
