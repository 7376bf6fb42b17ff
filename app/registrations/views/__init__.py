"""Pages that show seats: events, groups, one's own places. They live where seats are known."""

from app.registrations.views import desk, events, groups, places, planning, tickets

__all__ = ["BLUEPRINTS", "desk", "planning", "tickets"]

# `planning` and `desk` add their pages to the blueprint of `events`, `tickets` to that of `places`.
BLUEPRINTS = (events.bp, groups.bp, places.bp)
