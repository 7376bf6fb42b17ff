"""What those who look after safety see, and what members see of their own reports."""

from app.safety.queries.contacts import (
    Contact,
    contact_between,
    known_person,
    met_first_at,
    person_to_report,
)
from app.safety.queries.desk import (
    counts,
    has_opened,
    measures_on,
    own_reports,
    reports_about,
    visible_reports,
)
from app.safety.queries.evidence import of_event, of_message, of_person
from app.safety.queries.parties import Party, party
from app.safety.queries.signals import Signal, signals_about
from app.safety.queries.waiting import Waiting, Waits, waiting_for

__all__ = [
    "Contact",
    "Party",
    "Signal",
    "Waiting",
    "Waits",
    "contact_between",
    "counts",
    "has_opened",
    "known_person",
    "measures_on",
    "met_first_at",
    "of_event",
    "of_message",
    "of_person",
    "own_reports",
    "party",
    "person_to_report",
    "reports_about",
    "signals_about",
    "visible_reports",
    "waiting_for",
]
