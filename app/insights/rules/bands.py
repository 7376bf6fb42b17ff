"""How somebody has come so far, in three words and never in public."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

# Behaviour, section 2: the last ten evenings of a year, and nothing said below three.
LAST_EVENINGS = 10
FEWEST_EVENINGS = 3
WITHIN = timedelta(days=365)
# Until then somebody may still say that they did come.
SETTLED_AFTER = timedelta(days=7)
LATE_CANCEL_COUNTS = 0.5
OFTEN = 0.4


class Band(StrEnum):
    """How somebody has come to a group's evenings so far."""

    FIRST = "first"
    STEADY = "steady"
    PATCHY = "patchy"


class Kept(StrEnum):
    """What became of one seat."""

    CAME = "came"
    MISSED = "missed"
    LATE_CANCEL = "late_cancel"


def band(evenings: Sequence[Kept], *, is_first: bool) -> Band | None:
    """The band of somebody with these evenings behind them; None when there are too few to tell."""
    if is_first:
        return Band.FIRST
    if len(evenings) < FEWEST_EVENINGS:
        return None
    missed = sum(
        {Kept.CAME: 0, Kept.MISSED: 1, Kept.LATE_CANCEL: LATE_CANCEL_COUNTS}[kept]
        for kept in evenings
    )
    return Band.PATCHY if missed >= OFTEN * len(evenings) else Band.STEADY
