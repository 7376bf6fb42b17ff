"""Pages that show seats: events, groups, one's own places. They live where seats are known."""

from app.registrations.views import (
    again,
    bans,
    desk,
    events,
    groups,
    handouts,
    places,
    planning,
    requests,
    series,
    tickets,
)

__all__ = ["BLUEPRINTS", "again", "desk", "handouts", "planning", "requests", "series", "tickets"]

# `tickets` adds its pages to the blueprint of `places`, `again` to both, the others to `events`.
BLUEPRINTS = (events.bp, groups.bp, places.bp, bans.bp)
