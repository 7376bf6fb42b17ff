"""What an evening offers and what it looks for, and who finds little there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# Fewer people than this are not told of who show something to fellow participants alone.
FEWEST = 5


class Side(StrEnum):
    """The sides of a profile this is about."""

    OFFERS = "offers"
    NEEDS = "needs"
    INTERESTS = "interests"
    HOBBIES = "hobbies"


SHARED = (Side.INTERESTS, Side.HOBBIES)


@dataclass(frozen=True)
class Voice:
    """What one person says. `told` may be read by whoever looks.

    What is kept for matching alone is not, but is in `all`; what is private is nowhere.
    """

    member: int
    all: Mapping[Side, frozenset[int]] = field(default_factory=dict)
    told: frozenset[Side] = frozenset()

    def says(self, side: Side) -> frozenset[int]:
        return self.all.get(side, frozenset())


@dataclass(frozen=True)
class Row:
    """How many offer something and how many look for it."""

    tag: int
    offers: int
    needs: int

    @property
    def is_gap(self) -> bool:
        """Looked for, and offered by nobody."""
        return self.needs > 0 and self.offers == 0


@dataclass(frozen=True)
class Totals:
    """How many things are offered or looked for, and how many too few say to be told of.

    `gaps` are those that somebody looks for and nobody offers.
    """

    things: int
    gaps: int
    untold: int


class Why(StrEnum):
    """Why somebody is hard to match."""

    SAYS_NOTHING = "says_nothing"
    NOBODY_OFFERS = "nobody_offers"
    NOBODY_NEEDS = "nobody_needs"
    NOBODY_SHARES = "nobody_shares"
    LITTLE_IN_COMMON = "little_in_common"


@dataclass(frozen=True)
class Ground:
    """One reason, with the tags it is about as far as they may be read."""

    why: Why
    tags: tuple[int, ...] = ()


@dataclass(frozen=True)
class Hard:
    """Somebody for whom nobody here is an obvious match."""

    member: int
    grounds: tuple[Ground, ...]


def hard_for(one: Voice) -> Hard:
    """Somebody who finds nobody here, with what may be told of why."""
    return Hard(one.member, tuple(_grounds(one)))


def _grounds(one: Voice) -> Iterable[Ground]:
    """What may be told of the reason; whatever rests on hidden fields is said in general."""
    if not any(one.all.values()):
        yield Ground(Why.SAYS_NOTHING)
        return
    ways = {
        Why.NOBODY_OFFERS: (Side.NEEDS,),
        Why.NOBODY_NEEDS: (Side.OFFERS,),
        Why.NOBODY_SHARES: SHARED,
    }
    told = [
        Ground(why, tuple(sorted(tags)))
        for why, sides in ways.items()
        if (tags := [it for side in sides if side in one.told for it in one.says(side)])
    ]
    yield from told or [Ground(Why.LITTLE_IN_COMMON)]
