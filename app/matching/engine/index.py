"""The exact best of a community of any size: who has what, and never a look at everybody."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.columns import Columns, Shares, columns_of
from app.matching.engine.people import Person
from app.matching.engine.plain import Search
from app.matching.engine.pool import NO_PAIRS, Pair
from app.matching.engine.score import World
from app.matching.engine.shelves import MOST, Kinds, Less, Shelf, kinds_of, less_of, shelves_of
from app.matching.engine.stacks import Stack, stacks_of
from app.matching.engine.suggest import cost_of_seen

try:
    from app.matching.engine import kernel
# Numba is for those who want it, and wants a folder to keep its work in; what is found is the same.
except (ImportError, RuntimeError):
    kernel = None  # type: ignore[assignment]

__all__ = ["Best", "Index", "kernel"]

_NEVER: Final = -1
_GRAINS: Final = 1_000_000
# Viewers are handed out in so many portions, so that nobody waits long for the last one.
_PORTION: Final = 500


class Best(NamedTuple):
    """The lists of some viewers, best first, by place: keys are points, then a lot. -1: nobody."""

    keys: NDArray[np.int64]
    people: NDArray[np.int32]

    @property
    def points(self) -> NDArray[np.float64]:
        """What the keys stand for, less what it costs to have been seen; NaN for nobody."""
        points = (self.keys >> 32) / _GRAINS - 10.0
        return np.where(self.keys < 0, np.nan, points)


@dataclass(frozen=True)
class Index:
    """Everybody's best by the very scores, lots and constraints of a `Pool`, exactly.

    `is_fast` uses machine code where Numba is installed; the lists are the same without.
    """

    crowd: Columns
    shares: Shares
    less: Less
    seed: int = 0
    is_fast: bool = kernel is not None
    most: int = MOST

    @classmethod
    def of(
        cls,
        people: Iterable[Person],
        world: World,
        *,
        never: Iterable[Pair] = NO_PAIRS,
        seen: Mapping[Pair, int] | None = None,
        seed: int = 0,
    ) -> "Index":
        """An index of these people. `never` are pairs (kept apart, met, dismissed), by id."""
        known = sorted(people, key=lambda it: it.id)
        place = {person.id: at for at, person in enumerate(known)}
        costs = {
            (place[a], place[b]): cost_of_seen(times)
            for (a, b), times in (seen or {}).items()
            if a in place and b in place
        }
        for a, b in never:
            if a in place and b in place:
                costs[place[a], place[b]] = costs[place[b], place[a]] = _NEVER
        crowd = columns_of(known, world)
        return cls(crowd, Shares.of(world), less_of(len(known), costs), seed % 2**64)

    @cached_property
    def shelves(self) -> Sequence[Shelf]:
        return shelves_of(self.crowd, self.most)

    @cached_property
    def stacks(self) -> Sequence[Stack]:
        return stacks_of(self.crowd, self.most)

    @cached_property
    def kinds(self) -> Kinds:
        return kinds_of(self.crowd)

    @property
    def _plain_search(self) -> Search:
        return Search((self.crowd, self.shares, self.less, self.seed), self.kinds)

    @property
    def scene(self) -> tuple[Columns, Shares, Less, np.uint64]:
        return self.crowd, self.shares, self.less, np.uint64(self.seed)

    @cached_property
    def place(self) -> dict[int, int]:
        return {int(id_): at for at, id_ in enumerate(self.crowd.ids)}

    def best(self, viewer: int, k: int = 10) -> list[tuple[int, float]]:
        """The ids of one viewer's best `k` with their points. Raises KeyError for strangers."""
        at = self.place[viewer]
        found = self.best_of(np.array([at]), k)
        listed = zip(found.people[0].tolist(), found.points[0].tolist(), strict=True)
        return [(int(self.crowd.ids[it]), points) for it, points in listed if it >= 0]

    def best_of_all(self, k: int = 10, *, threads: int = 1) -> Best:
        """Everybody's list."""
        return self.best_of(np.arange(len(self.crowd.ids)), k, threads=threads)

    def best_of(self, viewers: NDArray[np.int64], k: int = 10, *, threads: int = 1) -> Best:
        """The lists of some, by place, in this order."""
        shape = (len(viewers), k)
        found = Best(np.full(shape, -1, dtype=np.int64), np.full(shape, -1, dtype=np.int32))
        crowd = self.crowd
        alike = (crowd.flags, crowd.industry, crowd.sets, crowd.topics)
        # Those of a kind one after the other: what holds for all of them is worked out once.
        order = np.lexsort([part[viewers] for part in alike])
        portions = [order[at : at + _PORTION] for at in range(0, len(viewers), _PORTION)]

        def search(portion: NDArray[np.int64]) -> None:
            best = self._search(viewers[portion], k)
            found.keys[portion], found.people[portion] = best

        if threads == 1:
            for portion in portions:
                search(portion)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(search, portions))
        return found

    def row(self, viewer: int) -> NDArray[np.int64]:
        """The keys of everybody for one viewer, by place; -1 where they must not be shown."""
        if self.is_fast:
            row: NDArray[np.int64] = kernel.row_of(viewer, self.scene)
            return row
        return self._plain_search.row(viewer, self.shelves)

    def _search(self, viewers: NDArray[np.int64], k: int) -> Best:
        shape = (len(viewers), k)
        found = Best(np.full(shape, -1, dtype=np.int64), np.full(shape, -1, dtype=np.int32))
        if self.is_fast:
            for stack in self.stacks:
                kernel.best_of_many(viewers, self.scene, stack, found.keys, found.people)
            return found
        search = self._plain_search
        for at, viewer in enumerate(viewers.tolist()):
            for shelf in self.shelves:
                search.best(viewer, shelf, found.keys[at], found.people[at])
        return found
