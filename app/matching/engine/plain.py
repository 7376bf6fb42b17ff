"""The same search with NumPy alone: what is found is the same to the last key."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.chance import drawn_between
from app.matching.engine.columns import BUYS, SELLS, WILLING, Columns, Floats, Shares
from app.matching.engine.shelves import Kinds, Less, Shelf
from app.matching.engine.weights import GRAIN

Keys = NDArray[np.int64]
Some = NDArray[np.intp]

_GRAINS: Final = 1_000_000
_AHEAD: Final = 10 * _GRAINS
# A bound is rounded in another order than a score; so much more keeps it above.
_SLACK: Final = 1e-4
# So many of the rarest are weighed first, to know what it takes to come in.
_FIRST: Final = 400


class Search:
    """One viewer's best, from one shelf after the other."""

    def __init__(self, scene: tuple[Columns, Shares, Less, int], kinds: Kinds) -> None:
        self.crowd, self.shares, self.less, self.seed = scene
        self.kinds = kinds
        # Of one viewer at a time: tags in common with everybody, help got and given, contacts;
        # and what each kind of person gets from purposes, industries and topics.
        self.sums = np.zeros((4, len(self.crowd.ids)))
        self.grounds: tuple[Floats, ...] = ()
        self.ground = np.zeros(0)

    def best(self, i: int, shelf: Shelf, keys: Keys, people: NDArray[np.int32]) -> None:
        """Bring the best list of viewer `i` up to date, in place."""
        crowd = self.crowd
        if not crowd.flags[i] & WILLING:
            return
        tokens = self._sought(crowd.has.row(i))
        self._survey(i)
        self._gather(i, tokens, shelf)
        lists, most = self._lists(i, tokens, shelf)
        first = int(np.searchsorted(np.cumsum([len(it) for it in lists]), _FIRST)) + 1
        self._weigh(i, lists[:first], keys, people)
        self._weigh_the_rest(i, (lists[first:], most[first:]), keys, people)
        anyone = self.ground.max()
        if len(lists) == 0 or (most[-1] + anyone >= _least(keys[-1])):
            self._weigh_all(i, shelf, keys, people)
        self.sums[:, shelf.low : shelf.high] = 0.0

    def row(self, i: int, shelves: Sequence[Shelf]) -> Keys:
        """The keys of everybody on one viewer's list, -1 where they must not be."""
        crowd = self.crowd
        tokens = self._sought(crowd.has.row(i))
        self._survey(i)
        for shelf in shelves:
            self._gather(i, tokens, shelf)
        keys = self._keys(i, np.arange(len(crowd.ids)))
        self.sums[:] = 0.0
        return keys

    def _gather(self, i: int, tokens: Some, shelf: Shelf) -> None:
        """Add up what everybody on the shelf has of what is sought."""
        crowd = self.crowd
        kinds = (tokens >= crowd.first_offer).astype(int) + (tokens >= crowd.first_need)
        for token, kind in zip(tokens.tolist(), kinds.tolist(), strict=True):
            listed = shelf.people[shelf.start[token] : shelf.start[token + 1]]
            self.sums[kind][listed] += crowd.weight[token]
        first, last = crowd.contacts.start[i], crowd.contacts.stop[i]
        for at in range(first, last if self.shares.route else first):
            who = crowd.contacts.values[at]
            part = slice(shelf.contact_start[who], shelf.contact_start[who + 1])
            counted = np.sqrt(crowd.strength[at] * shelf.strength[part]) / crowd.fame[who]
            self.sums[3][shelf.contact_people[part]] += np.round(counted * GRAIN) / GRAIN

    def _weigh_the_rest(
        self, i: int, rest: tuple[list[Some], Floats], keys: Keys, people: NDArray[np.int32]
    ) -> None:
        """The lists that could still bring somebody in, without those who could not."""
        lists, most = rest
        least, anyone = _least(keys[-1]), self.ground.max()
        needed = [it for it in range(len(lists)) if most[it] + anyone >= least]
        if not needed:
            return
        found = np.concatenate([lists[it] for it in needed])
        bound = np.repeat(most[needed], [len(lists[it]) for it in needed])
        found = found[bound + self.ground[self.kinds.of[found]] >= least]
        self._weigh(i, [found], keys, people)

    def _weigh_all(self, i: int, shelf: Shelf, keys: Keys, people: NDArray[np.int32]) -> None:
        able = self.ground[self.kinds.of[shelf.low : shelf.high]] >= _least(keys[-1])
        self._weigh(i, [shelf.low + np.flatnonzero(able)], keys, people)

    def _weigh(self, i: int, lists: list[Some], keys: Keys, people: NDArray[np.int32]) -> None:
        """Merge the best of these people into the list."""
        if not lists:
            return
        found = np.unique(np.concatenate(lists))
        found = found[~np.isin(found, people)]
        fresh = self._keys(i, found)
        both = np.concatenate([keys, fresh])
        who = np.concatenate([people, found])
        order = np.argsort(-both, kind="stable")[: len(keys)]
        keys[:], people[:] = both[order], np.where(both[order] < 0, -1, who[order])

    def _lists(self, i: int, tokens: Some, shelf: Shelf) -> tuple[list[Some], Floats]:
        """Those who have what is sought, the rarest first, and the most each and later can give."""
        crowd = self.crowd
        contacts = crowd.contacts.row(i)
        lists = [shelf.people[shelf.start[it] : shelf.start[it + 1]] for it in tokens]
        starts = shelf.contact_start
        lists += [shelf.contact_people[starts[it] : starts[it + 1]] for it in contacts]
        order = np.argsort([len(it) for it in lists], kind="stable")
        parts = np.zeros((4, len(lists)))
        kinds = (tokens >= crowd.first_offer).astype(int) + (tokens >= crowd.first_need)
        parts[kinds, np.arange(len(tokens))] = crowd.weight[tokens]
        mine = crowd.strength[crowd.contacts.start[i] : crowd.contacts.stop[i]]
        most = np.sqrt(mine * shelf.most[contacts]) / crowd.fame[contacts]
        parts[3, len(tokens) :] = most
        sums = np.cumsum(parts[:, order][:, ::-1], axis=1)[:, ::-1]
        return [lists[it] for it in order], 100.0 * self._worth(*sums)

    def _keys(self, i: int, found: Some) -> Keys:
        crowd = self.crowd
        x, g, v, r = self.sums[:, found]
        total = self._tags(x, g, v)
        of = self.kinds.of[found]
        for part in self.grounds:
            total += part[of]
        if self.shares.route > 0:
            total += self.shares.route * _saturated(r, 1.0)
        points = np.rint(100.0 * total * _GRAINS).astype(np.int64) + _AHEAD
        lots = drawn_between(int(crowd.ids[i]), crowd.ids[found], self.seed)
        forbidden = ~self._willing(i, found)
        low, high = self.less.start[i], self.less.stop[i]
        if low < high:
            who, cost = self.less.people[low:high], self.less.cost[low:high]
            at = np.minimum(np.searchsorted(who, found), len(who) - 1)
            listed = who[at] == found
            points -= np.where(listed & (cost[at] > 0), cost[at], 0)
            forbidden |= listed & (cost[at] < 0)
        return np.where(forbidden, -1, (points << 32) | lots)

    def _tags(self, x: Floats, g: Floats, v: Floats) -> Floats:
        a, b = _saturated(g, 0.5), _saturated(v, 0.5)
        both = a + b
        total = (self.shares.help / 2) * both
        total += (2 * self.shares.mutual) * np.divide(
            a * b, both, out=np.zeros_like(both), where=both > 0
        )
        total += self.shares.shared * _saturated(x, 1.0)
        return np.asarray(total)

    def _worth(self, x: Floats, g: Floats, v: Floats, r: Floats) -> Floats:
        return self._tags(x, g, v) + self.shares.route * _saturated(r, 1.0)

    def _survey(self, i: int) -> None:
        """The parts that purposes, industries and topics make, in the order they are added."""
        crowd, shares, kinds = self.crowd, self.shares, self.kinds
        purpose = shares.purpose * crowd.compatible[crowd.sets[i]][kinds.sets]
        mine, theirs = crowd.industry[i], kinds.industry
        fits = (theirs >= 0) & ((theirs == mine) != shares.mixes) & (mine >= 0)
        self.grounds = (purpose, shares.industry * fits.astype(np.float64))
        if shares.topic:
            fewer = np.minimum(crowd.topics[i], kinds.topics) / shares.topics
            self.grounds = (*self.grounds, shares.topic * fewer)
        self.ground = np.asarray(100.0 * sum(self.grounds))

    def _willing(self, i: int, found: Some) -> NDArray[np.bool_]:
        mine, theirs = int(self.crowd.flags[i]), self.crowd.flags[found]
        willing: NDArray[np.bool_] = (found != i) & (theirs & WILLING > 0) & bool(mine & WILLING)
        buys = (theirs & BUYS > 0) & (not self.shares.no_sales)
        if mine & SELLS:
            willing &= buys
        if self.shares.no_sales or not mine & BUYS:
            willing &= theirs & SELLS == 0
        return willing

    def _sought(self, tokens: NDArray[np.int32]) -> Some:
        """Whom to look for: the same tags, and the other side of each skill."""
        crowd = self.crowd
        skills = crowd.first_need - crowd.first_offer
        other = np.where(tokens < crowd.first_need, tokens + skills, tokens - skills)
        return np.where(tokens < crowd.first_offer, tokens, other).astype(np.intp)


def _saturated(amounts: Floats, half: float) -> Floats:
    return np.asarray(amounts / (amounts + half))


def _least(key: int) -> float:
    """The points that a list's last key stands for."""
    return (int(key) >> 32) / _GRAINS - 10.0 - _SLACK if key >= 0 else -1e9
