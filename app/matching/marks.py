"""From which rows a listing was made: when these differ, it has to be made anew."""

from collections.abc import Collection
from hashlib import sha256


def mark_of_presence(ids: Collection[int]) -> str:
    """Who is there, in a few letters."""
    return sha256(",".join(map(str, sorted(ids))).encode()).hexdigest()[:24]
