"""Lists that are fair to all at the least cost: an exact minimum cost flow by shortest paths.

From everybody's best, someone shown too often is exchanged, along the cheapest chain of exchanges,
until everybody is shown often enough and nobody too often. Runs as machine code where Numba is
installed; without it the same lines take longer. Source: Ahuja, Magnanti, Orlin: Network Flows.
"""

import heapq
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.matching.engine import network

_F = TypeVar("_F", bound=Callable[..., Any])

# It is the same with it, only quicker.
_numba: Any = import_module("numba") if find_spec("numba") else None


def compiled(function: _F) -> Any:
    """As machine code where Numba is installed and has a folder to keep it in."""
    if _numba is None:
        return function
    try:
        return _numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:
        return function


# For so many people the library is quicker than the way of this file.
MANY = 2_000
Places = NDArray[np.int64]
FAR = 1 << 62


class Slots(NamedTuple):
    """Every (viewer, person) that may be shown, sorted by viewer; `held` are those shown.

    `start` is where each viewer's begin; `by_person` orders all by person, with `person_start`.
    """

    viewer: Places
    person: Places
    gain: Places
    held: NDArray[np.bool_]
    start: Places
    by_person: Places
    person_start: Places


class Prices(NamedTuple):
    """What being shown once more costs each person; how far and by which exchange one came."""

    price: Places
    far: Places
    drops: Places
    takes: Places


def fair(
    pairs: tuple[Places, Places, Places], lengths: Places, low: Places, high: Places
) -> tuple[Places, Places]:
    """The (viewer, person) shown: so many of each viewer's pairs, with the greatest sum of gains.

    `pairs` are viewers, persons and gains of all that may be shown. Each person is shown between
    `low` and `high` times, as far as any choice of these pairs allows.
    """
    viewer, person, gain = pairs
    size = len(lengths)
    if size >= MANY and network.is_there():
        shown = network.shared_out(pairs, lengths, low, high)
        if shown is not None:
            return viewer[shown], person[shown]
    order = np.lexsort((person, -gain, viewer))
    viewer, person, gain = viewer[order], person[order], gain[order]
    start = np.searchsorted(viewer, np.arange(size + 1))
    held = np.arange(len(viewer)) - start[viewer] < lengths[viewer]
    by_person = np.argsort(person, kind="stable")
    person_start = np.searchsorted(person[by_person], np.arange(size + 1))
    slots = Slots(viewer, person, gain, held, start, by_person, person_start)
    _even_out(slots, low, high)
    return viewer[held], person[held]


@compiled
def _even_out(slots: Slots, low: Places, high: Places) -> None:
    size = len(low)
    shown = np.zeros(size, np.int64)
    for at in range(len(slots.person)):
        shown[slots.person[at]] += slots.held[at]
    prices = Prices(
        np.zeros(size, np.int64),
        np.full(size, FAR, np.int64),
        np.full(size, -1, np.int64),
        np.full(size, -1, np.int64),
    )
    for person in range(size):
        while shown[person] > high[person] and _shift(person, 1, slots, prices, shown, high):
            pass
    for person in range(size):
        while shown[person] < low[person] and _shift(person, -1, slots, prices, shown, low):
            pass


@compiled
def _shift(
    person: int, sign: int, slots: Slots, prices: Prices, shown: Places, limit: Places
) -> bool:
    """Take one showing from `person` (sign 1) or give one (-1), along the cheapest exchanges."""
    price, far, drops, takes = prices
    end, least = -1, FAR
    far[person] = 0
    seen = [person]
    settled = [person]
    settled.pop()
    heap = [(np.int64(0), np.int64(person))]
    while len(heap) > 0:
        so_far, at = heapq.heappop(heap)
        if so_far >= least:
            break
        if so_far > far[at]:
            continue
        settled.append(at)
        # Whoever has room, or can spare one, ends the chain at the price of doing so.
        if sign * (limit[at] - shown[at]) > 0 and so_far + sign * price[at] < least:
            end, least = at, so_far + sign * price[at]
        for nth in range(slots.person_start[at], slots.person_start[at + 1]):
            here = slots.by_person[nth]
            if slots.held[here] != (sign > 0):
                continue
            viewer = slots.viewer[here]
            for there in range(slots.start[viewer], slots.start[viewer + 1]):
                if slots.held[there] == (sign > 0):
                    continue
                other = slots.person[there]
                cost = sign * (slots.gain[here] - slots.gain[there] + price[at] - price[other])
                if so_far + cost < far[other]:
                    if far[other] == FAR:
                        seen.append(other)
                    far[other] = so_far + cost
                    drops[other], takes[other] = here, there
                    heapq.heappush(heap, (far[other], np.int64(other)))
    if end >= 0:
        for at in settled:
            if far[at] < least:
                price[at] += sign * (far[at] - least)
        shown[end] += sign
        at = end
        while at != person:
            here, there = drops[at], takes[at]
            slots.held[here], slots.held[there] = slots.held[there], slots.held[here]
            at = slots.person[here]
        shown[person] -= sign
    for at in seen:
        far[at] = FAR
    return end >= 0
