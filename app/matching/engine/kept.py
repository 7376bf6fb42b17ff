"""Everybody's lists, kept exact while one person after the other changes."""

from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.columns import Columns, Places, Ragged
from app.matching.engine.index import Best, Index, kernel
from app.matching.engine.shelves import less_of

# Those who have changed are looked at one by one; when there are more, shelves are filled anew.
MOST_MOVED: Final = 400
_ROOM: Final = 1 << 16


class Row(NamedTuple):
    """What counts of one person, in the numbers of `Columns`."""

    tokens: NDArray[np.int32]
    industry: int
    sets: int
    topics: int
    flags: int


@dataclass
class Kept:
    """The lists of all, as `Index.best_of_all` would find them now, to the last key.

    Weights stay those of the snapshot, contacts those of the index.
    """

    index: Index
    best: Best
    threads: int = 1
    moved: list[int] = field(default_factory=list)
    used: int = 0

    @classmethod
    def of(cls, index: Index, k: int = 10, *, threads: int = 1) -> "Kept":
        """Lists of `k` for all, from a copy of the index that may change."""
        crowd = index.crowd
        used, room = len(crowd.has.values), np.zeros(_ROOM, dtype=np.int32)
        has = Ragged(
            crowd.has.start.copy(),
            crowd.has.stop.copy(),
            np.concatenate([crowd.has.values, room]),
        )
        own = replace(index, crowd=_copied(crowd, has))
        return cls(own, own.best_of_all(k, threads=threads), threads, used=used)

    def change(self, at: int, row: Row) -> NDArray[np.int64]:
        """Somebody is different from now on; returns, by place, whose lists are."""
        self._write(at, row)
        had = np.flatnonzero((self.best.people == at).any(axis=1))
        found = self._found(at)
        lasts = self.best.keys[:, -1]
        # Whoever fell below what was last may now be worse than somebody nobody has looked at.
        lost = had[(found[had] <= lasts[had]) & (lasts[had] >= 0)]
        gained = np.flatnonzero(found > lasts)
        touched = np.unique(np.concatenate([had, gained, [at]]))
        old = self.best.keys[touched], self.best.people[touched]
        for viewer in touched.tolist():
            self._take_out(viewer, at)
        for viewer in gained.tolist():
            self._put_in(viewer, at, int(found[viewer]))
        self._look_again(np.append(lost[lost != at], at))
        same = (old[0] == self.best.keys[touched]).all(axis=1)
        same &= (old[1] == self.best.people[touched]).all(axis=1)
        return np.asarray(touched[~same])

    def _write(self, at: int, row: Row) -> None:
        has = self.index.crowd.has
        if self.used + len(row.tokens) > len(has.values):
            room = np.zeros(_ROOM + len(row.tokens), dtype=np.int32)
            has = has._replace(values=np.concatenate([has.values, room]))
            self.index = _renewed(self.index, self.index.crowd._replace(has=has))
        has.start[at], has.stop[at] = self.used, self.used + len(row.tokens)
        has.values[self.used : self.used + len(row.tokens)] = row.tokens
        self.used += len(row.tokens)
        crowd = self.index.crowd
        crowd.industry[at], crowd.sets[at] = row.industry, row.sets
        crowd.topics[at], crowd.flags[at] = row.topics, row.flags
        if at not in self.moved:
            self.moved.append(at)
        if not self.index.is_fast or len(self.moved) > MOST_MOVED:
            self.index = replace(self.index)
            self.moved = []
        elif self.index.is_fast:
            for stack in self.index.stacks:
                stack.place[stack.place == at] = -1

    def _found(self, at: int) -> NDArray[np.int64]:
        """The key of this person on everybody's list; where they do not belong it may be -1."""
        if not self.index.is_fast:
            return self._found_plainly(at)
        found = np.full(len(self.best.keys), -1, dtype=np.int64)
        lasts = np.ascontiguousarray(self.best.keys[:, -1])
        for stack in self.index.stacks:
            kernel.entered(at, lasts, self.index.scene, stack, found)
        kernel.keys_between(at, np.array(self.moved, dtype=np.int64), self.index.scene, found)
        return found

    def _found_plainly(self, at: int) -> NDArray[np.int64]:
        less = self.index.less
        found = replace(self.index, less=less_of(len(less.start), {})).row(at).copy()
        about = np.flatnonzero(less.people == at)
        viewers = np.searchsorted(less.stop, about, side="right")
        cost = less.cost[about]
        found[viewers] = np.where(
            (cost < 0) | (found[viewers] < 0), -1, found[viewers] - (cost << 32)
        )
        return found

    def _take_out(self, viewer: int, at: int) -> None:
        keys, people = self.best.keys[viewer], self.best.people[viewer]
        where = np.flatnonzero(people == at)
        if len(where):
            first = int(where[0])
            keys[first:-1], people[first:-1] = keys[first + 1 :].copy(), people[first + 1 :].copy()
            keys[-1], people[-1] = -1, -1

    def _put_in(self, viewer: int, at: int, key: int) -> None:
        keys, people = self.best.keys[viewer], self.best.people[viewer]
        first = int(np.searchsorted(-keys, -key))
        keys[first + 1 :], people[first + 1 :] = keys[first:-1].copy(), people[first:-1].copy()
        keys[first], people[first] = key, at

    def _look_again(self, viewers: Places) -> None:
        """The lists of these from the beginning."""
        found = self.index.best_of(viewers, self.best.keys.shape[1])
        if self.index.is_fast and self.moved:
            moved = np.array(self.moved, dtype=np.int64)
            kernel.best_of_moved(viewers, moved, self.index.scene, found.keys, found.people)
        self.best.keys[viewers], self.best.people[viewers] = found


def _copied(crowd: Columns, has: Ragged) -> Columns:
    return crowd._replace(
        has=has,
        industry=crowd.industry.copy(),
        sets=crowd.sets.copy(),
        topics=crowd.topics.copy(),
        flags=crowd.flags.copy(),
    )


def _renewed(index: Index, crowd: Columns) -> Index:
    """The same shelves, with arrays that have more room."""
    new = replace(index, crowd=crowd)
    if index.is_fast:
        new.__dict__["stacks"] = index.stacks
    return new
