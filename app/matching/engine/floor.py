"""The floor on which rounds are planned: who may sit with whom, and who already has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.blocks import Matrix
from app.matching.engine.pool import Allowed, Pool

Table = Sequence[int]
Tables = Sequence[Table]

TRIO = 3


@dataclass
class Floor:
    """Everything by place in the pool. `meetings` counts, `in_trio` marks who made up a trio."""

    worth: Matrix
    allowed: Allowed
    meetings: NDArray[np.int64]
    in_trio: NDArray[np.bool_]

    @classmethod
    def of(cls, pool: Pool, past: Iterable[Iterable[Iterable[int]]]) -> "Floor":
        """The floor after the rounds that happened. Who has left since is passed over."""
        size = len(pool.people)
        floor = cls(
            pool.scores,
            pool.allowed,
            np.zeros((size, size), dtype=np.int64),
            np.zeros(size, dtype=np.bool_),
        )
        for tables in past:
            for table in tables:
                floor.seat([[pool.place[it] for it in set(table) if it in pool.place]])
        return floor

    def copy(self) -> "Floor":
        return Floor(self.worth, self.allowed, self.meetings.copy(), self.in_trio.copy())

    def seat(self, tables: Tables) -> None:
        """These tables have sat together."""
        for table in tables:
            self.meetings[np.ix_(table, table)] += 1
            self.meetings[table, table] = 0
            if len(table) == TRIO:
                self.in_trio[table] = True

    @property
    def new(self) -> Allowed:
        """Pairs that may meet and have not."""
        return np.asarray(self.allowed & (self.meetings == 0))

    @property
    def seatable(self) -> list[int]:
        """Those who may sit with anyone at all."""
        return [int(it) for it in np.flatnonzero(self.allowed.any(axis=1))]

    def meets_anyone_new(self, tables: Tables) -> bool:
        return any(not self.meetings[a, b] for table in tables for a, b in combinations(table, 2))

    def repeats(self, tables: Tables) -> int:
        """How many pairs at these tables have met before."""
        return sum(bool(self.meetings[a, b]) for table in tables for a, b in combinations(table, 2))

    def gain(self, tables: Tables) -> float:
        """The points of those who meet for the first time at these tables."""
        return float(
            sum(
                self.worth[a, b]
                for table in tables
                for a, b in combinations(table, 2)
                if not self.meetings[a, b]
            )
        )
