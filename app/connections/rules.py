"""Ties between people: how they begin, where they stand, what they open."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a tie between two people stands."""

    REQUESTED = "requested"
    ACTIVE = "active"
    REMOVED = "removed"
    LEFT = "left"  # one of the two is no longer a member


class Origin(StrEnum):
    """How two people came to know each other."""

    MET = "met"
    INTRODUCTION = "introduction"
    MUTUAL = "mutual"
    COHOST = "cohost"
    ONLINE = "online"


class ContactField(StrEnum):
    """A way to reach somebody. Nobody sees one unless it was granted to them by name."""

    EMAIL = "email"
    PHONE = "phone"
    LINE = "line_id"
    WEBSITE = "website"


@dataclass(frozen=True)
class Wanted:
    """Which of one's ties to show: by a part of the name, by a mark, or those put away."""

    name: str = ""
    mark: str = ""
    is_away: bool = False


GREETINGS_A_WEEK = 12
ASKED_FOR = timedelta(days=30)
REST = timedelta(days=90)


def in_pair_order(one_id: int, other_id: int) -> tuple[int, int]:
    """The two ids as a pair is stored. Raises ValueError for one person alone."""
    if one_id == other_id:
        raise ValueError("nobody is tied to themselves")
    return (one_id, other_id) if one_id < other_id else (other_id, one_id)
