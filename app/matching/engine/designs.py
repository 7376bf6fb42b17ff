"""Plans in which nobody meets twice, known from algebra: who sits on which chair in which round."""

from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

# rounds x tables x chairs: the number of whoever sits there.
Chairs = NDArray[np.intp]

# The schoolgirls of Kirkman: of fifteen, the last one stays and two rings of seven turn.
_GIRLS: Final = ((14, 0, 7), (1, 2, 4), (3, 8, 12), (5, 11, 13), (6, 9, 10))
_RING: Final = 7


def design(tables: int, size: int, rounds: int) -> Chairs | None:
    """A plan for `tables` full tables of `size`, or nothing where none of these kinds exists.

    Seats are numbered along the first chairs of all tables, then the second ones, and so on, so
    that where people are missing at the end every table lacks one at most.
    """
    if (tables, size) == (len(_GIRLS), len(_GIRLS[0])) and rounds <= _RING:
        return _schoolgirls()[:rounds]
    if (size - 1) * (rounds - 1) < tables:
        return _turning(tables, size, rounds)
    return _over_a_field(tables, size, rounds) if size <= tables else None


def _schoolgirls() -> Chairs:
    def turned(girl: int, day: int) -> int:
        ring, place = divmod(girl, _RING)
        return girl if ring > 1 else ring * _RING + (place + day) % _RING

    return np.array([[[turned(it, day) for it in row] for row in _GIRLS] for day in range(_RING)])


def _turning(tables: int, size: int, rounds: int) -> Chairs:
    """Those on chair c move c tables on after each round; too few rounds to come around."""
    day, table, chair = np.ogrid[:rounds, :tables, :size]
    return np.asarray(chair * tables + (table + chair * day) % tables)


def _over_a_field(tables: int, size: int, rounds: int) -> Chairs | None:
    """The same in a finite field, where nobody comes around before everybody has met.

    After that those of one chair meet each other, by a plan of their own.
    Source: Bose, On the application of the properties of Galois fields (1938).
    """
    field = Field.of_size(tables)
    if field is None:
        return None
    plan = [
        [
            [chair * tables + field.plus[at, field.times[chair, day]] for chair in range(size)]
            for at in range(tables)
        ]
        for day in range(min(rounds, tables))
    ]
    if rounds <= tables:
        return np.array(plan, dtype=np.intp)
    among = None if tables % size else design(tables // size, size, rounds - tables)
    if among is None:
        return None
    after = np.concatenate([among + chair * tables for chair in range(size)], axis=1)
    return np.concatenate([np.array(plan, dtype=np.intp), after])


class Field:
    """The finite field of p^n elements: each the number that its coefficients spell in base p."""

    def __init__(self, prime: int, power: int) -> None:
        self.prime, self.power = prime, power
        self.size = prime**power
        digits = [self._digits(it) for it in range(self.size)]
        everything = range(self.size)
        self.plus = np.array(
            [[self._number(digits[a] + digits[b]) for b in everything] for a in everything]
        )
        self._rule = self._irreducible(digits)
        self.times = np.array(
            [[self._product(digits[a], digits[b]) for b in everything] for a in everything]
        )

    @classmethod
    def of_size(cls, size: int) -> "Field | None":
        """The field of so many elements; there is none unless it is the power of a prime."""
        prime = next((it for it in range(2, size + 1) if size % it == 0), 0)
        power, rest = 0, size
        while prime and rest % prime == 0:
            rest //= prime
            power += 1
        return cls(prime, power) if rest == 1 and prime else None

    def _digits(self, number: int) -> NDArray[np.int64]:
        return number // self.prime ** np.arange(self.power) % self.prime

    def _number(self, digits: NDArray[np.int64]) -> int:
        return int((digits % self.prime) @ self.prime ** np.arange(self.power))

    def _irreducible(self, digits: list[NDArray[np.int64]]) -> NDArray[np.int64]:
        """What x^n equals, for a polynomial that no product of two smaller ones gives."""
        products = {
            tuple(np.convolve(a, b) % self.prime)
            for degree in range(1, self.power // 2 + 1)
            for a in self._monic(degree)
            for b in self._monic(self.power - degree)
        }
        for lower in digits:
            if (*lower.tolist(), 1) not in products:
                return -lower % self.prime
        raise ArithmeticError("Every finite field has an irreducible polynomial.")

    def _monic(self, degree: int) -> list[NDArray[np.int64]]:
        return [np.array([*low, 1]) for low in product(range(self.prime), repeat=degree)]

    def _product(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> int:
        whole = np.convolve(a, b)
        for top in range(len(whole) - 1, self.power - 1, -1):
            whole[top - self.power : top] += whole[top] * self._rule
        return self._number(whole[: self.power] % self.prime)
