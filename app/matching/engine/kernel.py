"""The search for everybody's best as machine code, where Numba is installed.

Lists of those who have what a viewer seeks are gathered, the rarest first, until nobody on none of
them could come in; of those gathered, only who could come in is weighed. Exact: whoever is passed
over could not have scored enough. Hot loops stand in functions of their own that take their arrays
out of the tuples first, since every tuple handed over costs as much as a hundred sums.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.columns import WILLING
from app.matching.engine.formulas import (
    GRAINS,
    grained,
    grounds,
    jit,
    key_of,
    least_of,
    points,
    put,
    sought,
    willing,
    worth,
)

# After so many entries of lists the most promising are weighed, to know what it takes to come in.
_GLANCE, _LOOK = 600, 5_000
# Lists that could tell no more than so many points apart are left to the weighing itself.
_VAGUE = 2.5


class Desk(NamedTuple):
    """Room to work: what the viewer seeks, by token and contact; what each person has of it.

    `sums` holds tags in common, help got, help given, contacts, by place on the shelf; `is_touched`
    says for whom, `touched` lists them, and last how many they are. `ground` is what each kind of
    person gets from purposes, industries and topics.
    """

    seeks: NDArray[np.float64]
    knows: NDArray[np.float64]
    sums: NDArray[np.float32]
    touched: NDArray[np.int32]
    is_touched: NDArray[np.bool_]
    ground: NDArray[np.float32]


@jit
def sit_down(i, crowd, desk, sign):
    """Note what the viewer seeks; with `sign` 0, clear the desk."""
    for at in range(crowd.has.start[i], crowd.has.start[i + 1]):
        token = sought(crowd.has.values[at], crowd)
        desk.seeks[token] = sign * crowd.weight[token]
    for at in range(crowd.contacts.start[i], crowd.contacts.start[i + 1]):
        desk.knows[crowd.contacts.values[at]] = sign * crowd.strength[at]


@jit
def listed_under(token, shelf):
    if token >= 0:
        return shelf.people[shelf.start[token] : shelf.start[token + 1]]
    return shelf.contact_people[shelf.contact_start[-1 - token] : shelf.contact_start[-token]]


@jit
def column_of(token, crowd):
    """Which of the sums a list adds to."""
    if token < 0:
        return 3
    return (token >= crowd.first_offer) + (token >= crowd.first_need)


@jit
def weight_of(token, crowd, shelf, desk):
    """What being on a list counts, at most."""
    if token >= 0:
        return crowd.weight[token]
    who = -1 - token
    return grained(desk.knows[who], shelf.most[who], crowd.fame[who])


@jit
def lists_of(i, scene, shelf, desk):
    """The lists to gather: token, or -1 - contact. First those that tell most for their length."""
    crowd, shares = scene[0], scene[1]
    slopes = (shares.shared, 2 * shares.help, 2 * shares.help, shares.route)
    tags = crowd.has.start[i + 1] - crowd.has.start[i]
    contacts = crowd.contacts.start[i + 1] - crowd.contacts.start[i]
    names, costs = np.empty(tags + contacts, np.int64), np.empty(tags + contacts)
    for at in range(tags):
        names[at] = sought(crowd.has.values[crowd.has.start[i] + at], crowd)
    for at in range(contacts):
        names[tags + at] = -1 - crowd.contacts.values[crowd.contacts.start[i] + at]
    for at in range(len(names)):
        token = names[at]
        slope = slopes[column_of(token, crowd)] * weight_of(token, crowd, shelf, desk)
        costs[at] = len(listed_under(token, shelf)) / (slope + 1e-9)
    return names[np.argsort(costs)]


@jit
def rests_of(names, crowd, shelf, desk):
    """The sums of somebody who is on the nth list and all later ones."""
    rests = np.zeros((len(names) + 1, 4))
    for at in range(len(names) - 1, -1, -1):
        rests[at] = rests[at + 1]
        rests[at, column_of(names[at], crowd)] += weight_of(names[at], crowd, shelf, desk)
    return rests


@jit
def bound(rest, shares):
    total, route = worth(rest[0], rest[1], rest[2], rest[3], shares)
    return 100.0 * (total + route)


@jit
def gather(people, low, column, weight, ceiling, kinds, desk):
    """Add a list to the sums of those on it, unless they are new and could not come in.

    `ceiling` is what it takes, less all that this list and later ones could give.
    """
    sums, touched, is_touched = desk.sums, desk.touched, desk.is_touched
    ground, of = desk.ground, kinds.of
    count, more = touched[-1], np.float32(weight)
    for j in people:
        # An index without a sign needs no look at what lies before the first.
        at = np.uint32(j - low)
        if not is_touched[at]:
            if ground[np.uint32(of[np.uint32(j)])] < ceiling:
                continue
            is_touched[at] = True
            touched[count] = at
            count += 1
        sums[at, column] += more
    touched[-1] = count


@jit
def promising(low, count, shares, kinds, desk):
    """The `count` with most points so far."""
    sums, touched, ground, of = desk.sums, desk.touched, desk.ground, kinds.of
    best, chosen = np.full(count, -1.0), np.zeros(count, np.int32)
    for nth in range(touched[-1]):
        at = np.uint32(touched[nth])
        total, route = worth(sums[at, 0], sums[at, 1], sums[at, 2], sums[at, 3], shares)
        so_far = ground[np.uint32(of[np.uint32(low + at)])] + 100.0 * (total + route)
        last = count - 1
        if so_far > best[last]:
            while last > 0 and best[last - 1] < so_far:
                best[last], chosen[last] = best[last - 1], chosen[last - 1]
                last -= 1
            best[last], chosen[last] = so_far, low + at
    return chosen[best >= 0]


@jit
def sift(rest, least, low, shares, kinds, desk):
    """Of those gathered, who could still come in; the desk is clear after it."""
    sums, touched, is_touched = desk.sums, desk.touched, desk.is_touched
    ground, of = desk.ground, kinds.of
    x, g, v, r = rest
    helped, route = worth(0.0, g, v, r, shares)
    plain, share = 100.0 * (helped + route), 100.0 * shares.shared
    chosen = np.empty(touched[-1], np.int32)
    count = 0
    for nth in range(touched[-1]):
        at = np.uint32(touched[nth])
        common = sums[at, 0] + x
        most = ground[np.uint32(of[np.uint32(low + at)])] + share * (common / (common + 1.0))
        if sums[at, 1] == 0 and sums[at, 2] == 0 and sums[at, 3] == 0:
            most += plain
        else:
            both, route = worth(0.0, sums[at, 1] + g, sums[at, 2] + v, sums[at, 3] + r, shares)
            most += 100.0 * (both + route)
        if most >= least:
            chosen[count] = low + at
            count += 1
        sums[at, 0] = sums[at, 1] = sums[at, 2] = sums[at, 3] = 0
        is_touched[at] = False
    touched[-1] = 0
    return chosen[:count]


@jit
def survey(i, crowd, shares, kinds, desk):
    """What each kind of person gets from purposes, industries and topics; and the most of it."""
    most = 0.0
    for kind in range(len(kinds.sets)):
        purpose = crowd.compatible[crowd.sets[i], kinds.sets[kind]]
        trades = crowd.industry[i], kinds.industry[kind]
        topics = min(crowd.topics[i], kinds.topics[kind])
        parts = grounds(purpose, trades, topics, shares)
        desk.ground[kind] = 100.0 * (parts[0] + parts[1] + parts[2])
        most = max(most, desk.ground[kind])
    return most


@jit
def weigh(i, chosen, scene, desk, keys, people):
    """Weigh these people one by one, each at most once."""
    crowd, shares, less, seed = scene
    for j in chosen:
        if j == i or not willing(crowd.flags[i], crowd.flags[j], shares.no_sales):
            continue
        whole = points(i, j, crowd, shares, desk)
        if whole + 10 * GRAINS < keys[-1] >> np.int64(32):
            continue
        if not np.any(people == j):
            put(keys, people, key_of(i, j, whole, crowd, less, seed), np.int32(j))


@jit
def weigh_all(i, scene, shelf, kinds, desk, mine):
    """Everybody of a kind that could come in without any tag."""
    chosen = np.empty(shelf.high - shelf.low, np.int32)
    least, count = least_of(mine[0][-1]), 0
    for j in range(shelf.low, shelf.high):
        if desk.ground[kinds.of[j]] >= least:
            chosen[count] = j
            count += 1
    weigh(i, chosen[:count], scene, desk, mine[0], mine[1])


@jit
def best_of_one(i, scene, shelf, kinds, desk, mine):
    """The best of one viewer on this shelf, into the keys and people of `mine`."""
    crowd, shares, _less, _seed = scene
    keys, people = mine
    sit_down(i, crowd, desk, 1.0)
    anyone = survey(i, crowd, shares, kinds, desk)
    names = lists_of(i, scene, shelf, desk)
    rests = rests_of(names, crowd, shelf, desk)
    done = False
    total, due, last, least = 0, _GLANCE, 0, least_of(keys[-1])
    while last < len(names):
        most = bound(rests[last], shares)
        if most + anyone < least:
            # Nobody new can come in; the rest only tells those already found apart.
            done, most = True, -1.0e9
            if bound(rests[last], shares) < _VAGUE:
                break
        token = names[last]
        column, weight = column_of(token, crowd), weight_of(token, crowd, shelf, desk)
        listed = listed_under(token, shelf)
        gather(listed, shelf.low, column, weight, least - most, kinds, desk)
        total += len(listed)
        last += 1
        if total >= due:
            due = _LOOK if total < _LOOK else 1 << 60
            found = promising(shelf.low, len(keys) + 2, shares, kinds, desk)
            weigh(i, found, scene, desk, keys, people)
            least = least_of(keys[-1])
    weigh(i, sift(rests[last], least, shelf.low, shares, kinds, desk), scene, desk, keys, people)
    if not done and anyone >= least_of(keys[-1]):
        weigh_all(i, scene, shelf, kinds, desk, mine)
    sit_down(i, crowd, desk, 0.0)


@jit
def desk_for(crowd, size, kinds):
    return Desk(
        np.zeros(len(crowd.weight)),
        np.zeros(len(crowd.fame)),
        np.zeros((size, 4), np.float32),
        np.zeros(size + 1, np.int32),
        np.zeros(size, np.bool_),
        np.zeros(len(kinds.sets), np.float32),
    )


@jit
def best_of_many(viewers, scene, shelf, kinds, keys, people):
    """The best of these viewers, on top of what other shelves had."""
    desk = desk_for(scene[0], shelf.high - shelf.low, kinds)
    for at in range(len(viewers)):
        if scene[0].flags[viewers[at]] & WILLING:
            best_of_one(viewers[at], scene, shelf, kinds, desk, (keys[at], people[at]))


@jit
def row_of(i, scene, kinds):
    """The keys of everybody on one viewer's list, -1 where they must not be."""
    crowd, shares, less, seed = scene
    desk = desk_for(crowd, 0, kinds)
    sit_down(i, crowd, desk, 1.0)
    keys = np.full(len(crowd.ids), -1, np.int64)
    for j in range(len(crowd.ids)):
        if j != i and willing(crowd.flags[i], crowd.flags[j], shares.no_sales):
            keys[j] = key_of(i, j, points(i, j, crowd, shares, desk), crowd, less, seed)
    return keys
