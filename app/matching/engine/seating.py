"""Seats at tables, improved by swaps ever more choosily, in all rounds together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.blocks import Matrix
from app.matching.engine.pool import Allowed

# One round: tables x seats.
Seats = NDArray[np.intp]
Loss = tuple[int, int, float]

# What it costs, in points, to seat two who must not meet.
_FORBIDDEN: Final = 1_000_000.0
_NEVER: Final = -1e12
# How the cost of meeting again grows while anybody does.
_DEARER: Final = 1.5
_DEAREST: Final = 10_000.0


@dataclass(frozen=True)
class Effort:
    """How long to try: so many swaps at every table, so many times over; from hot to cold.

    Heat is in points: a loss of about so much is taken lightly. `dear` is what it costs at first
    that two meet again.
    """

    sweeps: int
    swaps: int
    hot: float = 6.0
    cold: float = 0.3
    dear: float = 10.0

    def heat(self, sweep: int) -> float:
        return float(self.hot * (self.cold / self.hot) ** (sweep / max(1, self.sweeps - 1)))


@dataclass(frozen=True)
class Wants:
    """What speaks for and against two at one table, in points; people are numbered from 0.

    `worth` counts when they meet for the first time, `liking` (below zero: disliking) whenever
    they sit together. `before` counts how often they have met. For `kin`, who are to sit together
    always, meeting again is no loss.
    """

    worth: Matrix
    liking: Matrix
    banned: Allowed
    before: Matrix
    kin: Allowed

    def with_nobody(self) -> "Wants":
        """The same with one more number, for an empty seat, that nobody likes or minds."""
        return Wants(
            _padded(self.worth),
            _padded(self.liking),
            _padded(self.banned),
            _padded(self.before),
            _padded(self.kin),
        )


class Room:
    """Tables for people 0 to n-1. n stands for an empty seat, of which a table has one at most."""

    def __init__(self, wants: Wants) -> None:
        self.nobody = len(wants.worth)
        self.wants = wants.with_nobody()
        self.fixed = self.wants.liking - _FORBIDDEN * self.wants.banned
        np.fill_diagonal(self.fixed, 0.0)

    def settle(
        self, rounds: Sequence[Seats], held: Matrix, effort: Effort, rng: np.random.Generator
    ) -> list[Seats]:
        """The best seats found, beginning with `rounds`; `held` counts meetings that are sure."""
        seats = [tables.copy() for tables in rounds]
        met = self.wants.before + _padded(held)
        for tables in seats:
            self._count(met, tables, 1)
        best, least = [it.copy() for it in seats], self.loss(met)
        dearness = effort.dear
        for sweep in range(effort.sweeps):
            for tables in seats:
                self._count(met, tables, -1)
                swaps = Swaps(tables, self._value(met, dearness), self.nobody)
                swaps.stir(effort.swaps, effort.heat(sweep), rng)
                self._count(met, tables, 1)
            loss = self.loss(met)
            if loss < least:
                best, least = [it.copy() for it in seats], loss
            dearness = min(_DEAREST, dearness * (_DEARER if loss[1] else 1.0))
        return best

    def meetings(self, rounds: Sequence[Seats], held: Matrix) -> Matrix:
        """How often everybody has met everybody after these rounds."""
        met: Matrix = self.wants.before + _padded(held)
        for tables in rounds:
            self._count(met, tables, 1)
        return met

    def loss(self, met: Matrix) -> Loss:
        """Forbidden meetings, then repeated ones, then points: smaller is better."""
        now = np.triu(met - self.wants.before, 1)
        forbidden = int(now[self.wants.banned].sum())
        first = (now > 0) & (self.wants.before == 0)
        again = np.where(self.wants.kin, 0.0, now).sum() - (first & ~self.wants.kin).sum()
        gain = self.wants.worth[first].sum() + (self.wants.liking * now).sum()
        return forbidden, int(again), -float(gain)

    def _value(self, met: Matrix, dearness: float) -> Matrix:
        """What it is worth that two sit together, the other rounds being what they are."""
        again = np.where(self.wants.kin, 0.0, -dearness)
        value = np.where(met > 0, again, self.wants.worth) + self.fixed
        np.fill_diagonal(value, 0.0)
        value[self.nobody], value[:, self.nobody] = 0.0, 0.0
        return np.asarray(value)

    def _count(self, met: Matrix, tables: Seats, times: int) -> None:
        """Everybody at these tables has met everybody there, `times` more."""
        met[tables[:, :, None], tables[:, None]] += times
        met[self.nobody], met[:, self.nobody] = 0.0, 0.0
        np.fill_diagonal(met, 0.0)


class Swaps:
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
        if not couples:
            return
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


def _padded(matrix: NDArray[Any]) -> NDArray[Any]:
    return np.pad(matrix, (0, 1))
