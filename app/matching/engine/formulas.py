"""The formulas of the score as machine code, for the search in `kernel`."""

import numba
import numpy as np

from app.matching.engine.columns import BUYS, SELLS, WILLING

GRAINS = 1_000_000
# A bound is rounded in another way than a score; so much more keeps it above.
_SLACK = 1e-3

jit = numba.njit(nogil=True, cache=True, error_model="numpy")
# Written out where it is called: a call would cost more than what it does.
inlined = numba.njit(nogil=True, error_model="numpy", inline="always")


@inlined
def stirred(number):
    """As in `chance`, for one number."""
    mixed = number + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


@inlined
def grained(one, other, fame):
    return np.round(np.sqrt(one * other) / fame * 4294967296.0) / 4294967296.0


@inlined
def worth(x, g, v, r, shares):
    """The part of the score that tags make, and the part of contacts."""
    a, b = g / (g + 0.5), v / (v + 0.5)
    both = a + b
    total = (shares.help / 2) * both
    if both > 0:
        total += (2 * shares.mutual) * ((a * b) / both)
    total += shares.shared * (x / (x + 1.0))
    return total, shares.route * (r / (r + 1.0))


@inlined
def grounds(purpose, trades, topics, shares):
    """The parts that purposes, industries and topics make."""
    mine, theirs = trades
    fits = mine >= 0 and theirs >= 0 and (mine == theirs) != shares.mixes
    industry = shares.industry * (1.0 if fits else 0.0)
    return shares.purpose * purpose, industry, shares.topic * (topics / shares.topics)


@inlined
def willing(mine, theirs, no_sales):
    if not (mine & WILLING and theirs & WILLING):
        return False
    if mine & SELLS and (no_sales or not theirs & BUYS):
        return False
    return not (theirs & SELLS and (no_sales or not mine & BUYS))


@inlined
def put(keys, people, key, j):
    """Into the list, if it is good enough."""
    at = len(keys) - 1
    if key <= keys[at]:
        return
    while at > 0 and keys[at - 1] < key:
        keys[at], people[at] = keys[at - 1], people[at - 1]
        at -= 1
    keys[at], people[at] = key, j


@jit
def sought(token, crowd):
    """What a viewer with this token looks for: the same tag, or the other side of a skill."""
    if token < crowd.first_offer:
        return token
    skills = crowd.first_need - crowd.first_offer
    return token + skills if token < crowd.first_need else token - skills


@inlined
def whole_of(total, parts, route, shares):
    """The score in grains, added up in the order in which `blocks` does."""
    total += parts[0]
    total += parts[1]
    if shares.topic > 0:
        total += parts[2]
    if shares.route > 0:
        total += route
    return np.int64(np.rint(100.0 * total * GRAINS))


@inlined
def points(i, j, crowd, shares, desk):
    """The score of two in grains, while the one sits at the desk."""
    x = g = v = r = 0.0
    for at in range(crowd.has.start[j], crowd.has.stop[j]):
        token = crowd.has.values[at]
        if token < crowd.first_offer:
            x += desk.seeks[np.uint32(token)]
        elif token < crowd.first_need:
            g += desk.seeks[np.uint32(token)]
        else:
            v += desk.seeks[np.uint32(token)]
    for at in range(crowd.contacts.start[j], crowd.contacts.stop[j]):
        contact = crowd.contacts.values[at]
        if desk.knows[np.uint32(contact)] > 0:
            r += grained(desk.knows[contact], crowd.strength[at], crowd.fame[contact])
    total, route = worth(x, g, v, r, shares)
    purpose = crowd.compatible[crowd.sets[i], crowd.sets[j]]
    trades = crowd.industry[i], crowd.industry[j]
    parts = grounds(purpose, trades, min(crowd.topics[i], crowd.topics[j]), shares)
    return whole_of(total, parts, route, shares)


@inlined
def key_of(i, j, whole, crowd, less, seed):
    """Points, less what seeing them again costs, then the lot; -1 for whom never to show."""
    whole += 10 * GRAINS
    low, high = less.start[i], less.stop[i]
    if low < high:
        at = low + np.searchsorted(less.people[low:high], j)
        if at < high and less.people[at] == j:
            if less.cost[at] < 0:
                return np.int64(-1)
            whole -= less.cost[at]
    own, their = stirred(np.uint64(crowd.ids[i]) ^ seed), stirred(np.uint64(crowd.ids[j]) ^ seed)
    lot = np.int64(stirred(own + their) >> np.uint64(32))
    return (whole << np.int64(32)) | lot


@jit
def least_of(key):
    """The points that a list's last key stands for."""
    return (key >> np.int64(32)) / GRAINS - 10.0 - _SLACK if key >= 0 else -1.0e9
