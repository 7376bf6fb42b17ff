"""From which rows a listing was made: when these differ, it has to be made anew."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

# A community is another one once it has grown, or shrunk, by half.
HALF = 1.5


def mark_of_presence(ids: Collection[int]) -> str:
    """Who is there, in a few letters."""
    return sha256(",".join(map(str, sorted(ids))).encode()).hexdigest()[:24]


def mark_of_week(week: datetime, people: int, before: str) -> str:
    """The week, and how many people there were when it began or since they became another crowd.

    `before` is the mark in force; it stays while few come or go, so that nobody's list changes for
    every newcomer.
    """
    name, _, count = before.rpartition(":")
    then = int(count) if name == f"week:{week.date()}" else 0
    if then and then / HALF <= people <= then * HALF:
        return before
    return f"week:{week.date()}:{people}"
