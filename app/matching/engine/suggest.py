"""Whom to meet: a short list for everybody at once, fair to all, with its reasons on demand."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from app.matching.engine.chance import drawn, drawn_for_pairs
from app.matching.engine.exposure import EVERY, Keys, Lists, spread
from app.matching.engine.pool import Pool
from app.matching.engine.score import Reason, strongest

# What being shown in vain costs at most, in points; half of it after two times.
MOST_FOR_SEEN: Final = 10.0
_GRAINS: Final = 1_000_000


class Note(StrEnum):
    """Why a list is empty, or poorer than it could be."""

    ALONE = "alone"
    NOBODY_ALLOWED = "nobody_allowed"
    THIN_PROFILE = "thin_profile"


@dataclass(frozen=True)
class Suggestion:
    """Someone worth meeting. `score` is never shown: its order alone means anything to people."""

    person: int
    rank: int
    score: float
    by_chance: bool
    reasons: tuple[Reason, ...]

    def strongest(self, limit: int = 3) -> tuple[Reason, ...]:
        """The reasons worth a sentence."""
        return strongest(self.reasons, limit)

    @property
    def has_more(self) -> bool:
        """Something speaks for it that may not be named."""
        return any(not reason.named for reason in self.reasons)


@dataclass(frozen=True)
class Suggestions:
    """Everybody's list. Reasons are worked out when a list is asked for."""

    pool: Pool
    places: Sequence[Sequence[int]]
    chance: frozenset[tuple[int, int]]

    def ids(self, viewer: int) -> tuple[int, ...]:
        """Who is suggested to `viewer`, best first."""
        at = self.pool.place.get(viewer)
        return () if at is None else tuple(self.pool.people[it].id for it in self.places[at])

    def of(self, viewer: int) -> tuple[Suggestion, ...]:
        """The list of `viewer`, best first, with the reasons that `viewer` may read."""
        found = enumerate(self.ids(viewer), start=1)
        return tuple(self._suggestion(viewer, other, rank) for rank, other in found)

    def note(self, viewer: int) -> Note | None:
        """What to tell `viewer` about the list, if anything. Raises KeyError for strangers."""
        at = self.pool.place[viewer]
        if len(self.pool.people) == 1:
            return Note.ALONE
        if not self.places[at]:
            return Note.NOBODY_ALLOWED
        return Note.THIN_PROFILE if self.pool.people[at].is_thin else None

    def _suggestion(self, viewer: int, other: int, rank: int) -> Suggestion:
        reasons = self.pool.explain(viewer, other)
        points = sum(reason.points for reason in reasons)
        # Where nothing speaks for it, chance is the honest word for it.
        by_chance = not reasons or (viewer, other) in self.chance
        return Suggestion(other, rank, points, by_chance, reasons)


def suggest(pool: Pool, *, k: int = 4, seed: int = 0) -> Suggestions:
    """Lists of `k` for everybody in the pool; one place in four goes to someone from far away.

    The same pool and seed give the same lists. Where someone's only counterparts are few, a list
    may grow beyond `k`. Raises ValueError when k is below 1.
    """
    if k < 1:
        raise ValueError("A list has at least one place.")
    lists = spread(keys_of(pool, seed), pool.suggestable, drawn(pool.ids, seed), k)
    ids = pool.ids.tolist()
    return Suggestions(
        pool,
        [_interleaved(lists, viewer) for viewer in range(len(ids))],
        frozenset((ids[v], ids[it]) for v, row in enumerate(lists.chance) for it in row),
    )


def keys_of(pool: Pool, seed: int) -> Keys:
    """What each list is ordered by: points less the cost of having been seen; ties by lot."""
    points = np.rint(pool.scores * _GRAINS).astype(np.int64) + int(MOST_FOR_SEEN * _GRAINS)
    for (viewer, person), times in pool.seen.items():
        for a, b in pool.places([(viewer, person)]):
            points[a, b] -= cost_of_seen(times)
    lots = (drawn_for_pairs(pool.ids, seed) >> np.uint64(32)).astype(np.int64)
    return (points << 32) | lots


def cost_of_seen(times: int) -> int:
    """What having been shown so often without interest costs, in millionths of a point."""
    return round(MOST_FOR_SEEN * (1 - 2 ** (-times / 2)) * _GRAINS)


def _interleaved(lists: Lists, viewer: int) -> list[int]:
    """Three of the best, one by chance, and so on; what is left over follows."""
    best, chance = lists.best[viewer], lists.chance[viewer]
    order: list[int] = []
    step = EVERY - 1
    for turn in range(max(len(chance), -(-len(best) // step))):
        order += best[turn * step : (turn + 1) * step]
        order += chance[turn : turn + 1]
    return order
