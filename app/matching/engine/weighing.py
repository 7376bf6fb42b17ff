"""Weighing those who could come in, one by one and exactly, as machine code."""

import numpy as np

from app.matching.engine.formulas import (
    GRAINS,
    grained,
    grounds,
    inlined,
    jit,
    key_of,
    least_of,
    put,
    whole_of,
    worth,
)
from app.matching.engine.quests import ONE


@jit
def weigh(i, chosen, most, scene, stack, desk, keys, people):
    """Weigh these people of the stack one by one, each at most once."""
    crowd, shares, less, seed = scene
    least = np.float32(least_of(keys[-1]))
    for nth in range(len(chosen)):
        it = np.uint64(chosen[nth])
        j = stack.place[it]
        if most[nth] < least or j == i or j < 0 or is_in(j, people):
            continue
        whole = points_at(it, i, j, crowd, shares, stack, desk)
        if whole + 10 * GRAINS >= keys[-1] >> np.int64(32):
            put(keys, people, key_of(i, j, whole, crowd, less, seed), j)
            least = np.float32(least_of(keys[-1]))


@inlined
def points_at(it, i, j, crowd, shares, stack, desk):
    """As `points`, read from the stack."""
    x = g = v = r = 0.0
    begin, tokens = stack.begin[it], len(crowd.weight)
    for at in range(begin, stack.begin[it + ONE]):
        token = stack.record[np.uint64(at)]
        if token < crowd.first_offer:
            x += desk.seeks[np.uint32(token)]
        elif token < crowd.first_need:
            g += desk.seeks[np.uint32(token)]
        elif token < tokens:
            v += desk.seeks[np.uint32(token)]
        elif desk.knows[np.uint32(token - tokens)] > 0:
            nth = at - stack.begin[it + ONE] + crowd.contacts.stop[j]
            who = token - tokens
            r += grained(desk.knows[who], crowd.strength[nth], crowd.fame[who])
    return summed(i, stack.kind[it], (x, g, v, r), crowd, shares, stack)


@inlined
def summed(i, kind, sums, crowd, shares, stack):
    total, route = worth(sums[0], sums[1], sums[2], sums[3], shares)
    purpose = crowd.compatible[crowd.sets[i], stack.sets[kind]]
    trades = crowd.industry[i], stack.industry[kind]
    parts = grounds(purpose, trades, min(crowd.topics[i], stack.topics[kind]), shares)
    return whole_of(total, parts, route, shares)


@inlined
def is_in(j, people):
    found = False
    for other in people:
        found = found or other == j
    return found


@jit
def weigh_alike(i, scene, stack, desk, keys, people):
    """For a viewer who seeks nothing: all of a kind are worth the same, and differ by lot alone."""
    crowd, shares, less, seed = scene
    for kind in range(len(desk.ground)):
        if desk.ground[kind] < max(0.0, least_of(keys[-1])):
            continue
        whole = summed(i, kind, (0.0, 0.0, 0.0, 0.0), crowd, shares, stack)
        for at in range(stack.first[kind], stack.first[kind + 1]):
            j = stack.place[at]
            if j != i and j >= 0:
                put(keys, people, key_of(i, j, whole, crowd, less, seed), j)


@jit
def weigh_everybody(i, scene, stack, desk, keys, people):
    kind, size = stack.kind, len(stack.kind)
    chosen, most = np.arange(size).astype(np.uint16), np.empty(size, np.float32)
    for at in range(size):
        most[at] = np.float32(1.0e6) if desk.ground[kind[at]] >= 0 else np.float32(-1.0e10)
    weigh(i, chosen, most, scene, stack, desk, keys, people)
