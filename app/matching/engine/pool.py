"""The people concerned, what may not be done with them, and everybody's score with everybody."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.blocks import Matrix, score_everybody
from app.matching.engine.people import Facet, Person
from app.matching.engine.score import Reason, World, explain

Pair = tuple[int, int]
Allowed = NDArray[np.bool_]

NO_PAIRS: frozenset[Pair] = frozenset()


@dataclass(frozen=True)
class Pool:
    """The people of one occasion. Pairs are of ids, in either order; other people's are ignored.

    `apart` may never meet here. `met` and `dismissed` are left out of lists alone. `seen` counts
    how often a person (second) was shown to a viewer (first) without interest. `shown_to` holds
    facets that may be named to one viewer (first), besides what the person (second) shows to all.
    Raises ValueError when two people have the same id.
    """

    people: tuple[Person, ...]
    world: World = field(default_factory=World)
    apart: frozenset[Pair] = NO_PAIRS
    met: frozenset[Pair] = NO_PAIRS
    dismissed: frozenset[Pair] = NO_PAIRS
    seen: Mapping[Pair, int] = field(default_factory=dict)
    shown_to: Mapping[Pair, frozenset[Facet]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # In the order of their ids, so that nothing depends on the order they were handed in.
        object.__setattr__(self, "people", tuple(sorted(self.people, key=lambda it: it.id)))
        if len(self.place) != len(self.people):
            raise ValueError("Two people have the same id.")

    @cached_property
    def ids(self) -> NDArray[np.int64]:
        return np.array([person.id for person in self.people], dtype=np.int64)

    @cached_property
    def place(self) -> dict[int, int]:
        """Where each id stands in `people` and in every array."""
        return {person.id: at for at, person in enumerate(self.people)}

    @cached_property
    def scores(self) -> Matrix:
        """Points of every pair, whole multiples of a millionth so that equals are equal."""
        return np.round(score_everybody(self.people, self.world), 6)

    @cached_property
    def allowed(self) -> Allowed:
        """Who may sit with whom: true only where nothing forbids it from either side."""
        willing = self._each(lambda it: not it.opted_out) & self._speaks()
        allowed = willing[:, None] & willing & ~self._unwanted_sales()
        np.fill_diagonal(allowed, val=False)
        return self.without(allowed, self.apart)

    @cached_property
    def suggestable(self) -> Allowed:
        """Who may be suggested to whom: besides, they have neither met nor been dismissed."""
        return self.without(self.allowed, self.met | self.dismissed)

    def explain(self, viewer: int, other: int) -> tuple[Reason, ...]:
        """Why the two should meet, as the viewer may read it. Raises KeyError for strangers."""
        me, them = self.people[self.place[viewer]], self.people[self.place[other]]
        shown = them.shown | self.shown_to.get((viewer, other), frozenset())
        return explain(me, them, self.world, shown=shown)

    def places(self, pairs: Iterable[Pair]) -> list[Pair]:
        """The pairs by place, without those that someone outside the pool is part of."""
        place = self.place
        return [(place[a], place[b]) for a, b in pairs if a in place and b in place]

    def without(self, allowed: Allowed, pairs: Iterable[Pair]) -> Allowed:
        """`allowed`, less these pairs, both ways round."""
        less = allowed.copy()
        for a, b in self.places(pairs):
            less[a, b] = less[b, a] = False
        return less

    def _speaks(self) -> Allowed:
        language = self.world.context.language
        return self._each(lambda it: language is None or language in it.languages)

    def _unwanted_sales(self) -> Allowed:
        sells = self._each(lambda it: it.seller)
        accepts = self._each(lambda it: it.accepts_sales and not self.world.context.no_sales)
        unwanted = sells[:, None] & ~accepts
        return unwanted | unwanted.T

    def _each(self, question: Callable[[Person], bool]) -> Allowed:
        return np.array([question(person) for person in self.people], dtype=np.bool_)
