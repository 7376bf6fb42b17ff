"""What the browser may send about meeting and tables."""

from app.matching.forms.rounds import PlanForm

__all__ = ["PlanForm"]
