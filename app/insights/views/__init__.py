"""The pages of those who run events."""

from app.insights.views import groups, live, people, turnout
from app.insights.views.desk import bp

__all__ = ["bp", "groups", "live", "people", "turnout"]
