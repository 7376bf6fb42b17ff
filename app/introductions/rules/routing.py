"""Who is asked to pass a request on."""

from dataclasses import dataclass
from datetime import timedelta

from app.introductions.rules.budgets import CONNECTOR_CAP, CONNECTOR_PENDING

ENOUGH_FOR_ANOTHER = timedelta(days=6)
"""What must remain before the neutral hour for one more connector to be asked."""
SPARED_FROM = 0.8
"""The share of a connector's cap from which the house asks them no more of its own accord."""


@dataclass(frozen=True)
class Route:
    """One person who might pass a request on, and how much is asked of them already."""

    connector_id: int
    asked_this_month: int
    pending: int
    strength: float
    cap: int = CONNECTOR_CAP

    @property
    def load(self) -> float:
        """The share of the monthly cap that is used up."""
        return self.asked_this_month / self.cap if self.cap else 1.0

    @property
    def has_room(self) -> bool:
        return self.load < 1 and self.pending < CONNECTOR_PENDING

    @property
    def is_spared(self) -> bool:
        return self.load >= SPARED_FROM or not self.has_room


def best_route(routes: list[Route]) -> Route | None:
    """Who should be asked: the least burdened first, then the closest. None when all are full."""
    free = [route for route in routes if not route.is_spared]
    return min(free, key=lambda r: (r.load, -r.strength, r.connector_id), default=None)
