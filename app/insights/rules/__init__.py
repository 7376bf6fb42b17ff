"""What an organizer's desk makes of what it counts: plain values in, plain values out."""

from app.insights.rules.bands import (
    LAST_EVENINGS,
    SETTLED_AFTER,
    WITHIN,
    Band,
    Kept,
    band,
)
from app.insights.rules.choosing import Act, acts_for, is_possible
from app.insights.rules.course import Day, Plot, Step, days_of, plot
from app.insights.rules.todos import Evening, Lots, Tally, Task, Todo, todos

__all__ = [
    "LAST_EVENINGS",
    "SETTLED_AFTER",
    "WITHIN",
    "Act",
    "Band",
    "Day",
    "Evening",
    "Kept",
    "Lots",
    "Plot",
    "Step",
    "Tally",
    "Task",
    "Todo",
    "acts_for",
    "band",
    "days_of",
    "is_possible",
    "plot",
    "todos",
]
