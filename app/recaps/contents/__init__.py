"""What stands in a recap, as it may be read at this very moment."""

from app.recaps.contents.figures import Figures, SlotFigures, figures_of
from app.recaps.contents.reading import Acquaintance, Recap, recap_for

__all__ = ["Acquaintance", "Figures", "Recap", "SlotFigures", "figures_of", "recap_for"]
