"""Whose recaps are due, who gets which, and what the organizers and the guests have said."""

from app.recaps.queries.audience import (
    Claim,
    audience,
    claim_at,
    events_corrected,
    events_without_recap,
    is_expected,
    organizers_of,
    variant_for,
    variants_for,
)
from app.recaps.queries.words import answer_of, answers_of, feedback_on, words_for

__all__ = [
    "Claim",
    "answer_of",
    "answers_of",
    "audience",
    "claim_at",
    "events_corrected",
    "events_without_recap",
    "feedback_on",
    "is_expected",
    "organizers_of",
    "variant_for",
    "variants_for",
    "words_for",
]
