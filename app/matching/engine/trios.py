"""Trios for the odd one: which three gain most by sitting together."""

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.blocks import Matrix
from app.matching.engine.floor import TRIO

Prices = NDArray[np.float64]

_NOBODY = -1e12
# Among more people those with the best hope stand for all: trios are nearly as good as can be.
_FEW = 400
_SOME = 20
# Among so few all trios are looked at, so many of them closely, in so many steps.
DENSE, _GOOD, _STEPS = 160, 3_000, 150


def trio_gains(worth: Matrix, prices: Prices) -> Matrix:
    """What each pair adds to a trio whose three pay these prices for a seat; the diagonal nothing.

    What a pair is worth beyond both prices is no gain of a trio: they might meet as well in pairs.
    """
    paid = prices[:, None] + prices
    gain = np.minimum(worth, paid) - paid / 2
    np.fill_diagonal(gain, _NOBODY)
    return np.asarray(gain)


def best_trios_of_each(gain: Matrix, count: int) -> Prices:
    """The best trio of each person, for the `count` people for whom it is best; never too low."""
    found = np.full(len(gain), -np.inf)
    if len(gain) > _FEW:
        return np.array([hope for _, hope in _by_hope(gain)[:count]])
    for one, ceiling in _by_hope(gain):
        enough = np.partition(found, -count)[-count] if count < len(found) else -np.inf
        if ceiling <= enough:
            break
        found[one], _ = _best_with(one, gain, enough)
    return np.asarray(np.sort(found)[-count:])


def disjoint_trios(gain: Matrix, count: int) -> list[list[int]]:
    """Trios for so many rounds, the best first, nobody in two; fewer where there are no more."""
    left = gain.copy()
    trios: list[list[int]] = []
    looked = len(gain) if len(gain) <= _FEW else _SOME
    for _ in range(count):
        best = -1e9
        trio: list[int] = []
        for one, ceiling in _by_hope(left)[:looked]:
            if ceiling <= best:
                break
            most, both = _best_with(one, left, best)
            if most > best:
                best, trio = most, [one, *both]
        if not trio:
            break
        left[trio] = left[:, trio] = _NOBODY
        trios.append(sorted(trio))
    return trios


def most_for_trios(gain: Matrix, count: int, *, is_close: bool = True) -> float:
    """What so many trios gain together at most, nobody in two; never too low.

    Each person charges for being in a trio; every list of charges gives a bound, and good ones are
    looked for by steps towards trios that can be had.
    """
    each = best_trios_of_each(gain, TRIO * count)
    best = float(np.maximum(0.0, each).sum() / TRIO)
    if not is_close or len(gain) > DENSE or len(gain) < TRIO * count:
        return best
    trios, gains = _good_trios(gain)
    reached = sum(
        gain[np.ix_(it, it)][np.triu_indices(TRIO, 1)].sum() for it in disjoint_trios(gain, count)
    )
    charges = np.zeros(len(gain))
    for _ in range(_STEPS):
        left = gains - charges[trios].sum(axis=1)
        top = np.argpartition(left, -count)[-count:]
        # Trios that are not among the good ones gain no more than the least of these.
        value = float(charges.sum() + np.maximum(left[top], gains.min()).clip(0.0).sum())
        best = min(best, value)
        slope = 1.0 - np.bincount(trios[top].ravel(), minlength=len(gain))
        steep = float(slope @ slope)
        if value <= reached or not steep:
            break
        charges = np.maximum(0.0, charges - (value - reached) / steep * slope)
    return best


def _good_trios(gain: Matrix) -> tuple[NDArray[np.intp], Prices]:
    """The trios that gain most, and what they gain."""
    size = len(gain)
    a, b = np.triu_indices(size, 1)
    whole = gain[a, b][:, None] + gain[a] + gain[b]
    whole[np.arange(size) <= b[:, None]] = -np.inf
    many = min(_GOOD, whole.size)
    at = np.argpartition(whole.ravel(), -many)[-many:]
    pair, third = np.divmod(at, size)
    gains = whole.ravel()[at]
    real = np.isfinite(gains)
    return np.column_stack([a[pair], b[pair], third])[real], gains[real]


def _by_hope(gain: Matrix) -> list[tuple[int, float]]:
    """Everybody, those first who could have the best trio, with what it could be at most."""
    if len(gain) < TRIO:
        return []
    hope = np.partition(gain, -2, axis=1)[:, -2:].sum(axis=1) + gain.max()
    order = np.argsort(-hope, kind="stable")
    return list(zip(order.tolist(), hope[order].tolist(), strict=True))


def _best_with(one: int, gain: Matrix, enough: float) -> tuple[float, tuple[int, int]]:
    """The best trio with somebody, if it is more than `enough`."""
    row = gain[one]
    others = np.flatnonzero(row + row.max() + gain.max() > enough)
    if len(others) < TRIO - 1:
        return enough, (one, one)
    both = row[others][:, None] + row[others] + gain[np.ix_(others, others)]
    a, b = divmod(int(both.argmax()), len(others))
    return float(both[a, b]), (int(others[a]), int(others[b]))
