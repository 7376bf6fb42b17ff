"""Pages that show seats: events, groups, one's own places. They live where seats are known."""

from app.registrations.views import bans, desk, events, groups, handouts, places, planning, tickets

__all__ = ["BLUEPRINTS", "desk", "handouts", "planning", "tickets"]

# `planning`, `desk` and `handouts` add their pages to the blueprint of `events`, `tickets` to that
# of `places`.
BLUEPRINTS = (events.bp, groups.bp, places.bp, bans.bp)
