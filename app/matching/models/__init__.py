"""What matching remembers."""

from app.matching.models.dismissals import Dismissal
from app.matching.models.pairings import Pairing
from app.matching.models.rounds import Round, RoundChange, Seat, Seating, TableLock

__all__ = ["Dismissal", "Pairing", "Round", "RoundChange", "Seat", "Seating", "TableLock"]
