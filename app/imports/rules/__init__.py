"""What an attendee list says, decided from its bytes alone."""

from app.imports.rules.columns import Column, ColumnMapping, Role
from app.imports.rules.fates import Fate, Place, Row
from app.imports.rules.layouts import Source
from app.imports.rules.outcomes import (
    Attendee,
    Note,
    Reason,
    Refusal,
    Remark,
    Skipped,
    Status,
    Unreadable,
)
from app.imports.rules.reading import Reading, read_attendees

__all__ = [
    "Attendee",
    "Column",
    "ColumnMapping",
    "Fate",
    "Note",
    "Place",
    "Reading",
    "Reason",
    "Refusal",
    "Remark",
    "Role",
    "Row",
    "Skipped",
    "Source",
    "Status",
    "Unreadable",
    "read_attendees",
]
