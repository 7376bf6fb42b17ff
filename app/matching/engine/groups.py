"""Rounds of pairs where some belong together: they sit as one with a third."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from app.matching.engine.floor import Floor, Order, Tables
from app.matching.engine.pairs import pair_rounds
from app.matching.engine.pool import Allowed


def paired_as_groups(floor: Floor, order: Order) -> list[Tables]:
    """Rounds in which groups are paired like people; two groups sit together only if they must."""
    people = floor.seatable
    groups = sorted(sorted(group) for group in floor.groups_among(people))
    plan = pair_rounds(_floor_of_groups(floor, groups), order)
    return [
        sorted(sorted(it for group in table for it in groups[group]) for table in tables)
        for tables in plan
    ]


def _floor_of_groups(floor: Floor, groups: Sequence[Sequence[int]]) -> Floor:
    size = len(groups)
    worth, meetings = np.zeros((size, size)), np.zeros((size, size), dtype=np.int64)
    allowed = np.zeros((size, size), dtype=np.bool_)
    for one, other in combinations(range(size), 2):
        across = np.ix_(groups[one], groups[other])
        worth[one, other] = worth[other, one] = floor.worth[across].mean()
        meetings[one, other] = meetings[other, one] = floor.meetings[across].max()
        allowed[one, other] = allowed[other, one] = floor.allowed[across].all()
    large = np.array([len(group) > 1 for group in groups])
    if 2 * large.sum() <= size:
        allowed &= ~(large[:, None] & large)
    return Floor(
        worth,
        allowed,
        meetings,
        np.array([floor.in_trio[list(group)].any() for group in groups]),
        kin=_nobody(size),
        hosts=np.zeros(size, dtype=np.bool_),
        trade=np.full(size, -1),
    )


def _nobody(size: int) -> Allowed:
    return np.zeros((size, size), dtype=np.bool_)
