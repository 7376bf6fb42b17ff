"""Whom to meet, why, and with whom at the table."""

from app.matching.queries.community import Week, people_to_meet, week_for
from app.matching.queries.lists import suggestions, who_shows_themselves
from app.matching.queries.matches import Match, MatchList
from app.matching.queries.missing import missed, missed_by_each
from app.matching.queries.reasons import grounds_between, match_with
from app.matching.queries.rounds import (
    people_meant,
    rounds_of,
    seating_of,
    table_mates,
    table_mates_of_each,
    usual_wish,
)

__all__ = [
    "Match",
    "MatchList",
    "Week",
    "grounds_between",
    "match_with",
    "missed",
    "missed_by_each",
    "people_meant",
    "people_to_meet",
    "rounds_of",
    "seating_of",
    "suggestions",
    "table_mates",
    "table_mates_of_each",
    "usual_wish",
    "week_for",
    "who_shows_themselves",
]
