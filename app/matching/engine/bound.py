"""What rounds could at best be worth: a figure that no plan of the same shape can pass."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.blocks import Matrix
from app.matching.engine.floor import TRIO, Floor, Tables
from app.matching.engine.trios import DENSE, Prices, most_for_trios, trio_gains

# So many steps, and more where there are few people; after so many in vain they become shorter.
_STEPS, _MORE, _IDLE = 60, 300, 8
# Of trios and prices so many in so many steps; every step looks at every trio.
_AGREED, _LOOKS = 250, 12_000_000

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
            best = min(best, _agreed(worth, prices, len(plan), total))
    return best


def _sold(worth: Matrix, prices: Prices, rounds: int) -> float:
    """What all seats cost, and what pairs gain beyond that."""
    gain = worth - prices[:, None] - prices
    return float(rounds * prices.sum() + gain[gain > 0].sum() / 2)


def _agreed(worth: Matrix, prices: Prices, rounds: int, total: float) -> float:
    """The lowest bound at which those who sit in trios agree with those who sit in pairs.

    Besides a price for each seat, each person charges for being in a trio.
    """
    size = len(worth)
    trios = np.array(list(combinations(range(size), TRIO)))
    one, two, three = trios.T
    steps, charges = _Steps(total), np.zeros(size)
    for _ in range(min(_AGREED, _LOOKS // len(trios))):
        gain = trio_gains(worth, prices)
        gains = gain[one, two] + gain[one, three] + gain[two, three] - charges[trios].sum(axis=1)
        top = np.argpartition(gains, -rounds)[-rounds:]
        value = _sold(worth, prices, rounds) + float(charges.sum() + gains[top].sum())
        slope = _slope(worth, prices, trios[top], rounds)
        slopes = np.concatenate([slope, 1.0 - np.bincount(trios[top].ravel(), minlength=size)])
        move = steps.next(value, slopes)
        if move is None:
            break
        prices = np.maximum(0.0, prices - move[:size])
        charges = np.maximum(0.0, charges - move[size:])
    return steps.best


def _slope(worth: Matrix, prices: Prices, trios: Counts, rounds: int) -> Prices:
    """How much dearer all becomes as each one's price rises."""
    bought = worth > prices[:, None] + prices
    slope: Prices = rounds - bought.sum(axis=1).astype(np.float64)
    for pair in ([0, 1], [0, 2], [1, 2]):
        a, b = trios[:, pair].T
        half = np.where(bought[a, b], 0.5, -0.5)
        np.add.at(slope, a, half)
        np.add.at(slope, b, half)
    return slope


class _Steps:
    """Steps down towards `total`, shorter when they have led nowhere for a while."""

    def __init__(self, total: float) -> None:
        self.total, self.best, self.length, self.idle = total, float("inf"), 1.0, 0

    def next(self, value: float, slope: Prices) -> Prices | None:
        """How far to go from where it costs `value`; None where there is no way down."""
        self.idle = 0 if value < self.best else self.idle + 1
        self.best = min(self.best, value)
        if self.idle == _IDLE:
            self.length, self.idle = self.length / 2, 0
        steep = float(slope @ slope)
        if not steep or value <= self.total:
            return None
        return np.asarray(slope * (self.length * (value - self.total) / steep))


def seat_prices(worth: Matrix, rounds: int, total: float) -> Prices:
    """What a seat in a pair is worth to each, if so many rounds come to about `total`."""
    return _lowest(worth, np.full(len(worth), rounds), total)[1]


def _lowest(worth: Matrix, meetings: Counts, total: float) -> tuple[float, Prices]:
    """The lowest bound found when so many meet so many, and the prices that prove it."""
    prices = proof = _first_prices(worth, int(meetings[-1]))
    steps = _Steps(total)
    for _ in range(_MORE if len(worth) <= DENSE else _STEPS):
        gain = worth - prices[:, None] - prices
        bought = gain > 0
        # Those who can pay most meet most.
        sold = np.empty_like(meetings)
        sold[np.argsort(prices, kind="stable")] = meetings
        value = float(sold @ prices + gain[bought].sum() / 2)
        if value < steps.best:
            proof = prices
        move = steps.next(value, (sold - bought.sum(axis=1)).astype(np.float64))
        if move is None:
            break
        prices = np.maximum(0.0, prices - move)
    return steps.best, proof


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
