"""What rounds could at best be worth: a figure that no plan of the same shape can pass."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.blocks import Matrix
from app.matching.engine.floor import TRIO, Floor, Tables

_STEPS: Final = 60
# Among more people a trio hardly matters, and all of them are too many to look at.
_FEW: Final = 400

Counts = NDArray[np.int64]


def best_possible(floor: Floor, plan: Sequence[Tables], total: float) -> float:
    """An upper bound on the points of first meetings, for a plan that reaches `total`.

    Of the linear programme in which everybody meets as many as here, but anyone may be the one
    who meets many. Every price list of its dual gives a bound; good prices are looked for by
    steps towards `total`. Source: Polyak, Introduction to Optimization.
    """
    worth: Matrix = np.where(floor.new, floor.worth, 0.0)
    best, _ = _lowest(worth, np.sort(_meetings(floor, plan)), total)
    if _is_pairs_and_a_trio(floor, plan):
        seats = np.full(len(worth), len(plan))
        # What the trios are worth stays out of the steps, and is added for the prices they find.
        pairs, prices = _lowest(worth, seats, total - _in_trios(worth, plan))
        best = min(best, pairs + len(plan) * _best_trio(worth, prices))
    return best


def _lowest(worth: Matrix, meetings: Counts, total: float) -> tuple[float, NDArray[np.float64]]:
    """The lowest bound found when so many meet so many, and the prices that prove it."""
    prices = _first_prices(worth, int(meetings[-1]))
    best, proof = float("inf"), prices
    for _ in range(_STEPS):
        gain = worth - prices[:, None] - prices
        bought = gain > 0
        # Those who can pay most meet most.
        sold = np.empty_like(meetings)
        sold[np.argsort(prices, kind="stable")] = meetings
        value = float(sold @ prices + gain[bought].sum() / 2)
        if value < best:
            best, proof = value, prices
        slope = sold - bought.sum(axis=1)
        steep = int(slope @ slope)
        if not steep or best <= total:
            break
        prices = np.maximum(0.0, prices - (value - total) / steep * slope)
    return best, proof


def _is_pairs_and_a_trio(floor: Floor, plan: Sequence[Tables]) -> bool:
    """Whether everybody sits in every round, in pairs but for one trio: seats can be counted."""
    everybody = len(floor.worth)
    return everybody <= _FEW and all(
        sorted(map(len, tables))[:-1].count(2) == len(tables) - 1
        and sum(map(len, tables)) == everybody
        and len(tables[-1]) in {2, TRIO}
        for tables in (sorted(tables, key=len) for tables in plan)
    )


def _in_trios(worth: Matrix, plan: Sequence[Tables]) -> float:
    trios = [table for tables in plan for table in tables if len(table) == TRIO]
    return float(sum(worth[np.ix_(table, table)].sum() / 2 for table in trios))


def _best_trio(worth: Matrix, prices: NDArray[np.float64]) -> float:
    """The most that three could gain by sitting together, when each pays for a seat."""
    half = worth - (prices[:, None] + prices) / 2
    np.fill_diagonal(half, -np.inf)
    most = max(float((half + row[:, None] + row).max()) for row in half)
    return max(0.0, most)


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
