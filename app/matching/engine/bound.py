"""What rounds could at best be worth: a figure that no plan of the same shape can pass."""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.blocks import Matrix
from app.matching.engine.floor import TRIO, Floor, Tables
from app.matching.engine.trios import DENSE, Prices, disjoint_trios, most_for_trios, trio_gains

_STEPS: Final = 60
_AGREED: Final = 40

Counts = NDArray[np.int64]


def best_possible(
    floor: Floor, plan: Sequence[Tables], total: float, *, is_close: bool = True
) -> float:
    """An upper bound on the points of first meetings, for a plan that reaches `total`.

    Of the linear programme in which everybody meets as many as here, but anyone may be the one
    who meets many. Every price list of its dual gives a bound; good prices are looked for by
    steps towards `total`. Source: Polyak, Introduction to Optimization.
    """
    worth: Matrix = np.where(floor.new, floor.worth, 0.0)
    best, _ = _lowest(worth, np.sort(_meetings(floor, plan)), total)
    if _is_pairs_and_a_trio(floor, plan):
        seats = np.full(len(worth), len(plan))
        pairs, prices = _lowest(worth, seats, total - _more_in_trios(worth, plan))
        gains = trio_gains(worth, prices)
        best = min(best, pairs + most_for_trios(gains, len(plan), is_close=is_close))
        if is_close and len(worth) <= DENSE and best > total:
            prices = _agreed(worth, prices, len(plan), total)
            pairs = _sold(worth, prices, len(plan))
            best = min(best, pairs + most_for_trios(trio_gains(worth, prices), len(plan)))
    return best


def _sold(worth: Matrix, prices: Prices, rounds: int) -> float:
    """What all seats cost, and what pairs gain beyond that."""
    gain = worth - prices[:, None] - prices
    return float(rounds * prices.sum() + gain[gain > 0].sum() / 2)


def _agreed(worth: Matrix, prices: Prices, rounds: int, total: float) -> Prices:
    """Prices at which those who sit in trios agree with those who sit in pairs."""
    best, proof = float("inf"), prices
    for _ in range(_AGREED):
        gains = trio_gains(worth, prices)
        bought = worth > prices[:, None] + prices
        slope = rounds - bought.sum(axis=1).astype(np.float64)
        value = _sold(worth, prices, rounds)
        for trio in disjoint_trios(gains, rounds):
            for a, b in combinations(trio, 2):
                value += gains[a, b]
                slope[[a, b]] += 0.5 if bought[a, b] else -0.5
        if value < best:
            best, proof = value, prices
        steep = float(slope @ slope)
        if not steep or value <= total:
            break
        prices = np.maximum(0.0, prices - (value - total) / steep * slope)
    return proof


def seat_prices(worth: Matrix, rounds: int, total: float) -> Prices:
    """What a seat in a pair is worth to each, if so many rounds come to about `total`."""
    return _lowest(worth, np.full(len(worth), rounds), total)[1]


def _lowest(worth: Matrix, meetings: Counts, total: float) -> tuple[float, Prices]:
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
    """Whether everybody sits in every round, in pairs but for one trio, and nobody in two trios."""
    everybody = len(floor.worth)
    in_trios = [it for tables in plan for table in tables if len(table) == TRIO for it in table]
    return len(in_trios) == len(set(in_trios)) == TRIO * len(plan) and all(
        sum(len(table) == TRIO - 1 for table in tables) == len(tables) - 1
        and sum(map(len, tables)) == everybody
        for tables in plan
    )


def _more_in_trios(worth: Matrix, plan: Sequence[Tables]) -> float:
    """About what the trios bring beyond what their three would find in pairs."""
    trios = [table for tables in plan for table in tables if len(table) == TRIO]
    prices = _first_prices(worth, len(plan))
    return float(sum(worth[np.ix_(it, it)].sum() / 2 - prices[list(it)].sum() for it in trios))


def _meetings(floor: Floor, plan: Sequence[Tables]) -> Counts:
    """How many each person meets, counting again those met again."""
    met = np.zeros(len(floor.worth), dtype=np.int64)
    for tables in plan:
        for table in tables:
            met[list(table)] += len(table) - 1
    return met


def _first_prices(worth: Matrix, most: int) -> Prices:
    """Half of what each one's last meeting is worth when everybody has their best."""
    last = min(most, len(worth) - 1)
    return np.asarray(np.sort(worth, axis=1)[:, -last] / 2)
