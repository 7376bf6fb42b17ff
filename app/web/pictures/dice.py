"""Choices that follow from a seed alone."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Choice = TypeVar("Choice")


class Dice:
    """Throws that come out the same on every machine, for ever, for the same seed."""

    def __init__(self, seed: str) -> None:
        self.seed = seed

    def throw(self, sides: int, purpose: str) -> int:
        """A number from 0 to `sides` - 1; throws for different purposes are independent."""
        digest = hashlib.sha256(f"{purpose}:{self.seed}".encode()).digest()
        return int.from_bytes(digest[:6], "big") % sides

    def pick(self, choices: Sequence[Choice], purpose: str) -> Choice:
        """One of `choices`."""
        return choices[self.throw(len(choices), purpose)]

    def between(self, low: float, high: float, purpose: str) -> float:
        """A number from `low` to `high`, in a thousand steps."""
        return low + (high - low) * self.throw(1001, purpose) / 1000

    def mark(self, purpose: str) -> str:
        """A short id for elements of the picture, unlike that of any other seed."""
        return "k" + hashlib.sha256(f"{purpose}:{self.seed}".encode()).hexdigest()[:8]
