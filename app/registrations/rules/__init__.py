"""Who gets a seat, how a freed one is passed on, and how lots are drawn: plain values only."""

from app.registrations.rules.placing import Seats, first_free, way_in, wishes_in
from app.registrations.rules.speaking import A_LITTLE_OVER, LONGEST_PART, Minute, seconds
from app.registrations.rules.timing import (
    Passage,
    is_late_cancel,
    is_too_late,
    offer_until,
    passage,
    reminds_at,
)
from app.registrations.rules.wishes import (
    CONDUCT,
    LONGEST_ANSWER,
    LONGEST_PURPOSE,
    NO,
    YES,
    Arrival,
    Wish,
)

__all__ = [
    "A_LITTLE_OVER",
    "CONDUCT",
    "LONGEST_ANSWER",
    "LONGEST_PART",
    "LONGEST_PURPOSE",
    "NO",
    "YES",
    "Arrival",
    "Minute",
    "Passage",
    "Seats",
    "Wish",
    "first_free",
    "is_late_cancel",
    "is_too_late",
    "offer_until",
    "passage",
    "reminds_at",
    "seconds",
    "way_in",
    "wishes_in",
]
