"""Looking at who keeps in touch with whom."""

from app.keeping.queries.goals import aim_of, goals_of, open_targets, sought_by, targets_of
from app.keeping.queries.ledgers import balance_of, balances_of, favours_of, lopsided
from app.keeping.queries.network import Growth, growth_of, made_since, ties_of
from app.keeping.queries.touches import (
    Due,
    due_people,
    evenings_to_note,
    last_touch,
    met_again,
    timeline,
    without_idea,
)

__all__ = [
    "Due",
    "Growth",
    "aim_of",
    "balance_of",
    "balances_of",
    "due_people",
    "evenings_to_note",
    "favours_of",
    "goals_of",
    "growth_of",
    "last_touch",
    "lopsided",
    "made_since",
    "met_again",
    "open_targets",
    "sought_by",
    "targets_of",
    "ties_of",
    "timeline",
    "without_idea",
]
