"""The floor on which rounds are planned: who may sit with whom, and who already has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.blocks import Matrix
from app.matching.engine.house import House, joined
from app.matching.engine.pool import Allowed, Pool

Table = Sequence[int]
Tables = Sequence[Table]

TRIO = 3


@dataclass(frozen=True)
class Order:
    """So many rounds of tables of `size`; `locked` tables stay, by round from 0, by place."""

    rounds: int
    size: int
    seed: int = 0
    locked: Mapping[int, Tables] = field(default_factory=dict)


@dataclass
class Floor:
    """Everything by place in the pool. `meetings` counts, `in_trio` marks who made up a trio.

    `kin` are to sit together always, `hosts` apart. `trade` is the industry where it matters,
    else -1.
    """

    worth: Matrix
    allowed: Allowed
    meetings: NDArray[np.int64]
    in_trio: NDArray[np.bool_]
    kin: Allowed
    hosts: NDArray[np.bool_]
    trade: NDArray[np.int64]

    @classmethod
    def of(
        cls, pool: Pool, past: Iterable[Iterable[Iterable[int]]], house: House | None = None
    ) -> "Floor":
        """The floor after the rounds that happened. Who has left since is passed over."""
        size, house = len(pool.people), house or House()
        trade = [
            it.industry if house.mixes and it.industry is not None else -1 for it in pool.people
        ]
        floor = cls(
            pool.scores,
            pool.allowed,
            np.zeros((size, size), dtype=np.int64),
            np.zeros(size, dtype=np.bool_),
            _kin(pool, house),
            np.array([it.id in house.hosts for it in pool.people], dtype=np.bool_),
            np.array(trade, dtype=np.int64),
        )
        for tables in past:
            for table in tables:
                floor.seat([[pool.place[it] for it in set(table) if it in pool.place]])
        return floor

    def copy(self) -> "Floor":
        return replace(self, meetings=self.meetings.copy(), in_trio=self.in_trio.copy())

    def seat(self, tables: Tables) -> None:
        """These tables have sat together."""
        for table in tables:
            for a, b in permutations(table, 2):
                self.meetings[a, b] += 1
            if len(table) == TRIO:
                self.in_trio[table] = True

    def rise(self, tables: Tables) -> None:
        """These tables have not sat together after all; trios are not forgotten."""
        for table in tables:
            for a, b in permutations(table, 2):
                self.meetings[a, b] -= 1

    @property
    def new(self) -> Allowed:
        """Pairs that may meet and have not."""
        return np.asarray(self.allowed & (self.meetings == 0))

    @property
    def seatable(self) -> list[int]:
        """Those who may sit with anyone at all."""
        return [int(it) for it in np.flatnonzero(self.allowed.any(axis=1))]

    def kept(self, tables: Tables) -> list[list[int]]:
        """These tables as far as they may stay: nobody twice, nobody beside whom they must not.

        Who has most to do with a quarrel rises; a table for one is none.
        """
        seen: set[int] = set()
        kept: list[list[int]] = []
        for table in tables:
            calm = self.calmed([it for it in dict.fromkeys(table) if it not in seen])[0]
            seen.update(calm)
            kept.append(calm)
        return [table for table in kept if len(table) > 1]

    def calmed(self, table: Table) -> tuple[list[int], list[int]]:
        """The table without forbidden meetings, and those who rose for that."""
        calm, risen = list(table), []
        while not self.is_peaceful(calm):
            quarrels = (~self.allowed[np.ix_(calm, calm)]).sum(axis=1)
            risen.append(calm.pop(int(quarrels.argmax())))
        return calm, risen

    def is_peaceful(self, table: Table) -> bool:
        return all(self.allowed[a, b] for a, b in combinations(table, 2))

    def meets_anyone_new(self, tables: Tables) -> bool:
        return any(not self.meetings[a, b] for table in tables for a, b in combinations(table, 2))

    def repeats(self, tables: Tables) -> int:
        """How many pairs at these tables have met before, without those who belong together."""
        return sum(
            bool(self.meetings[a, b]) and not self.kin[a, b]
            for table in tables
            for a, b in combinations(table, 2)
        )

    def groups_among(self, people: Iterable[int]) -> list[list[int]]:
        """These people in groups that belong together; most are alone in theirs."""
        here = list(people)
        return joined(here, [(int(a), int(b)) for a, b in np.argwhere(np.triu(self.kin))])

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


def _kin(pool: Pool, house: House) -> Allowed:
    """Whom the house wants together: all of a group, but nobody who must be kept apart."""
    kin = np.zeros((len(pool.people),) * 2, dtype=np.bool_)
    if house.together:
        for group in joined(range(len(kin)), pool.places(house.together)):
            kin[np.ix_(group, group)] = len(group) > 1
        np.fill_diagonal(kin, val=False)
    return np.asarray(kin & pool.allowed)
