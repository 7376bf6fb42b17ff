"""Pages that show seats: events, groups, one's own places. They live where seats are known."""

from app.registrations.views import (
    again,
    bans,
    draws,
    events,
    groups,
    handouts,
    introducing,
    invitations,
    named,
    places,
    planning,
    ranking,
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
    "introducing",
    "invitations",
    "named",
    "planning",
    "ranking",
    "requests",
    "series",
    "tickets",
    "together",
]

# `tickets`, `together` and `named` add their pages to the blueprint of `places`, `again` and
# `introducing` to both, the others to `events`.
BLUEPRINTS = (events.bp, groups.bp, places.bp, bans.bp)
