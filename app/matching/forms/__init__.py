"""What the browser may send about meeting and tables."""

from app.matching.forms.rounds import PairForm, PlanForm

__all__ = ["PairForm", "PlanForm"]
