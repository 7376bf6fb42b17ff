"""What can happen between people who might meet, and to the tables of an evening."""

from app.matching.operations.dismissing import dismiss
from app.matching.operations.rounds import (
    NothingToBegin,
    TooFewPeople,
    Wish,
    begin_next,
    plan_rounds,
)

__all__ = [
    "NothingToBegin",
    "TooFewPeople",
    "Wish",
    "begin_next",
    "dismiss",
    "plan_rounds",
]
