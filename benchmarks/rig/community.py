"""A synthetic community as arrays, of any size: tags as communities have them (Zipf)."""

from itertools import pairwise
from math import log

import numpy as np
from numpy.random import Generator, default_rng

from app.matching.engine.balance import SHARED, purposes_met
from app.matching.engine.columns import BUYS, WILLING, Columns, Ragged, Shares
from app.matching.engine.index import Index
from app.matching.engine.people import Contacts, Context, Facet, Kind, Person, Purpose
from app.matching.engine.score import World
from app.matching.engine.shelves import less_of
from app.matching.engine.weights import Snapshot, grained, rarity

# How many there are of each, and how many a person has: eighteen and a half on average.
TAGS = {
    Facet.INTERESTS: (2000, 5.5),
    Facet.HOBBIES: (200, 1),
    Facet.SCHOOL: (300, 1),
    Facet.HOMETOWN: (47, 1),
    Facet.OCCUPATION: (100, 1),
    Facet.LANGUAGES: (5, 1),
    Facet.LEARNING: (400, 1),
    Facet.AGE_GROUP: (6, 1),
    Facet.OFFERS: (1000, 3),
    Facet.NEEDS: (1000, 3),
}
CONTACTS = 6
TOPICS = frozenset({0, 1, 2})
KIND = Kind.STUDY_GROUP
_SHARED = tuple(SHARED)
_FACETS = (*_SHARED, Facet.OFFERS, Facet.NEEDS)


def a_community(size: int, seed: int = 1) -> Columns:
    """`size` people with all that the seven terms ask for."""
    dice = default_rng(seed)
    drawn = [_drawn(dice, size, *TAGS[facet]) for facet in _FACETS]
    firsts = np.cumsum([0, *(TAGS[facet][0] for facet in _FACETS)])
    rows = np.concatenate([row for row, _ in drawn])
    tokens = np.concatenate([tag + first for (_, tag), first in zip(drawn, firsts, strict=False)])
    has = _ragged(rows, tokens, size, int(firsts[-1]))
    contacts = _ragged(*_drawn(dice, size, size // 2, CONTACTS, zipf=False), size, size // 2)
    degree = np.bincount(contacts.values, minlength=size // 2)
    purposes = [frozenset((a.value, b.value)) for a in Purpose for b in Purpose if a < b]
    met = [[(purposes_met(mine, theirs) or (0.0,))[0] for theirs in purposes] for mine in purposes]
    topics = np.bincount(rows[tokens < 3], minlength=size)
    return Columns(
        ids=np.arange(1, size + 1),
        has=has,
        weight=_weights(has, firsts, size),
        first_offer=int(firsts[-3]),
        first_need=int(firsts[-2]),
        contacts=contacts,
        strength=dice.uniform(0.1, 3.0, len(contacts.values)),
        fame=np.array([log(2 + it) for it in degree]),
        industry=dice.integers(30, size=size).astype(np.int32),
        sets=dice.integers(len(purposes), size=size).astype(np.int32),
        compatible=np.array(met),
        topics=topics.astype(np.int32),
        flags=np.full(size, WILLING | BUYS, dtype=np.int32),
    )


def thinned(crowd: Columns, every: int = 5) -> Columns:
    """The same people, but every fifth says nothing of themselves and knows nobody."""
    thin = np.arange(len(crowd.ids)) % every == 0
    has = Ragged(crowd.has.start, np.where(thin, crowd.has.start, crowd.has.stop), crowd.has.values)
    contacts = crowd.contacts
    known = Ragged(contacts.start, np.where(thin, contacts.start, contacts.stop), contacts.values)
    industry = np.where(thin, -1, crowd.industry).astype(np.int32)
    topics = np.where(thin, 0, crowd.topics).astype(np.int32)
    return crowd._replace(has=has, contacts=known, industry=industry, topics=topics)


def an_index(crowd: Columns, *, is_fast: bool) -> Index:
    world = World(Context(KIND, TOPICS), contacts=Contacts({0: {0: 1.0}}))
    return Index(crowd, Shares.of(world), less_of(len(crowd.ids), {}), 7, is_fast)


def as_people(crowd: Columns) -> tuple[list[Person], World]:
    """The same people one by one, as the plain loop scores them."""
    firsts = np.cumsum([0, *(TAGS[facet][0] for facet in _FACETS)]).tolist()
    purposes = [frozenset((a.value, b.value)) for a in Purpose for b in Purpose if a < b]
    starts, stops = crowd.contacts.start, crowd.contacts.stop
    strengths = {
        int(id_): dict(
            zip(
                (crowd.contacts.row(at) + 10**9).tolist(),
                crowd.strength[starts[at] : stops[at]].tolist(),
                strict=True,
            )
        )
        for at, id_ in enumerate(crowd.ids)
    }
    degrees = np.bincount(crowd.contacts.values)
    degree = {10**9 + at: int(it) for at, it in enumerate(degrees)}
    people = [
        _person(crowd.has.row(at), firsts, int(id_), int(crowd.industry[at]))
        for at, id_ in enumerate(crowd.ids)
    ]
    people = [
        Person(**{**vars(it), "purposes": purposes[crowd.sets[at]], "accepts_sales": True})
        for at, it in enumerate(people)
    ]
    world = World(Context(KIND, TOPICS), _snapshot(crowd), Contacts(strengths, degree))
    return people, world


def _person(tokens: np.ndarray, firsts: list[int], id_: int, industry: int) -> Person:
    sides = {
        facet: frozenset((tokens[(tokens >= low) & (tokens < high)] - low).tolist())
        for facet, (low, high) in zip(_FACETS, pairwise(firsts), strict=True)
    }
    single = {Facet.SCHOOL, Facet.HOMETOWN, Facet.OCCUPATION, Facet.AGE_GROUP}
    fields = {
        facet.value: next(iter(tags)) if facet in single else tags for facet, tags in sides.items()
    }
    return Person(id=id_, industry=industry, **fields)


def _snapshot(crowd: Columns) -> Snapshot:
    names = {Facet.INTERESTS: "interest", Facet.HOBBIES: "hobby", Facet.LANGUAGES: "language"}
    counts = np.bincount(crowd.has.values, minlength=len(crowd.weight))
    size, weights, first = len(crowd.ids), {}, 0
    for facet in _SHARED:
        for tag in range(TAGS[facet][0]):
            kind = names.get(facet, facet.value)
            weights[kind, tag] = rarity(int(counts[first + tag]), size)
        first += TAGS[facet][0]
    for skill in range(TAGS[Facet.OFFERS][0]):
        both = int(counts[crowd.first_offer + skill] + counts[crowd.first_need + skill])
        weights["skill", skill] = rarity(both, 2 * size)
    return Snapshot(weights)


def _weights(has: Ragged, firsts: np.ndarray, size: int) -> np.ndarray:
    counts = np.bincount(has.values, minlength=int(firsts[-1])).tolist()
    weights: list[float] = []
    for facet, (low, high) in zip(_SHARED, pairwise(firsts.tolist()), strict=False):
        factor = SHARED[facet]
        weights += [grained(factor * grained(rarity(it, size))) for it in counts[low:high]]
    offer, need, end = firsts[-3:].tolist()
    both = zip(counts[offer:need], counts[need:end], strict=True)
    once = [grained(rarity(a + b, 2 * size)) for a, b in both]
    return np.array([*weights, *once, *once])


def _drawn(
    dice: Generator, size: int, of: int, each: float, *, zipf: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """About `each` different tags of `of` for everybody, as (person, tag); one stays one."""
    odds = 1 / np.arange(1, of + 1) if zipf and each != 1 else np.ones(of)
    counts = np.full(size, int(each))
    if each != int(each):
        counts = dice.integers(int(each) - 1, int(each) + 3, size)
    rows = np.repeat(np.arange(size), counts)
    tags = np.searchsorted(np.cumsum(odds / odds.sum()), dice.random(len(rows)))
    tags = np.minimum(tags, of - 1)
    for _ in range(30):
        pairs = rows * np.int64(of) + tags
        order = np.argsort(pairs, kind="stable")
        twice = order[1:][np.diff(pairs[order]) == 0]
        if not len(twice):
            break
        tags[twice] = dice.integers(of, size=len(twice))
    return rows, tags


def _ragged(rows: np.ndarray, values: np.ndarray, size: int, width: int) -> Ragged:
    order = np.argsort(rows * np.int64(width) + values, kind="stable")
    counts = np.bincount(rows, minlength=size)
    stop = np.cumsum(counts)
    return Ragged(stop - counts, stop, values[order].astype(np.int32))
