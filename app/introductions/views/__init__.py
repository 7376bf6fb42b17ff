"""Introductions, seen from the browser."""

from app.introductions.views import answering, asking, board, giving, screening, showing, terms
from app.introductions.views.blueprint import bp
from app.introductions.views.board import bp as board_bp

__all__ = ["BLUEPRINTS", "answering", "asking", "board", "giving", "screening", "showing", "terms"]

BLUEPRINTS = (bp, board_bp)
