"""Pages that show seats: events, groups, one's own places. They live where seats are known."""

from app.registrations.views import (
    again,
    bans,
    draws,
    events,
    groups,
    handouts,
    invitations,
    places,
    planning,
    requests,
    series,
    tickets,
    together,
)

__all__ = [
    "BLUEPRINTS",
    "again",
    "draws",
    "handouts",
    "invitations",
    "planning",
    "requests",
    "series",
    "tickets",
    "together",
]

# `tickets` and `together` add their pages to the blueprint of `places`, `again` to both, the
# others to `events`.
BLUEPRINTS = (events.bp, groups.bp, places.bp, bans.bp)
