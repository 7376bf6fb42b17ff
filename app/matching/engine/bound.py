"""What rounds could at best be worth: a figure that no plan of the same shape can pass."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.blocks import Matrix
from app.matching.engine.floor import Floor, Tables

_STEPS: Final = 60

Counts = NDArray[np.int64]


def best_possible(floor: Floor, plan: Sequence[Tables], total: float) -> float:
    """An upper bound on the points of first meetings, for a plan that reaches `total`.

    Of the linear programme in which everybody meets as many as here, but anyone may be the one
    who meets many. Every price list of its dual gives a bound; good prices are looked for by
    steps towards `total`. Source: Polyak, Introduction to Optimization.
    """
    meetings = np.sort(_meetings(floor, plan))
    worth: Matrix = np.where(floor.new, floor.worth, 0.0)
    prices = _first_prices(worth, int(meetings[-1]))
    best = float("inf")
    for _ in range(_STEPS):
        gain = worth - prices[:, None] - prices
        bought = gain > 0
        # Those who can pay most meet most.
        sold = np.empty_like(meetings)
        sold[np.argsort(prices, kind="stable")] = meetings
        value = float(sold @ prices + gain[bought].sum() / 2)
        best = min(best, value)
        slope = sold - bought.sum(axis=1)
        steep = int(slope @ slope)
        if not steep or best <= total:
            break
        prices = np.maximum(0.0, prices - (value - total) / steep * slope)
    return best


def _meetings(floor: Floor, plan: Sequence[Tables]) -> Counts:
    """How many each person meets, counting again those met again."""
    met = np.zeros(len(floor.worth), dtype=np.int64)
    for tables in plan:
        for table in tables:
            met[list(table)] += len(table) - 1
    return met


def _first_prices(worth: Matrix, most: int) -> NDArray[np.float64]:
    """Half of what each one's last meeting is worth when everybody has their best."""
    last = min(most, len(worth) - 1)
    return np.asarray(np.sort(worth, axis=1)[:, -last] / 2)
