"""People on the chairs of a known plan: exchanged until it is worth most."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.blocks import Matrix
from app.matching.engine.designs import Chairs

_HOT, _COLD = 8.0, 0.2
# An exchange costs the square of the people, so larger rooms get fewer of them.
_WORK: Final = 200_000_000
_MOST_STEPS: Final = 20_000


def placed(plan: Chairs, value: Matrix, rng: np.random.Generator) -> NDArray[np.intp]:
    """Who is to sit on each chair, for pairs at a table to be worth most together, n x n.

    An exchange that gains g points is e^(g / heat) times as likely as none, ever more choosily.
    """
    size = len(value)
    met = _together(plan, size)
    order = rng.permutation(size)
    worth = value[np.ix_(order, order)]
    gain = worth @ met
    best, most = order.copy(), float((worth * met).sum())
    total = most
    steps = min(_MOST_STEPS, _WORK // (size * size + 1))
    for step, one in enumerate(rng.integers(size, size=steps).tolist()):
        heat = _HOT * (_COLD / _HOT) ** (step / steps)
        gains = gain[one] + gain[:, one] - gain[one, one] - gain.diagonal()
        gains += 2 * met[one] * worth[one]
        other = int((gains + heat * rng.gumbel(size=size)).argmax())
        if one == other:
            continue
        total += 2 * gains[other]
        _exchange(order, worth, gain, met, (one, other))
        if total > most:
            best, most = order.copy(), total
    return best


def _together(plan: Chairs, size: int) -> Matrix:
    """How often the chairs stand at one table."""
    met = np.zeros((plan.max() + 1,) * 2)
    met[plan[..., :, None], plan[..., None, :]] += 1
    np.fill_diagonal(met, 0.0)
    return met[:size, :size]


def _exchange(
    order: NDArray[np.intp], worth: Matrix, gain: Matrix, met: Matrix, chairs: tuple[int, int]
) -> None:
    """Two people change chairs; `gain` is kept as the product of `worth` and `met`."""
    here, there = list(chairs), list(chairs)[::-1]
    order[here] = order[there]
    before = worth[:, here].copy()
    worth[here] = worth[there]
    worth[:, here] = worth[:, there]
    gain[here] = gain[there]
    before[here] = before[there]
    gain += (worth[:, here] - before) @ met[here]
