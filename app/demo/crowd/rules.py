"""How large a crowd is, and what falls by lot in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from app.demo.rules import TOKYO

Thing = TypeVar("Thing")

LARGEST_EVENT = 5_000
PAST_DAYS, COMING_DAYS = 400, 60
STARTS = (10, 14, 18, 19, 19, 19)
PER_MEMBER = 4
"""How many groups a member belongs to at most, on average."""


@dataclass(frozen=True)
class Size:
    """How many of each, and the seed that everything else follows from."""

    members: int
    groups: int
    events: int
    seed: int = 1

    def lots(self, what: str) -> Random:
        """The lots for one part of the community."""
        return Random(f"kizuna {self.seed} {what}")

    @property
    def domain(self) -> str:
        """Where these members get mail: nowhere, for certain."""
        return f"seed{self.seed}.example"


def some(lots: Random, things: Sequence[Thing], most: int) -> list[Thing]:
    """Up to `most` different ones, in no order."""
    return lots.sample(things, min(len(things), most))


def group_sizes(size: Size) -> list[int]:
    """How many belong to each group: everybody to the first, then ever fewer."""
    wanted = [max(2, size.members // (rank + 1)) for rank in range(size.groups)]
    room = size.members * PER_MEMBER
    factor = min(1.0, room / max(1, sum(wanted)))
    return [size.members, *(max(2, int(number * factor)) for number in wanted[1:])][: size.groups]


def evening(lots: Random, number: int, today: datetime) -> tuple[datetime, datetime]:
    """When an event takes place: the first one in three weeks, most others in the past."""
    is_past = number > 0 and lots.random() < 0.6  # noqa: PLR2004 -- three in five
    days = -lots.randint(2, PAST_DAYS) if is_past else lots.randint(2, COMING_DAYS)
    day = today + timedelta(days=21 if number == 0 else days)
    starts = day.astimezone(TOKYO).replace(hour=lots.choice(STARTS), minute=0, second=0)
    return starts, starts + timedelta(minutes=lots.choice((90, 120, 120, 180)))


def seats(lots: Random, number: int, size: Size) -> int:
    """How many seats there are: the first event is the large one."""
    if number == 0:
        return max(2, min(LARGEST_EVENT, size.members // 4))
    return min(max(2, size.members), lots.choice((8, 12, 16, 20, 24, 24, 30, 40, 60)))


def askers(lots: Random, capacity: int) -> int:
    """How many people ask for those seats: often more than there are."""
    return int(capacity * lots.uniform(0.5, 1.4)) + 1
