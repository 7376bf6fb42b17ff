"""Every call, and the pages about them. To import this is to know all calls there are."""

from app.api.calls import bp as calls
from app.api.views import (
    alongside,
    door,
    evenings,
    events,
    groups,
    introductions,
    me,
    meeting,
    places,
    promises,
    recaps,
    safety,
    themes,
    ties,
)
from app.api.views.connpass import bp as connpass
from app.api.views.copies import bp as copies
from app.api.views.docs import bp as docs
from app.api.views.keys import bp as keys

__all__ = [
    "BLUEPRINTS",
    "alongside",
    "door",
    "evenings",
    "events",
    "groups",
    "introductions",
    "me",
    "meeting",
    "places",
    "promises",
    "recaps",
    "safety",
    "themes",
    "ties",
]

BLUEPRINTS = (calls, connpass, copies, docs, keys)
