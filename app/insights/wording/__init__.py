"""The words of the organizer's desk, in the reader's language."""

from app.insights.wording.bands import band_hint, band_name
from app.insights.wording.days import short_day, short_month
from app.insights.wording.decisions import (
    ACTS,
    ONLY,
    ORDERS,
    act_name,
    consequence,
    outcome,
    skip_name,
)
from app.insights.wording.deeds import KINDS, deed, kind_codes, reason_name
from app.insights.wording.todos import todo_note, todo_title
from app.insights.wording.turnouts import turnout_name

__all__ = [
    "ACTS",
    "KINDS",
    "ONLY",
    "ORDERS",
    "act_name",
    "band_hint",
    "band_name",
    "consequence",
    "deed",
    "kind_codes",
    "outcome",
    "reason_name",
    "short_day",
    "short_month",
    "skip_name",
    "todo_note",
    "todo_title",
    "turnout_name",
]
