"""What one viewer seeks on a stack, as machine code wants it: lists, bits, and bounds in points.

What somebody has of tags in common, help got, help given and contacts is kept in the four quarters
of one number, so that one addition serves all. Everything is rounded up: a bound never lies below.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.formulas import grained, grounds, inlined, jit, sought, willing

# Each quarter holds sixteen bits; eight common things are told apart. In the word beside a sum
# stand bits of what is common, one that nobody has, the kind.
QUARTER = np.uint64(0xFFFF)
NONE = np.uint64(0)
ONE = np.uint64(1)
EIGHT, NEVER, KIND = 8, 47, 48
# So little nobody gets; it marks whom the viewer may not meet.
_NOT_AT_ALL = np.float32(-1.0e9)


class Desk(NamedTuple):
    """Room to work: what the viewer seeks, by token and contact; what each person has of it.

    `sums` are quarters by place in the stack, `touched` those that are not 0, then those left over,
    who could reach `most`. `ground` is what each kind of person gets from purposes, industries and
    topics.
    """

    seeks: NDArray[np.float64]
    knows: NDArray[np.float64]
    sums: NDArray[np.uint64]
    touched: NDArray[np.uint16]
    most: NDArray[np.float32]
    ground: NDArray[np.float32]


class Quest(NamedTuple):
    """What one viewer seeks on a stack. List n is from `start[n]` to `stop[n]`, and adds `adds[n]`.

    `rests[n]` is the most that list n, all later ones and what is common can give, in points. Of
    the common things `bits` names the eight that count most; by which of them somebody has, `sums`
    holds what they come to with all others, `helps` its points for help, `mosts` all its points. A
    quarter counts grains of size `grain`.
    """

    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    adds: NDArray[np.uint64]
    rests: NDArray[np.float32]
    bits: NDArray[np.uint64]
    sums: NDArray[np.uint64]
    helps: NDArray[np.float32]
    mosts: NDArray[np.float32]
    grain: np.float32


@jit
def desk_for(crowd, stack):
    size = len(stack.place)
    sums = np.zeros(2 * size, np.uint64)
    for at in range(size):
        sums[2 * at + 1] = stack.mask[at] | np.uint64(stack.kind[at]) << np.uint64(KIND)
    return Desk(
        np.zeros(len(crowd.weight)),
        np.zeros(len(crowd.fame)),
        sums,
        np.zeros(size + 1, np.uint16),
        np.zeros(size + 1, np.float32),
        np.zeros(len(stack.sets), np.float32),
    )


@jit
def bare_desk(crowd):
    """A desk for weighing alone."""
    return Desk(
        np.zeros(len(crowd.weight)),
        np.zeros(len(crowd.fame)),
        np.zeros(0, np.uint64),
        np.zeros(0, np.uint16),
        np.zeros(0, np.float32),
        np.zeros(0, np.float32),
    )


@jit
def sit_down(i, crowd, desk, sign):
    """Note what the viewer seeks; with `sign` 0, clear the desk."""
    for at in range(crowd.has.start[i], crowd.has.stop[i]):
        token = sought(crowd.has.values[at], crowd)
        desk.seeks[token] = sign * crowd.weight[token]
    for at in range(crowd.contacts.start[i], crowd.contacts.stop[i]):
        desk.knows[crowd.contacts.values[at]] = sign * crowd.strength[at]


@jit
def survey(i, crowd, shares, stack, desk):
    """What each kind of person gets from purposes, industries and topics; below 0 who may not."""
    ground, compatible = desk.ground, crowd.compatible[crowd.sets[i]]
    industry, sets, topics, flags = stack.industry, stack.sets, stack.topics, stack.flags
    mine, covered, own = crowd.industry[i], crowd.topics[i], crowd.flags[i]
    for kind in range(len(sets)):
        trades, both = (mine, industry[kind]), min(covered, topics[kind])
        parts = grounds(compatible[np.uint32(sets[kind])], trades, both, shares)
        ground[kind] = np.float32(100.0 * (parts[0] + parts[1] + parts[2]))
        if not willing(own, flags[kind], shares.no_sales):
            ground[kind] = _NOT_AT_ALL


@jit
def are_alike(i, j, crowd):
    """Whether two are of one kind, so that the same holds for all others."""
    same = crowd.industry[i] == crowd.industry[j] and crowd.sets[i] == crowd.sets[j]
    return same and crowd.topics[i] == crowd.topics[j] and crowd.flags[i] == crowd.flags[j]


@inlined
def help_and_route(sums, grain, shares):
    """The most that help and contacts stand for, in points."""
    g = np.float32((sums >> np.uint64(16)) & QUARTER) * grain
    v = np.float32((sums >> np.uint64(32)) & QUARTER) * grain
    r = np.float32(sums >> np.uint64(48)) * grain
    half, quarter, one = np.float32(0.5), np.float32(0.25), np.float32(1.0)
    both, either = g * v, quarter * (g + v)
    total = np.float32(shares.help) * (both + either) / ((g + half) * (v + half))
    if both > 0:
        total += np.float32(shares.mutual) * both / (both + either)
    total += np.float32(shares.route) * (r / (r + one))
    return np.float32(100.0) * total


@inlined
def shared_points(sums, grain, shares):
    """The most that tags in common stand for, in points."""
    x = np.float32(sums & QUARTER) * grain
    return np.float32(100.0 * shares.shared) * (x / (x + np.float32(1.0)))


@inlined
def bound(sums, grain, shares):
    """The most that quarters stand for, in points."""
    return shared_points(sums, grain, shares) + help_and_route(sums, grain, shares)


@jit
def names_of(i, crowd, desk, stack):
    """The rows of the stack that a viewer looks at, what each counts, and in which quarter."""
    tags = crowd.has.stop[i] - crowd.has.start[i]
    count = tags + crowd.contacts.stop[i] - crowd.contacts.start[i]
    rows, weights, quarters = np.empty(count, np.int64), np.empty(count), np.empty(count, np.int64)
    for at in range(tags):
        token = sought(crowd.has.values[crowd.has.start[i] + at], crowd)
        rows[at], weights[at] = token, crowd.weight[token]
        quarters[at] = (token >= crowd.first_offer) + (token >= crowd.first_need)
    for at in range(tags, count):
        who = crowd.contacts.values[crowd.contacts.start[i] + at - tags]
        rows[at], quarters[at] = len(stack.bit) + who, 3
        weights[at] = grained(desk.knows[who], stack.most[who], crowd.fame[who])
    return rows, weights, quarters


@jit
def quest_of(i, crowd, shares, stack, desk):
    rows, weights, quarters = names_of(i, crowd, desk, stack)
    count, sums = len(rows), np.zeros(4)
    for at in range(count):
        sums[quarters[at]] += weights[at]
    grains = (65_000.0 - count) / max(sums.max(), 1e-9)
    slopes = (shares.shared, 2 * shares.help, 2 * shares.help, shares.route)
    costs, adds = np.empty(count), np.empty(count, np.uint64)
    common = 0
    for at in range(count):
        row = rows[at]
        adds[at] = np.uint64(np.ceil(weights[at] * grains)) << np.uint64(16 * quarters[at])
        if row < len(stack.bit) and stack.bit[row] >= 0:
            # After all others, and those first that count most.
            costs[at] = 1e12 * (1 - 0.001 * weights[at] * slopes[quarters[at]])
            common += 1
        else:
            length = stack.start[row + 1] - stack.start[row]
            costs[at] = length / (slopes[quarters[at]] * weights[at] + 1e-9)
    order = np.argsort(costs)
    listed, grain = count - common, np.float32((1 + 1e-6) / grains)
    bits, sums, helps = choices(rows, adds, order[listed:], stack, grain, shares)
    rest = sums[-1]
    start, stop = np.empty(listed, np.int64), np.empty(listed, np.int64)
    added, rests = np.empty(listed, np.uint64), np.empty(listed + 1, np.float32)
    rests[listed] = bound(rest, grain, shares)
    for at in range(listed - 1, -1, -1):
        row, added[at] = rows[order[at]], adds[order[at]]
        start[at], stop[at] = stack.start[row], stack.start[row + 1]
        rest += added[at]
        rests[at] = bound(rest, grain, shares)
    mosts = np.empty(len(sums), np.float32)
    for at in range(len(sums)):
        mosts[at] = helps[at] + shared_points(sums[at], grain, shares)
    return Quest(start, stop, added, rests, bits, sums, helps, mosts, grain)


@jit
def choices(rows, adds, common, stack, grain, shares):
    """The eight common things that count most, and what each choice of them gives with the rest."""
    count = min(EIGHT, len(common))
    bits, sums, size = np.full(EIGHT, np.uint64(NEVER)), np.zeros(1 << count, np.uint64), 1
    helps = np.empty(1 << count, np.float32)
    for nth in range(EIGHT, len(common)):
        sums[0] += adds[common[nth]]
    helps[0] = help_and_route(sums[0], grain, shares)
    for nth in range(count):
        bits[nth], give = stack.bit[rows[common[nth]]], adds[common[nth]]
        for at in range(size):
            sums[size + at] = sums[at] + give
        if give >> np.uint64(16) == NONE:
            helps[size : 2 * size] = helps[:size]
        else:
            for at in range(size, 2 * size):
                helps[at] = help_and_route(sums[at], grain, shares)
        size *= 2
    return bits, sums, helps


@inlined
def chosen_of(mask, bits):
    """Which of the eight common things somebody has."""
    choice = NONE
    for at in range(EIGHT):
        choice |= ((mask >> bits[at]) & ONE) << np.uint64(at)
    return choice


@inlined
def reach(sums, choice, quest_sums, helps, grain, shares):
    """The most that somebody could come to."""
    whole = sums + quest_sums[choice]
    most = shared_points(whole, grain, shares)
    if sums >> np.uint64(16) == NONE:
        return most + helps[choice]
    return most + help_and_route(whole, grain, shares)


@inlined
def is_too_far(sums, need, quest_sums, helps, grain, shares):
    """Whether somebody who helps nobody would come to too little with all that is common."""
    if sums >> np.uint64(16) != NONE:
        return False
    return shared_points(sums + quest_sums[-1], grain, shares) + helps[-1] < need


@inlined
def wanted_of(need, bits, mosts):
    """Common things of which one must have at least one, or what is common is not enough."""
    wanted, rest = NONE, len(mosts) - 1
    for at in range(EIGHT):
        wanted |= ONE << bits[at]
        rest &= ~(1 << at)
        if mosts[rest] < need:
            break
    return wanted
