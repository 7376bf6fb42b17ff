"""The words of an evening's tables, and what a plan must be to be made at once."""

from dataclasses import dataclass
from enum import StrEnum

SMALLEST, LARGEST = 2, 8
MOST_ROUNDS = 12
MOST_MINUTES = 240
# Pairs of so many people are planned while the page is asked for. Tables take longer, and so does
# choosing the three of an odd number: a first rotation stands in for those, for up to so many.
# Everything beyond is left to a worker, so that no page computes for more than 50 ms.
PAIRED_AT_ONCE, ODD_AT_ONCE, SEATED_AT_ONCE = 30, 9, 60


class RoundState(StrEnum):
    """Where a round stands. Only a planned one is ever planned again."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"


class PlanState(StrEnum):
    """Where the plan of an evening stands.

    ASKED: to be planned by a worker. STIRRED: people came or left since, or two may not meet any
    more, and the tables are to be put right. CHANGED: seats were moved by hand, its worth is to be
    told anew. FAILED: it could not be planned, and somebody has to ask again.
    """

    SETTLED = "settled"
    ASKED = "asked"
    STIRRED = "stirred"
    CHANGED = "changed"
    FAILED = "failed"


class Who(StrEnum):
    """Whom the tables are for: those who are here, or everybody who has a seat."""

    ARRIVED = "arrived"
    CONFIRMED = "confirmed"


class PairRule(StrEnum):
    """What organizers may say about two people."""

    APART = "apart"
    TOGETHER = "together"


class Crossing(StrEnum):
    """Who may meet whom, by the slot they registered for."""

    ANYBODY = "anybody"
    OTHER_SLOTS = "other_slots"
    OWN_SLOT = "own_slot"


@dataclass(frozen=True)
class Wish:
    """What an organizer asks for: so many rounds in all, tables of at most `size` people.

    `minutes` is how long a round is meant to last. Without a `seed` the evening has its own.
    """

    rounds: int
    size: int
    who: Who = Who.ARRIVED
    minutes: int | None = None
    seed: int | None = None
    mixes: bool = False
    spreads: bool = True
    crossing: Crossing = Crossing.ANYBODY


# What a worker is still to do something about; in the first two, seats may be missing.
SEATS_TO_COME = (PlanState.ASKED, PlanState.STIRRED)
TO_BE_DONE = (*SEATS_TO_COME, PlanState.CHANGED)


def is_quick(people: int, size: int) -> bool:
    """Whether the best plan for so many is made before anybody notices."""
    return size == SMALLEST and people <= (ODD_AT_ONCE if people % 2 else PAIRED_AT_ONCE)
