"""What matching remembers."""

from app.matching.models.dismissals import Dismissal
from app.matching.models.rounds import Round, Seat

__all__ = ["Dismissal", "Round", "Seat"]
