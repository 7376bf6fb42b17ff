"""What stands in a recap, as it may be read at this very moment."""

from app.recaps.contents.figures import Figures, SlotFigures, figures_of
from app.recaps.contents.gathering import Acquaintance, gather_for
from app.recaps.contents.reading import Recap, recap_for

__all__ = [
    "Acquaintance",
    "Figures",
    "Recap",
    "SlotFigures",
    "figures_of",
    "gather_for",
    "recap_for",
]
