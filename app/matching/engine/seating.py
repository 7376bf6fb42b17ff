"""Seats at tables, improved by swaps ever more choosily, in all rounds together."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.blocks import Matrix
from app.matching.engine.pool import Allowed

Seats = NDArray[np.intp]
Loss = tuple[int, int, float]

# What it costs, in points, to seat two who must not meet.
_FORBIDDEN: Final = 1_000_000.0
_NEVER: Final = -1e12
# What a second meeting costs at first, and how that grows while there are any.
_DEARNESS: Final = 10.0
_DEARER: Final = 1.5


@dataclass(frozen=True)
class Effort:
    """How long to try: so many swaps at every table, so many times over; from hot to cold.

    Heat is in points: a loss of about so much is taken lightly.
    """

    sweeps: int = 20
    swaps: int = 50
    hot: float = 6.0
    cold: float = 0.3

    def heat(self, sweep: int) -> float:
        return float(self.hot * (self.cold / self.hot) ** (sweep / max(1, self.sweeps - 1)))


class Room:
    """Tables for people 0 to n-1. The number n stands for an empty seat; a table has one at most.

    Every matrix has a last row and column of zeros for it.
    """

    def __init__(self, worth: Matrix, allowed: Allowed, before: Matrix, tables: int) -> None:
        self.nobody = len(worth)
        self.count = tables
        self.depth = -(-self.nobody // tables)
        self.worth = _with_nobody(worth)
        self.before = _with_nobody(before)
        self.banned = _with_nobody(~allowed) > 0
        np.fill_diagonal(self.banned, val=False)

    def settle(self, rounds: int, effort: Effort, rng: np.random.Generator) -> Seats:
        """The best seats found: rounds x tables x seats."""
        seats = np.stack([self._anyhow(rng) for _ in range(rounds)])
        met = self.before.copy()
        for tables in seats:
            self._count(met, tables, 1)
        best, least = seats.copy(), self._loss(met)
        dearness = _DEARNESS
        for sweep in range(effort.sweeps):
            for tables in seats:
                self._count(met, tables, -1)
                swaps = _Swaps(tables, self._value(met, dearness), self.nobody)
                swaps.stir(effort.swaps, effort.heat(sweep), rng)
                self._count(met, tables, 1)
            loss = self._loss(met)
            if loss < least:
                best, least = seats.copy(), loss
            dearness *= _DEARER if loss[1] else 1.0
        return best

    def _anyhow(self, rng: np.random.Generator) -> Seats:
        """Everybody at some table, the empty seats at different ones."""
        seats = np.full(self.depth * self.count, self.nobody, dtype=np.intp)
        seats[: self.nobody] = rng.permutation(self.nobody)
        return np.ascontiguousarray(seats.reshape(self.depth, self.count).T)

    def _value(self, met: Matrix, dearness: float) -> Matrix:
        """What it is worth that two sit together, the other rounds being what they are."""
        value: Matrix = np.where(met > 0, -dearness, self.worth) - _FORBIDDEN * self.banned
        np.fill_diagonal(value, 0.0)
        value[self.nobody], value[:, self.nobody] = 0.0, 0.0
        return value

    def _count(self, met: Matrix, tables: Seats, times: int) -> None:
        """Everybody at these tables has met everybody there, `times` more."""
        met[tables[:, :, None], tables[:, None]] += times
        met[self.nobody], met[:, self.nobody] = 0.0, 0.0
        np.fill_diagonal(met, 0.0)

    def _loss(self, met: Matrix) -> Loss:
        """Forbidden meetings, then repeated ones, then points: smaller is better."""
        now = np.triu(met - self.before, 1)
        forbidden = int(now[self.banned].sum())
        first = (now > 0) & (self.before == 0)
        return forbidden, int(now.sum() - first.sum()), -float(self.worth[first].sum())


class _Swaps:
    """One round being stirred. `pull` is what each person (column) is worth to each table (row)."""

    def __init__(self, tables: Seats, value: Matrix, nobody: int) -> None:
        self.tables = tables
        self.value = value
        self.nobody = nobody
        self.pull: Matrix = value[tables].sum(axis=1)

    def stir(self, times: int, heat: float, rng: np.random.Generator) -> None:
        """Couple the tables by lot, `times` times, and draw one swap, or none, for each couple.

        A swap that gains g points is e^(g / heat) times as likely as none.
        Source: Gibbs sampling by the Gumbel trick.
        """
        count, depth = self.tables.shape
        couples = count // 2
        orders = rng.permuted(np.tile(np.arange(count), (times, 1)), axis=1)
        luck = heat * rng.gumbel(size=(times, couples, depth * depth + 1))
        for order, odds in zip(orders, luck, strict=True):
            left, right = order[:couples], order[couples : 2 * couples]
            odds[:, 1:] += self._gains(left, right)
            choice = odds.argmax(axis=1)
            moved = np.flatnonzero(choice)
            if moved.size:
                mine, theirs = np.divmod(choice[moved] - 1, depth)
                self._swap((left[moved], mine), (right[moved], theirs))

    def _gains(self, left: Seats, right: Seats) -> Matrix:
        """The points every swap would gain: couples x (seats x seats)."""
        a, b = self.tables[left], self.tables[right]
        to_right = self.pull[right[:, None], a] - self.pull[left[:, None], a]
        to_left = self.pull[left[:, None], b] - self.pull[right[:, None], b]
        # The two who change places would each have counted the other.
        gains = (
            to_right[:, :, None] + to_left[:, None, :] - 2 * self.value[a[:, :, None], b[:, None]]
        )
        empty, empty_too = a == self.nobody, b == self.nobody
        both = empty.any(axis=1) & empty_too.any(axis=1)
        if both.any():
            uneven = empty[:, :, None] != empty_too[:, None, :]
            gains[uneven & both[:, None, None]] = _NEVER
        return gains.reshape(len(left), -1)

    def _swap(self, here: tuple[Seats, Seats], there: tuple[Seats, Seats]) -> None:
        goes, comes = self.tables[here], self.tables[there]
        self.tables[here], self.tables[there] = comes, goes
        change = self.value[comes] - self.value[goes]
        self.pull[here[0]] += change
        self.pull[there[0]] -= change


def _with_nobody(matrix: NDArray[np.float64] | Allowed) -> Matrix:
    return np.pad(matrix.astype(np.float64), (0, 1))
