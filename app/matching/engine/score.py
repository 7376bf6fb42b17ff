"""The score of two people is the sum of its reasons, and the same from either side."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import fsum
from typing import Final, NamedTuple

from app.matching.engine.balance import (
    BALANCE,
    MIXES_INDUSTRIES,
    Balance,
    purposes_met,
    shared_at,
)
from app.matching.engine.people import Contacts, Context, Facet, Person
from app.matching.engine.weights import Snapshot, grained


class Term(StrEnum):
    """The seven terms of the score."""

    SHARED = "shared"
    HELP = "help"
    MUTUAL = "mutual"
    PURPOSE = "purpose"
    INDUSTRY = "industry"
    TOPIC = "topic"
    ROUTE = "route"


class Why(StrEnum):
    """The kinds of reason we give."""

    SHARED_INTEREST = "shared_interest"
    SHARED_TRAIT = "shared_trait"
    THEY_OFFER = "they_offer"
    YOU_OFFER = "you_offer"
    PURPOSE = "purpose"
    INDUSTRY = "industry"
    MUTUAL_CONTACT = "mutual_contact"
    LANGUAGE = "language"
    SERENDIPITY = "serendipity"


_EVERY_TERM_IN_FULL: Final = Balance(1, 1, 1, 1, 1, 1, 1)

_SHARED_AS: Final = {Facet.INTERESTS: Why.SHARED_INTEREST, Facet.LANGUAGES: Why.LANGUAGE}


@dataclass(frozen=True)
class Reason:
    """One ground for a meeting, true of both people, with the points it is worth.

    `mine` and `theirs` are tag ids, purposes, or the id of a mutual contact. `facet` is theirs.
    When `named` is false it stands for everything that counts but may not be told: it has no
    value, and its kind says nothing.
    """

    kind: Why
    points: float
    term: Term | None = None
    facet: Facet | None = None
    mine: int | str | None = None
    theirs: int | str | None = None
    named: bool = True

    @property
    def place(self) -> tuple[float, str, str, str]:
        """Where it stands among others: the strongest first."""
        return (-self.points, self.kind, str(self.mine), str(self.theirs))


@dataclass(frozen=True)
class World:
    """What a score depends on besides the two people."""

    context: Context = field(default_factory=Context)
    snapshot: Snapshot = field(default_factory=Snapshot)
    contacts: Contacts = field(default_factory=Contacts)
    # What the community's answers have taught, in place of the table.
    learned: Balance | None = None

    @property
    def balance(self) -> Balance:
        return self.learned or BALANCE[self.context.kind]


def score(me: Person, other: Person, world: World) -> float:
    """0 to 100 points; `score(a, b) == score(b, a)` to the last bit."""
    return sum(reason.points for reason in decompose(me, other, world))


def values(me: Person, other: Person, world: World) -> tuple[float, ...]:
    """What each term is worth between the two, 0 to 1, in the order of `Term`: to learn from."""
    plain = replace(world, learned=_EVERY_TERM_IN_FULL)
    return tuple(sum(reason.points for reason in term(me, other, plain)) / 100 for term in _TERMS)


def decompose(me: Person, other: Person, world: World) -> tuple[Reason, ...]:
    """Every reason with its points, strongest first, whoever may read them: for audits alone."""
    found = [reason for term in _TERMS for reason in term(me, other, world)]
    return tuple(sorted(found, key=lambda reason: reason.place))


def explain(
    me: Person, other: Person, world: World, *, shown: frozenset[Facet] | None = None
) -> tuple[Reason, ...]:
    """The reasons as `me` may read them, strongest first; what may not be named comes last, as one.

    `shown` are the facets of `other` that `me` may see, `other.shown` unless given.
    """
    visible = other.shown if shown is None else shown
    reasons = decompose(me, other, world)
    named = tuple(it for it in reasons if _may_be_named(it, visible, world.contacts, other))
    rest = sum(reason.points for reason in reasons) - sum(reason.points for reason in named)
    return (*named, Reason(Why.SHARED_TRAIT, rest, named=False)) if rest else named


def strongest(reasons: Iterable[Reason], limit: int = 3) -> tuple[Reason, ...]:
    """The few worth a sentence: named ones, each thing said once, by all the points it made."""
    merged: dict[tuple[Why, Facet | None, int | str | None, int | str | None], Reason] = {}
    for reason in reasons:
        if reason.named:
            key = (reason.kind, reason.facet, reason.mine, reason.theirs)
            points = reason.points + (merged[key].points if key in merged else 0.0)
            merged[key] = Reason(reason.kind, points, None, *key[1:])
    return tuple(sorted(merged.values(), key=lambda reason: reason.place)[:limit])


class _Ground(NamedTuple):
    kind: Why
    facet: Facet | None
    mine: int | str
    theirs: int | str
    weight: float


def _may_be_named(
    reason: Reason, visible: frozenset[Facet], contacts: Contacts, other: Person
) -> bool:
    if reason.kind is Why.MUTUAL_CONTACT:
        return (reason.theirs, other.id) in contacts.shown
    return reason.facet in visible


def _shared(me: Person, other: Person, world: World) -> list[Reason]:
    grounds = [
        _Ground(kind, facet, tag, tag, grained(factor * world.snapshot.weight(facet, tag)))
        for facet, factor in shared_at(world.context.kind).items()
        for kind in (_SHARED_AS.get(facet, Why.SHARED_TRAIT),)
        for tag in me.tags(facet) & other.tags(facet)
    ]
    return _spread(Term.SHARED, world.balance.shared * saturated(_sum(grounds), 1.0), grounds)


def _help(me: Person, other: Person, world: World) -> list[Reason]:
    gets, gives = _exchange(me, other, world)
    each = world.balance.help / 2
    return [
        *_spread(Term.HELP, each * saturated(_sum(gets), 0.5), gets),
        *_spread(Term.HELP, each * saturated(_sum(gives), 0.5), gives),
    ]


def _mutual(me: Person, other: Person, world: World) -> list[Reason]:
    gets, gives = _exchange(me, other, world)
    if not (gets and gives):
        return []
    a, b = saturated(_sum(gets), 0.5), saturated(_sum(gives), 0.5)
    # Half of it for what comes, half for what goes, so that either side reads the same.
    half = world.balance.mutual * (a * b / (a + b))
    return [*_spread(Term.MUTUAL, half, gets), *_spread(Term.MUTUAL, half, gives)]


def _exchange(me: Person, other: Person, world: World) -> tuple[list[_Ground], list[_Ground]]:
    weight = world.snapshot.weight
    gets = [
        _Ground(Why.THEY_OFFER, Facet.OFFERS, tag, tag, weight(Facet.OFFERS, tag))
        for tag in me.needs & other.offers
    ]
    gives = [
        _Ground(Why.YOU_OFFER, Facet.NEEDS, tag, tag, weight(Facet.NEEDS, tag))
        for tag in me.offers & other.needs
    ]
    return gets, gives


def _purpose(me: Person, other: Person, world: World) -> list[Reason]:
    met = purposes_met(me.purposes, other.purposes)
    if met is None:
        return []
    value, mine, theirs = met
    grounds = [_Ground(Why.PURPOSE, Facet.PURPOSES, mine, theirs, 1.0)]
    return _spread(Term.PURPOSE, world.balance.purpose * value, grounds)


def _industry(me: Person, other: Person, world: World) -> list[Reason]:
    if me.industry is None or other.industry is None:
        return []
    if (me.industry != other.industry) is not (world.context.kind in MIXES_INDUSTRIES):
        return []
    grounds = [_Ground(Why.INDUSTRY, Facet.INDUSTRY, me.industry, other.industry, 1.0)]
    return _spread(Term.INDUSTRY, world.balance.industry, grounds)


def _topic(me: Person, other: Person, world: World) -> list[Reason]:
    topics = world.context.topics
    mine, theirs = me.interests & topics, other.interests & topics
    both = sorted(mine & theirs)
    # Beyond what they share, each brings another topic of the evening.
    pairs = [*zip(both, both, strict=True), *zip(sorted(mine - theirs), sorted(theirs - mine))]  # noqa: B905 the shorter one ends it
    grounds = [_Ground(Why.SHARED_INTEREST, Facet.INTERESTS, *pair, 1.0) for pair in pairs]
    return _spread(Term.TOPIC, world.balance.topic * len(pairs) / (len(topics) or 1), grounds)


def _route(me: Person, other: Person, world: World) -> list[Reason]:
    mine, theirs = world.contacts.of(me.id), world.contacts.of(other.id)
    grounds = [
        _Ground(
            Why.MUTUAL_CONTACT,
            None,
            who,
            who,
            grained(world.contacts.weight(mine[who], theirs[who], who)),
        )
        for who in mine.keys() & theirs.keys()
    ]
    return _spread(Term.ROUTE, world.balance.route * saturated(_sum(grounds), 1.0), grounds)


_TERMS: Final[Sequence[Callable[[Person, Person, World], list[Reason]]]] = (
    _shared,
    _help,
    _mutual,
    _purpose,
    _industry,
    _topic,
    _route,
)


def saturated(amount: float, half: float) -> float:
    """From 0 towards 1; `half` is the amount that gives one half."""
    return amount / (amount + half)


def _sum(grounds: Sequence[_Ground]) -> float:
    return fsum(ground.weight for ground in grounds)


def _spread(term: Term, share: float, grounds: Sequence[_Ground]) -> list[Reason]:
    """The points of a term, spread over the grounds that made it."""
    if not share:
        return []
    each = 100.0 * share / _sum(grounds)
    return [
        Reason(it.kind, grained(each * it.weight), term, it.facet, it.mine, it.theirs)
        for it in grounds
    ]
