"""The pages of matching."""

from app.matching.views import rounds, suggestions
from app.matching.views.blueprint import bp

__all__ = ["bp", "rounds", "suggestions"]
