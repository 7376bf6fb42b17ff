"""The search for everybody's best as machine code, where Numba is installed.

Lists of those who have what a viewer seeks are gathered, first those that tell most for their
length; whoever could not come in is passed over. What very many have stands in no list: it is read
from bits. Those who still could come in are weighed one by one. Exact: a bound never lies below.
Hot loops take their arrays out of tuples first: every tuple handed over costs as much as a hundred
sums.
"""

import numpy as np

from app.matching.engine.columns import WILLING
from app.matching.engine.formulas import jit, key_of, least_of, points, put, willing
from app.matching.engine.quests import (
    KIND,
    NONE,
    ONE,
    are_alike,
    bare_desk,
    chosen_of,
    desk_for,
    is_too_far,
    quest_of,
    reach,
    sit_down,
    survey,
    wanted_of,
)
from app.matching.engine.weighing import points_at, weigh, weigh_alike, weigh_everybody

# After so many entries of lists the most promising are weighed, to know what it takes to come in.
_GLANCE = 700
# So many are sorted by what they could reach before they are weighed.
_SOME = 256
# Whoever has more than this is compared with everybody: the quarters would be too coarse.
_VERY_MANY = 20_000


@jit
def gather(first, due, least, quest, stack, desk, count):
    """Add lists from the `first` on until so many entries are `due`, but nobody who is too far off.

    Returns how many are touched, and the next list.
    """
    sums, touched, ground = desk.sums, desk.touched, desk.ground
    people = stack.people
    start, stop, adds, rests = quest.start, quest.stop, quest.adds, quest.rests
    nth = first
    while nth < len(start) and due > 0:
        add, ceiling = adds[nth], np.float32(least) - rests[nth]
        for at in range(start[nth], stop[nth]):
            # An index without a sign needs no look at what lies before the first.
            who = people[np.uint64(at)]
            it = np.uint64(who) << ONE
            before = sums[it]
            if before == NONE:
                if ground[sums[it + ONE] >> np.uint64(KIND)] < ceiling:
                    continue
                touched[np.uint64(count)] = who
                count += 1
            sums[it] = before + add
        due -= stop[nth] - start[nth]
        nth += 1
    return count, nth


@jit
def promising(wanted, quest, stack, desk, count, shares):
    """Of those touched the few with most points so far."""
    sums, touched, ground = desk.sums, desk.touched, desk.ground
    bits, common, helps, grain = quest.bits, quest.sums, quest.helps, quest.grain
    best, chosen = np.full(wanted, np.float32(-1.0)), np.zeros(wanted, np.uint16)
    last = wanted - 1
    for nth in range(count):
        who = touched[np.uint64(nth)]
        it = np.uint64(who) << ONE
        had, has = sums[it], sums[it + ONE]
        here = ground[has >> np.uint64(KIND)]
        if is_too_far(had, best[last] - here, common, helps, grain, shares):
            continue
        here += reach(had, chosen_of(has, bits), common, helps, grain, shares)
        if here > best[last]:
            at = last
            while at > 0 and best[at - 1] < here:
                best[at], chosen[at] = best[at - 1], chosen[at - 1]
                at -= 1
            best[at], chosen[at] = here, who
    return chosen[best >= 0], best[best >= 0]


@jit
def sift(least, quest, stack, desk, count, shares):
    """Of those touched who could still come in, with the most they could reach; clears the desk."""
    sums, touched, ground, most = desk.sums, desk.touched, desk.ground, desk.most
    bits, common, helps, grain = quest.bits, quest.sums, quest.helps, quest.grain
    found, least = 0, np.float32(least)
    for nth in range(count):
        who = touched[np.uint64(nth)]
        it = np.uint64(who) << ONE
        had, has = sums[it], sums[it + ONE]
        sums[it] = NONE
        need = least - ground[has >> np.uint64(KIND)]
        if is_too_far(had, need, common, helps, grain, shares):
            continue
        here = reach(had, chosen_of(has, bits), common, helps, grain, shares)
        if here >= need:
            touched[np.uint64(found)] = who
            most[np.uint64(found)] = here + ground[has >> np.uint64(KIND)]
            found += 1
    return touched[:found], most[:found]


@jit
def comb(least, quest, stack, desk):
    """Who could come in by what is common alone."""
    ground, mask, first = desk.ground, stack.mask, stack.first
    chosen, most, found = desk.touched, desk.most, 0
    bits, mosts = quest.bits, quest.mosts
    least = np.float32(least)
    for which in range(len(ground)):
        need = least - ground[which]
        if mosts[-1] < need:
            continue
        wanted, nothing_will_do = wanted_of(need, bits, mosts), mosts[0] >= need
        for at in range(first[which], first[which + 1]):
            has = mask[np.uint64(at)]
            if has & wanted == NONE and not nothing_will_do:
                continue
            here = mosts[chosen_of(has, bits)]
            if here >= need:
                chosen[np.uint64(found)], most[np.uint64(found)] = at, here + ground[which]
                found += 1
    return chosen[:found], most[:found]


@jit
def best_of_one(i, scene, stack, desk, keys, people):
    """The best of one viewer on this stack, on top of what others had."""
    crowd, shares, _less, _seed = scene
    sit_down(i, crowd, desk, 1.0)
    size = crowd.has.stop[i] - crowd.has.start[i] + crowd.contacts.stop[i] - crowd.contacts.start[i]
    if size == 0:
        weigh_alike(i, scene, stack, desk, keys, people)
    elif size > _VERY_MANY:
        weigh_everybody(i, scene, stack, desk, keys, people)
    else:
        quest = quest_of(i, crowd, shares, stack, desk)
        least = max(0.0, least_of(keys[-1]))
        count, nth = gather(0, _GLANCE, least, quest, stack, desk, 0)
        if keys[-1] < 0:
            chosen, most = promising(len(keys) + 2, quest, stack, desk, count, shares)
            weigh(i, chosen, most, scene, stack, desk, keys, people)
            least = max(0.0, least_of(keys[-1]))
        count, nth = gather(nth, 1 << 60, least, quest, stack, desk, count)
        chosen, most = sift(least, quest, stack, desk, count, shares)
        if len(chosen) <= _SOME:
            order = np.argsort(-most)
            chosen, most = chosen[order], most[order]
        weigh(i, chosen, most, scene, stack, desk, keys, people)
        least = max(0.0, least_of(keys[-1]))
        chosen, most = comb(least, quest, stack, desk)
        weigh(i, chosen, most, scene, stack, desk, keys, people)
    sit_down(i, crowd, desk, 0.0)


@jit
def best_of_many(viewers, scene, stack, keys, people):
    """The best of these viewers, on top of what other stacks had."""
    desk = desk_for(scene[0], stack)
    last = -1
    for at in range(len(viewers)):
        i = viewers[at]
        if scene[0].flags[i] & WILLING:
            if last < 0 or not are_alike(i, last, scene[0]):
                survey(i, scene[0], scene[1], stack, desk)
            last = i
            best_of_one(i, scene, stack, desk, keys[at], people[at])


@jit
def best_of_moved(viewers, moved, scene, keys, people):
    """On top of that, those who have moved: nobody finds them on a stack any more."""
    crowd, shares, less, seed = scene
    desk = bare_desk(crowd)
    for at in range(len(viewers)):
        i = viewers[at]
        sit_down(i, crowd, desk, 1.0)
        for j in moved:
            if i != j and willing(crowd.flags[i], crowd.flags[j], shares.no_sales):
                whole = points(i, j, crowd, shares, desk)
                put(keys[at], people[at], key_of(i, j, whole, crowd, less, seed), np.int32(j))
        sit_down(i, crowd, desk, 0.0)


@jit
def entered(j, lasts, scene, stack, found):
    """Into `found`, by viewer, the key of `j` on each list of this stack that `j` belongs on."""
    crowd, shares, less, seed = scene
    desk = desk_for(crowd, stack)
    sit_down(j, crowd, desk, 1.0)
    survey(j, crowd, shares, stack, desk)
    quest = quest_of(j, crowd, shares, stack, desk)
    gather(0, 1 << 60, -2.0e9, quest, stack, desk, 0)
    sums, ground, place = desk.sums, desk.ground, stack.place
    bits, common, helps, grain = quest.bits, quest.sums, quest.helps, quest.grain
    for at in range(len(place)):
        it, i = np.uint64(2 * at), place[at]
        if i < 0 or i == j:
            continue
        has = sums[it + ONE]
        most = reach(sums[it], chosen_of(has, bits), common, helps, grain, shares)
        most += ground[has >> np.uint64(KIND)]
        if most >= max(np.float32(0.0), np.float32(least_of(lasts[i]))):
            whole = points_at(np.uint64(at), j, i, crowd, shares, stack, desk)
            key = key_of(i, j, whole, crowd, less, seed)
            if key > lasts[i]:
                found[i] = key


@jit
def keys_between(j, others, scene, found):
    """Into `found`, by viewer, the key of `j` on the lists of these others."""
    crowd, shares, less, seed = scene
    desk = bare_desk(crowd)
    sit_down(j, crowd, desk, 1.0)
    for i in others:
        if i != j and willing(crowd.flags[i], crowd.flags[j], shares.no_sales):
            found[i] = key_of(i, j, points(j, i, crowd, shares, desk), crowd, less, seed)


@jit
def row_of(i, scene):
    """The keys of everybody on one viewer's list, -1 where they must not be."""
    crowd, shares, less, seed = scene
    desk = bare_desk(crowd)
    sit_down(i, crowd, desk, 1.0)
    keys = np.full(len(crowd.ids), -1, np.int64)
    for j in range(len(crowd.ids)):
        if j != i and willing(crowd.flags[i], crowd.flags[j], shares.no_sales):
            keys[j] = key_of(i, j, points(i, j, crowd, shares, desk), crowd, less, seed)
    return keys
