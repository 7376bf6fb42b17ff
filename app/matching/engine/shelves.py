"""Who has what: the community's tokens turned round, in shelves of at most so many people."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.columns import Columns, Floats, Places, Tokens, ragged, starts

# Beyond so many the lists of one shelf no longer fit where a processor is quick.
MOST: Final = 100_000


class Shelf(NamedTuple):
    """For each token and contact, who has it; with a contact also how strongly, and at `most`."""

    start: Places
    people: Tokens
    contact_start: Places
    contact_people: Tokens
    strength: Floats
    most: Floats
    low: int
    high: int


class Kinds(NamedTuple):
    """People by kind: alike in industry, purposes and topics, so far as these count."""

    of: Tokens
    industry: Tokens
    sets: Tokens
    topics: Tokens


class Less(NamedTuple):
    """By viewer, sorted: whom never to show (-1), and what seeing somebody again costs."""

    start: Places
    stop: Places
    people: Tokens
    cost: NDArray[np.int64]


def shelves_of(crowd: Columns, most: int = MOST) -> list[Shelf]:
    """Everybody, on as few shelves of about one size as can be."""
    size = len(crowd.ids)
    count = max(1, -(-size // most))
    edges = [size * at // count for at in range(count + 1)]
    return [_shelf(crowd, low, high) for low, high in pairwise(edges)]


def _shelf(crowd: Columns, low: int, high: int) -> Shelf:
    people = np.arange(low, high)
    token, having = crowd.has.of(people)
    contact, knowing = crowd.contacts.of(people)
    strength = crowd.strength[crowd.contacts.places(people)]
    most = np.zeros(len(crowd.fame))
    np.maximum.at(most, contact, strength)
    by_contact = np.argsort(contact, kind="stable")
    return Shelf(
        starts(np.bincount(token, minlength=len(crowd.weight))),
        having[np.argsort(token, kind="stable")].astype(np.int32),
        starts(np.bincount(contact, minlength=len(crowd.fame))),
        knowing[by_contact].astype(np.int32),
        strength[by_contact],
        most,
        low,
        high,
    )


def kinds_of(crowd: Columns) -> Kinds:
    """Everybody by kind."""
    alike = np.column_stack([crowd.industry, crowd.sets, crowd.topics])
    rows, of = np.unique(alike, axis=0, return_inverse=True)
    industry, sets, topics = np.ascontiguousarray(rows.T.astype(np.int32))
    return Kinds(of.reshape(-1).astype(np.int32), industry, sets, topics)


def less_of(size: int, costs: Mapping[tuple[int, int], int]) -> Less:
    """Costs by (viewer, person), both by place."""
    rows: list[list[int]] = [[] for _ in range(size)]
    cost = []
    for viewer, person in sorted(costs):
        rows[viewer].append(person)
        cost.append(costs[viewer, person])
    return Less(*ragged(rows), np.array(cost, dtype=np.int64))
