"""An event, as a calendar keeps it."""

from dataclasses import replace
from urllib.parse import urlsplit

from app.events.models import Event
from app.events.rules import Status
from app.kit.calendar import Entry, Standing, calendar
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
        standing=Standing.CANCELLED if event.status == Status.CANCELLED else Standing.CONFIRMED,
    )


def own_entry(event: Event, standing: Standing, text: str) -> Entry:
    """What goes into the calendar of one person: how sure it is for them, and what to know."""
    usual = entry(event)
    if usual.standing == Standing.CANCELLED:
        return usual
    return replace(usual, standing=standing, text="\n".join(filter(None, (text, usual.text))))


def calendar_file(event: Event) -> bytes:
    """The calendar file of one event."""
    return calendar([entry(event)])
