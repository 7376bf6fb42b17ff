"""The scores of everybody with everybody at once, as dense arrays in the order of the people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.balance import MIXES_INDUSTRIES, purposes_met, shared_at
from app.matching.engine.people import Facet, Person
from app.matching.engine.score import World
from app.matching.engine.weights import GRAIN, grained

Matrix = NDArray[np.float64]


def score_everybody(people: Sequence[Person], world: World) -> Matrix:
    """0 to 100 points for every pair, n x n, equal to `score` but for the last digits."""
    balance = world.balance
    a = _saturated(_help_received(people, world), 0.5)
    b = a.T
    both = a + b
    total = (balance.help / 2) * both
    total += (2 * balance.mutual) * np.divide(a * b, both, out=np.zeros_like(a), where=both > 0)
    total += balance.shared * _saturated(_in_common(people, world), 1.0)
    total += balance.purpose * _purposes(people)
    total += balance.industry * _industries(people, world)
    if balance.topic and world.context.topics:
        total += balance.topic * _topics(people, world)
    if world.contacts.strength:
        total += balance.route * _saturated(_routes(people, world), 1.0)
    return 100.0 * total


def _in_common(people: Sequence[Person], world: World) -> Matrix:
    amounts = np.zeros((len(people), len(people)))
    for facet, factor in shared_at(world.context.kind).items():
        for tag, having in _holders(people, facet).items():
            if len(having) > 1:
                weight = grained(factor * world.snapshot.weight(facet, tag))
                amounts[having[:, None], having] += weight
    return amounts


def _help_received(people: Sequence[Person], world: World) -> Matrix:
    """What each (row) needs and each other (column) offers, by weight."""
    amounts = np.zeros((len(people), len(people)))
    offering = _holders(people, Facet.OFFERS)
    for tag, needing in _holders(people, Facet.NEEDS).items():
        if tag in offering:
            amounts[needing[:, None], offering[tag]] += world.snapshot.weight(Facet.NEEDS, tag)
    return amounts


def _holders(people: Sequence[Person], facet: Facet) -> Mapping[int, NDArray[np.intp]]:
    """Who has each tag, by place.

    Tag by tag is twice as quick as a product of matrices, and does not fight over processors.
    """
    having: defaultdict[int, list[int]] = defaultdict(list)
    for at, person in enumerate(people):
        for tag in person.tags(facet):
            having[tag].append(at)
    return {tag: np.array(places, dtype=np.intp) for tag, places in having.items()}


def _purposes(people: Sequence[Person]) -> Matrix:
    """Few sets of purposes occur: each pair of sets is judged once."""
    sets = sorted({person.purposes for person in people}, key=sorted)
    met = [[purposes_met(mine, theirs) for theirs in sets] for mine in sets]
    values = np.array([[found[0] if found else 0.0 for found in row] for row in met])
    number = {purposes: at for at, purposes in enumerate(sets)}
    which = np.array([number[person.purposes] for person in people], dtype=np.intp)
    return np.asarray(values.reshape(len(sets), len(sets))[which[:, None], which])


def _industries(people: Sequence[Person], world: World) -> Matrix:
    industry = np.array([-1 if it.industry is None else it.industry for it in people])
    known = industry >= 0
    same = industry[:, None] == industry
    wanted = ~same if world.context.kind in MIXES_INDUSTRIES else same
    return np.asarray(wanted & known[:, None] & known, dtype=np.float64)


def _topics(people: Sequence[Person], world: World) -> Matrix:
    topics = world.context.topics
    covered = np.array([len(person.interests & topics) for person in people], dtype=np.float64)
    fewer: Matrix = np.minimum(covered[:, None], covered)
    return fewer / len(topics)


def _routes(people: Sequence[Person], world: World) -> Matrix:
    amounts = np.zeros((len(people), len(people)))
    known: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for at, person in enumerate(people):
        for contact, strength in world.contacts.of(person.id).items():
            known[contact].append((at, strength))
    for contact, by in known.items():
        places = np.array([at for at, _ in by], dtype=np.intp)
        strengths = np.array([strength for _, strength in by])
        counted = np.sqrt(np.outer(strengths, strengths))
        counted /= log(2 + world.contacts.degree.get(contact, 0))
        amounts[places[:, None], places] += np.round(counted * GRAIN) / GRAIN
    return amounts


def _saturated(amounts: Matrix, half: float) -> Matrix:
    return np.asarray(amounts / (amounts + half))
