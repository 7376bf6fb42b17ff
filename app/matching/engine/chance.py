"""Chance that can be repeated: the same seed and the same two people draw the same number."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)


def drawn(ids: NDArray[np.int64], seed: int) -> NDArray[np.uint64]:
    """A number for every ordered pair, n x n; it depends on the two ids and the seed alone."""
    own = _stirred(ids.astype(np.uint64) ^ np.uint64(seed % 2**64))
    return _stirred(own[:, None] * _STEP + own[None, :])


def drawn_for_pairs(ids: NDArray[np.int64], seed: int) -> NDArray[np.uint64]:
    """The same for unordered pairs: symmetric. Ties by id would favour the same few people."""
    own = _stirred(ids.astype(np.uint64) ^ np.uint64(seed % 2**64))
    # A sum is the same either way round, and stirring it again leaves nothing of its order.
    return _stirred(own[:, None] + own[None, :])


def drawn_between(one: int, others: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """The upper half of `drawn_for_pairs` for one person and each of the others."""
    own = _stirred(np.array([one], dtype=np.uint64) ^ np.uint64(seed % 2**64))
    theirs = _stirred(others.astype(np.uint64) ^ np.uint64(seed % 2**64))
    return (_stirred(own + theirs) >> np.uint64(32)).astype(np.int64)


def _stirred(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators (splitmix64)."""
    mixed = numbers + _STEP
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    return mixed ^ (mixed >> np.uint64(31))
