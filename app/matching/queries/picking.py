"""One viewer's own list: made of many without the others', mended, and bent to what they seek."""

from collections.abc import Collection

import numpy as np

from app.accounts.models import User
from app.matching.engine.chance import drawn
from app.matching.engine.pool import Pool
from app.matching.engine.suggest import Note, keys_of
from app.matching.queries.matches import Pick
from app.matching.rules.listing import EVERY, Came, woven

# One in so many has their places of chance drawn from everybody, near and far alike: what is
# answered to those tells about taste without regard to what we believe of it.
BLIND = 5


def picked_alone(viewer: User, pool: Pool, seed: int, limit: int) -> tuple[list[Pick], Note | None]:
    """The best for one viewer, every fourth by lot from the farther half, and a note on it."""
    at = pool.place[viewer.id]
    allowed = pool.suggestable[at]
    order = [it for it in np.argsort(-keys_of(pool, seed)[at]).tolist() if allowed[it]]
    chances = min(limit, len(order)) // EVERY
    best, rest = order[: limit - chances], order[limit - chances :]
    lots = drawn(pool.ids, seed)[at]
    is_blind = is_drawn_blindly(viewer.id, seed)
    far = rest if is_blind else rest[len(rest) // 2 :]
    far = sorted(far, key=lambda it: int(lots[it]))[:chances]
    places = woven(best, far, Came.LOT if is_blind else Came.CHANCE)
    return [Pick(pool.people[it].id, came) for it, came in places], _note(pool, at, order)


def is_drawn_blindly(viewer: int, seed: int) -> bool:
    """Whether the lot falls on `viewer` to be shown somebody without regard to anything."""
    (lot,) = drawn(np.array([viewer], dtype=np.int64), seed).diagonal().tolist()
    return bool(lot % BLIND == 0)


def scattered(picks: list[Pick], viewer: int, seed: int) -> list[Pick]:
    """Whoever came by lot, in a place among their four that is itself drawn.

    Of a list of which only the first few are shown, the last of four would never be seen.
    """
    (lot,) = drawn(np.array([viewer], dtype=np.int64), seed).diagonal().tolist()
    best = [it for it in picks if it.came == Came.BEST]
    lots = {
        EVERY * nth + (lot >> 8) % EVERY: it
        for nth, it in enumerate(it for it in picks if it.came != Came.BEST)
    }
    queue, found = iter(best), []
    for at in range(len(picks)):
        one = lots.pop(at, None) or next(queue, None)
        if one is not None:
            found.append(one)
    return [*found, *lots.values()]


def mended(
    picks: list[Pick], changed: Collection[int], viewer: User, pool: Pool, seed: int
) -> list[Pick]:
    """A kept list as it would be now, after some people have changed and some are forbidden.

    Whoever has changed is compared anew with those on the list who have not.
    """
    at = pool.place.get(viewer.id)
    if at is None:
        return []
    allowed, keys = pool.suggestable[at], keys_of(pool, seed)[at]
    key = {it.id: int(keys[place]) for place, it in enumerate(pool.people) if allowed[place]}
    left = [it for it in picks if it.person_id in key]
    steady = [it for it in left if it.person_id not in changed or it.came != Came.BEST]
    best = [it for it in steady if it.came == Came.BEST]
    least = min((key[it.person_id] for it in best), default=-1)
    there = {it.person_id for it in steady}
    new = [id_ for id_ in changed if id_ in key and id_ not in there and key[id_] > least]
    fresh = [Pick(id_, Came.BEST) for id_ in new]
    ranked = sorted([*best, *fresh], key=lambda it: -key[it.person_id])
    most = sum(it.came == Came.BEST for it in picks)
    return in_places(ranked[:most], left, steady)


def in_places(best: list[Pick], before: list[Pick], left: list[Pick]) -> list[Pick]:
    """The best in their order; those left who came by lot as far down as lots stood before."""
    places = {at for at, it in enumerate(before) if it.came != Came.BEST}
    queue, lots = iter(best), iter([it for it in left if it.came != Came.BEST])
    found = []
    for at in range(len(best) + len(left)):
        one = next(lots, None) if at in places else next(queue, None)
        one = one or next(queue, None) or next(lots, None)
        if one is not None:
            found.append(one)
    return found


def _note(pool: Pool, at: int, order: list[int]) -> Note | None:
    if len(pool.people) == 1:
        return Note.ALONE
    if not order:
        return Note.NOBODY_ALLOWED
    return Note.THIN_PROFILE if pool.people[at].is_thin else None
