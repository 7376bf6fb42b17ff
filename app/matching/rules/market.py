"""What an evening offers and what it looks for, and who finds little there."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
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
    """What one person says. `told` may be read by whoever looks, `counted` by fellow participants.

    What is kept for matching alone is in neither, but in `all`; what is private is nowhere.
    """

    member: int
    all: Mapping[Side, frozenset[int]] = field(default_factory=dict)
    told: frozenset[Side] = frozenset()
    counted: frozenset[Side] = frozenset()

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

    @property
    def weight(self) -> tuple[int, int, int]:
        """What comes first: what meets, then what is looked for, then what is offered."""
        return (-min(self.needs, self.offers), -self.needs, -self.offers)


@dataclass(frozen=True)
class Market:
    """The whole evening, and how many things too few people say to be told of."""

    rows: list[Row]
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


def market_of(voices: Collection[Voice]) -> Market:
    """Offers and needs side by side, as whoever looks may read them.

    Who shows something to fellow participants alone is counted where they are five or more
    together with the others, so that nobody is found out.
    """
    counts = {side: _counts(voices, side) for side in (Side.OFFERS, Side.NEEDS)}
    tags = sorted({tag for told, hidden in counts.values() for tag in (*told, *hidden)})
    rows = [
        Row(tag, *(_tellable(counts[side], tag) for side in (Side.OFFERS, Side.NEEDS)))
        for tag in tags
    ]
    known = [row for row in rows if row.offers or row.needs]
    return Market(sorted(known, key=lambda it: (*it.weight, it.tag)), len(rows) - len(known))


def hard_to_match(voices: Collection[Voice]) -> list[Hard]:
    """Those who find nobody that offers, needs or shares anything of theirs, the quietest first."""
    has = {side: Counter(t for one in voices for t in one.says(side)) for side in Side}
    found = [Hard(one.member, tuple(_grounds(one))) for one in voices if not _finds(one, has)]
    return sorted(found, key=lambda it: (it.grounds[0].why != Why.SAYS_NOTHING, it.member))


def _finds(one: Voice, has: Mapping[Side, Counter[int]]) -> bool:
    """Whether anybody else offers what they need, needs what they offer, or shares an interest."""
    meets = {Side.NEEDS: Side.OFFERS, Side.OFFERS: Side.NEEDS} | {side: side for side in SHARED}
    return any(
        has[other][tag] > (tag in one.says(other))
        for side, other in meets.items()
        for tag in one.says(side)
    )


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


def _counts(voices: Iterable[Voice], side: Side) -> tuple[Counter[int], Counter[int]]:
    """How many say each tag for all to read, and how many to fellow participants alone."""
    told: Counter[int] = Counter()
    hidden: Counter[int] = Counter()
    for one in voices:
        if side in one.told:
            told.update(one.says(side))
        elif side in one.counted:
            hidden.update(one.says(side))
    return told, hidden


def _tellable(counts: tuple[Counter[int], Counter[int]], tag: int) -> int:
    told, hidden = counts[0][tag], counts[1][tag]
    return told + hidden if told + hidden >= FEWEST else told
