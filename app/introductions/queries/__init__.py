"""Finding introductions, counting what people are asked, and looking for ways."""

from app.introductions.queries.budgets import (
    asked_recently,
    asks_this_month,
    has_asked,
    is_due_to_give,
    is_resting,
    marks_on,
    open_asks,
    reached_and_pending,
    unanswered_in_a_row,
)
from app.introductions.queries.due import broken, due, fresh, long_over, outcomes_of, resting
from app.introductions.queries.people import own_connectors, own_contacts
from app.introductions.queries.requests import (
    draft_for,
    open_between,
    open_need,
    visible_introductions,
    waiting_for,
)
from app.introductions.queries.routing import (
    listed_by,
    named_route,
    routes,
    routes_from,
    vouchers_of,
)
from app.introductions.queries.screening import (
    earlier_words,
    found_salesy,
    is_reported,
    open_incidents,
    to_screen,
)
from app.introductions.queries.terms import terms_of

__all__ = [
    "asked_recently",
    "asks_this_month",
    "broken",
    "draft_for",
    "due",
    "earlier_words",
    "found_salesy",
    "fresh",
    "has_asked",
    "is_due_to_give",
    "is_reported",
    "is_resting",
    "listed_by",
    "long_over",
    "marks_on",
    "named_route",
    "open_asks",
    "open_between",
    "open_incidents",
    "open_need",
    "outcomes_of",
    "own_connectors",
    "own_contacts",
    "reached_and_pending",
    "resting",
    "routes",
    "routes_from",
    "terms_of",
    "to_screen",
    "unanswered_in_a_row",
    "visible_introductions",
    "vouchers_of",
    "waiting_for",
]
