"""The pages of those who run events."""

from app.insights.views import groups, people
from app.insights.views.desk import bp

__all__ = ["bp", "groups", "people"]
