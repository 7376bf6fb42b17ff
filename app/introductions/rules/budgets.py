"""How much may be asked: by one person, of one connector, of whoever is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

MONTH = timedelta(days=30)
REST_BETWEEN_ASKS = timedelta(days=180)
MARKED_FOR = timedelta(days=90)
ACCOUNT_AGE = timedelta(days=7)

OPEN_ASKS = 2
ASKS_PER_MONTH = 4
CONNECTOR_CAP = 3
CONNECTOR_PENDING = 2
TARGET_CAP = 2
TARGET_PENDING = 1
MARKS_TO_SUSPEND = 3
# Whoever has asked so often, and given nothing they noted meanwhile, is reminded of giving.
ASKS_BEFORE_GIVING = 3
GIVING = timedelta(days=180)


@dataclass(frozen=True)
class Budget:
    """How many requests one may have open, and make in thirty days."""

    open: int
    monthly: int
    is_suspended: bool = False


def budget_after(marks: int) -> Budget:
    """Each person who found a request salesy halves the budget; the third suspends it."""
    return Budget(
        open=max(1, OPEN_ASKS >> marks),
        monthly=max(1, ASKS_PER_MONTH >> marks),
        is_suspended=marks >= MARKS_TO_SUSPEND,
    )


def month_began(at: datetime, timezone: str) -> datetime:
    """The first instant of the month. Marks count from the next one on: no mark has an hour."""
    local = at.astimezone(ZoneInfo(timezone))
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first.astimezone(at.tzinfo)
