"""An event, as a calendar keeps it."""

from urllib.parse import urlsplit

from app.events.models import Event
from app.events.rules import Status
from app.kit.calendar import Entry, calendar
from app.kit.letters import absolute


def entry(event: Event) -> Entry:
    """What goes into the calendars of those who come."""
    host, page = urlsplit(absolute("/")).hostname, absolute(f"/events/{event.slug}")
    return Entry(
        uid=f"event-{event.public_id}@{host}",
        sequence=event.sequence,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        timezone=event.timezone,
        changed_at=event.changed_at,
        title=event.title,
        text=event.summary,
        place=" ".join(filter(None, (event.place_name, event.address))) or page,
        url=page,
        is_cancelled=event.status == Status.CANCELLED,
    )


def calendar_file(event: Event) -> bytes:
    """The calendar file of one event."""
    return calendar([entry(event)])
