"""Introductions, seen from the browser."""

from app.introductions.views import (
    answering,
    asking,
    board,
    giving,
    screening,
    showing,
    terms,
    together,
)
from app.introductions.views.blueprint import bp
from app.introductions.views.board import bp as board_bp
from app.introductions.views.consulting import bp as consulting_bp
from app.introductions.views.together import bp as together_bp

__all__ = [
    "BLUEPRINTS",
    "answering",
    "asking",
    "board",
    "giving",
    "screening",
    "showing",
    "terms",
    "together",
]

BLUEPRINTS = (bp, board_bp, consulting_bp, together_bp)
