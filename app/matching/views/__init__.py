"""The pages of matching."""

from app.matching.views import (
    boards,
    feedback,
    likes,
    markets,
    pairs,
    rounds,
    seats,
    suggestions,
    themes,
)
from app.matching.views.blueprint import bp

__all__ = [
    "boards",
    "bp",
    "feedback",
    "likes",
    "markets",
    "pairs",
    "rounds",
    "seats",
    "suggestions",
    "themes",
]
