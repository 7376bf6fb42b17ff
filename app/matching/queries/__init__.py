"""Whom to meet, why, and with whom at the table."""

from app.matching.queries.lists import (
    Match,
    MatchList,
    missed,
    suggestions,
    who_shows_themselves,
)
from app.matching.queries.rounds import rounds_of, seat_of, table_mates

__all__ = [
    "Match",
    "MatchList",
    "missed",
    "rounds_of",
    "seat_of",
    "suggestions",
    "table_mates",
    "who_shows_themselves",
]
