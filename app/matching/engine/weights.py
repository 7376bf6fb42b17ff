"""How rare each tag is. A snapshot is taken once and named by every score made with it."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from typing import Final

from app.matching.engine.people import Facet, Person

LEAST: Final = 0.02
GRAIN: Final = 2.0**32

# A tag that someone offers and a tag that someone needs are the same skill.
_KINDS: Final[Mapping[Facet, str]] = {
    Facet.INTERESTS: "interest",
    Facet.HOBBIES: "hobby",
    Facet.LEARNING: "learning",
    Facet.SCHOOL: "school",
    Facet.HOMETOWN: "hometown",
    Facet.AGE_GROUP: "age_group",
    Facet.OCCUPATION: "occupation",
    Facet.LANGUAGES: "language",
    Facet.OFFERS: "skill",
    Facet.NEEDS: "skill",
}

Key = tuple[str, int]


@dataclass(frozen=True)
class Snapshot:
    """The weight of every tag at one moment, 0.02 to 1; an unknown tag is as rare as can be.

    Within one snapshot scores only grow with what people have in common. Without it, an offer
    more would make the skill less rare, and could lower a score.
    """

    weights: Mapping[Key, float] = field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """A name for exactly these weights."""
        lines = "\n".join(f"{kind}:{tag}={weight!r}" for (kind, tag), weight in self._sorted())
        return hashlib.sha256(lines.encode()).hexdigest()[:16]

    def weight(self, facet: Facet, tag: int) -> float:
        return grained(self.weights.get((_KINDS[facet], tag), 1.0))

    def kept(self) -> dict[str, float]:
        """The weights as JSON can hold them; `Snapshot.of_kept` reads them again."""
        return {f"{kind}:{tag}": weight for (kind, tag), weight in self._sorted()}

    @classmethod
    def of_kept(cls, kept: Mapping[str, float]) -> "Snapshot":
        named = ((name.rsplit(":", 1), weight) for name, weight in kept.items())
        return cls({(kind, int(tag)): weight for (kind, tag), weight in named})

    def _sorted(self) -> list[tuple[Key, float]]:
        return sorted(self.weights.items())


def take_snapshot(people: Collection[Person]) -> Snapshot:
    """The weights of all tags among `people`: of a community, or an event of twenty or more.

    `max(0.02, ln((N+1)/(df+1)) / ln(N+1))`; skills count offers and needs over N = 2n.
    """
    counted = Counter(
        (_KINDS[facet], tag) for person in people for facet in _KINDS for tag in person.tags(facet)
    )
    size = len(people)
    return Snapshot(
        {
            (kind, tag): rarity(count, 2 * size if kind == "skill" else size)
            for (kind, tag), count in counted.items()
        }
    )


def grained(amount: float) -> float:
    """A whole multiple of a 2^32th: sums of such are the same in any order, to the last bit."""
    return round(amount * GRAIN) / GRAIN


def rarity(count: int, size: int) -> float:
    """The weight of a tag that `count` of `size` have."""
    return max(LEAST, log((size + 1) / (count + 1)) / log(size + 1))
