"""Looking at who keeps in touch with whom."""

from app.keeping.queries.goals import aim_of, goals_of, open_targets, sought_by, targets_of
from app.keeping.queries.ledgers import balance_of, balances_of, favours_of, lopsided
from app.keeping.queries.network import Growth, growth_of, made_since, ties_of
from app.keeping.queries.pledges import (
    Promised,
    contact_called,
    contacts_to_choose,
    ended_pledges,
    open_pledges,
    own_pledges,
    pledges_in,
    pledges_soon,
    with_people,
)
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
    "Promised",
    "aim_of",
    "balance_of",
    "balances_of",
    "contact_called",
    "contacts_to_choose",
    "due_people",
    "ended_pledges",
    "evenings_to_note",
    "favours_of",
    "goals_of",
    "growth_of",
    "last_touch",
    "lopsided",
    "made_since",
    "met_again",
    "open_pledges",
    "open_targets",
    "own_pledges",
    "pledges_in",
    "pledges_soon",
    "sought_by",
    "targets_of",
    "ties_of",
    "timeline",
    "with_people",
    "without_idea",
]
