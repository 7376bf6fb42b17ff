"""A whole community as arrays: what everybody has, in tokens, for lists of a hundred thousand."""

from collections.abc import Iterable, Sequence
from itertools import chain
from math import log
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.balance import MIXES_INDUSTRIES, purposes_met, shared_at
from app.matching.engine.people import Facet, Person
from app.matching.engine.score import World
from app.matching.engine.weights import grained

Floats = NDArray[np.float64]
Tokens = NDArray[np.int32]
Places = NDArray[np.int64]

# What may be asked of somebody, as bits: takes part at all, sells, does not mind being sold to.
WILLING: Final = 1
SELLS: Final = 2
BUYS: Final = 4


class Ragged(NamedTuple):
    """Rows of different lengths: row r is `values[start[r]:stop[r]]`."""

    start: Places
    stop: Places
    values: Tokens

    def row(self, at: int) -> Tokens:
        return self.values[self.start[at] : self.stop[at]]

    def places(self, rows: Places) -> Places:
        """Where the values of these rows stand, one row after the other."""
        counts = self.stop[rows] - self.start[rows]
        before = np.cumsum(counts) - counts
        return np.asarray(np.arange(counts.sum()) + np.repeat(self.start[rows] - before, counts))

    def of(self, rows: Places) -> tuple[Tokens, Places]:
        """The values of these rows, and beside each the row it is of."""
        owners = np.repeat(rows, self.stop[rows] - self.start[rows])
        return self.values[self.places(rows)], owners


class Columns(NamedTuple):
    """People by place. A token is a tag in common, then a skill offered, then the same needed.

    `first_offer` and `first_need` are where those begin, `weight` is what each token counts. Of
    contacts, `strength` goes with `contacts.values` and `fame` divides. `sets` number the sets of
    purposes, whose best pairs `compatible` holds.
    """

    ids: Places
    has: Ragged
    weight: Floats
    first_offer: int
    first_need: int
    contacts: Ragged
    strength: Floats
    fame: Floats
    industry: Tokens
    sets: Tokens
    compatible: Floats
    topics: Tokens
    flags: Tokens


class Shares(NamedTuple):
    """The balance and the occasion, as numbers."""

    shared: float
    help: float
    mutual: float
    purpose: float
    industry: float
    topic: float
    route: float
    topics: int
    mixes: bool
    no_sales: bool

    @classmethod
    def of(cls, world: World) -> "Shares":
        it, context = world.balance, world.context
        topics = len(context.topics)
        return cls(
            it.shared,
            it.help,
            it.mutual,
            it.purpose,
            it.industry,
            it.topic if topics else 0.0,
            it.route if world.contacts.strength else 0.0,
            max(1, topics),
            context.kind in MIXES_INDUSTRIES,
            context.no_sales,
        )


def columns_of(people: Sequence[Person], world: World) -> Columns:
    """The people, in this order, as the community of `world` sees them."""
    factors = shared_at(world.context.kind)
    shared = sorted({(facet, tag) for it in people for facet in factors for tag in it.tags(facet)})
    skills = sorted({tag for it in people for tag in it.offers | it.needs})
    common = {key: at for at, key in enumerate(shared)}
    skill = {tag: at for at, tag in enumerate(skills)}
    first_offer, first_need = len(shared), len(shared) + len(skills)

    def tokens(person: Person) -> Iterable[int]:
        for facet in factors:
            yield from (common[facet, tag] for tag in person.tags(facet))
        yield from (first_offer + skill[tag] for tag in person.offers)
        yield from (first_need + skill[tag] for tag in person.needs)

    weigh = world.snapshot.weight
    once = [weigh(Facet.OFFERS, tag) for tag in skills]
    weights = [grained(factors[facet] * weigh(facet, tag)) for facet, tag in shared]
    contacts, strength, fame = _contacts(people, world)
    sets, compatible = _sets(people)
    trades = [-1 if it.industry is None else it.industry for it in people]
    covered = [len(it.interests & world.context.topics) for it in people]
    return Columns(
        np.array([it.id for it in people], dtype=np.int64),
        ragged([sorted(tokens(it)) for it in people]),
        np.array([*weights, *once, *once], dtype=np.float64),
        first_offer,
        first_need,
        contacts,
        strength,
        fame,
        np.array(trades, dtype=np.int32),
        sets,
        compatible,
        np.array(covered, dtype=np.int32),
        np.array([_flags(it, world) for it in people], dtype=np.int32),
    )


def ragged(rows: Sequence[Sequence[int]]) -> Ragged:
    counts = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
    values = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=int(counts.sum()))
    stop = np.cumsum(counts, dtype=np.int64)
    return Ragged(stop - counts, stop, values)


def starts(counts: NDArray[np.int64]) -> Places:
    """Where rows of such lengths begin, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _contacts(people: Sequence[Person], world: World) -> tuple[Ragged, Floats, Floats]:
    known = [world.contacts.of(it.id) for it in people]
    everybody = sorted({who for row in known for who in row})
    number = {who: at for at, who in enumerate(everybody)}
    strength = [row[who] for row in known for who in sorted(row)]
    fame = [log(2 + world.contacts.degree.get(who, 0)) for who in everybody]
    rows = ragged([[number[who] for who in sorted(row)] for row in known])
    return rows, np.array(strength, dtype=np.float64), np.array(fame, dtype=np.float64)


def _sets(people: Sequence[Person]) -> tuple[Tokens, Floats]:
    sets = sorted({it.purposes for it in people}, key=sorted)
    number = {purposes: at for at, purposes in enumerate(sets)}
    met = [[purposes_met(mine, theirs) for theirs in sets] for mine in sets]
    values = [[found[0] if found else 0.0 for found in row] for row in met]
    compatible = np.array(values, dtype=np.float64).reshape(len(sets), len(sets))
    return np.array([number[it.purposes] for it in people], dtype=np.int32), compatible


def _flags(person: Person, world: World) -> int:
    language = world.context.language
    willing = not person.opted_out and (language is None or language in person.languages)
    return WILLING * willing + SELLS * person.seller + BUYS * person.accepts_sales
