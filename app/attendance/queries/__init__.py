"""Looking at the door's record, and at who keeps it."""

from app.attendance.queries.keeping import (
    device_with,
    devices_of,
    link_with,
    links_of,
    settings_of,
    waiting_outside,
)
from app.attendance.queries.record import (
    Guest,
    arrivals,
    attempts_at,
    attendance_of,
    came_ids,
    counts,
    entries_of,
    first_entry,
    flagged,
    has_attended,
    known_ids,
    present_ids,
    roster,
    roster_for_devices,
    was_there,
)
from app.attendance.queries.turnouts import turnout

__all__ = [
    "Guest",
    "arrivals",
    "attempts_at",
    "attendance_of",
    "came_ids",
    "counts",
    "device_with",
    "devices_of",
    "entries_of",
    "first_entry",
    "flagged",
    "has_attended",
    "known_ids",
    "link_with",
    "links_of",
    "present_ids",
    "roster",
    "roster_for_devices",
    "settings_of",
    "turnout",
    "waiting_outside",
    "was_there",
]
