"""An event as search engines read it: schema.org, in JSON-LD."""

from zoneinfo import ZoneInfo

from app.events.models import Event, Slot
from app.events.rules import Status
from app.kit.letters import absolute

SCHEMA = "https://schema.org"


def structured(event: Event, *, is_full: bool) -> dict[str, object]:
    """What the page says, for machines. Times carry the offset of the place."""
    zone = ZoneInfo(event.timezone)
    called_off = event.status == Status.CANCELLED
    online = not event.place_name
    facts: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": event.title,
        "startDate": event.starts_at.astimezone(zone).isoformat(),
        "endDate": event.ends_at.astimezone(zone).isoformat(),
        "eventStatus": f"{SCHEMA}/{'EventCancelled' if called_off else 'EventScheduled'}",
        "eventAttendanceMode": f"{SCHEMA}/{'On' if online else 'Off'}lineEventAttendanceMode",
        "location": _location(event, online=online),
        "organizer": {
            "@type": "Organization",
            "name": event.group.name,
            "url": absolute(f"/groups/{event.group.slug}"),
        },
        "offers": [_offer(event, slot, is_full=is_full) for slot in event.slots],
    }
    if event.summary:
        facts["description"] = event.summary
    return facts


def _location(event: Event, *, online: bool) -> dict[str, object]:
    if online:
        # The address itself is for those who come; the page says how to be one of them.
        return {"@type": "VirtualLocation", "url": absolute(f"/events/{event.slug}")}
    return {"@type": "Place", "name": event.place_name, "address": event.address}


def _offer(event: Event, slot: Slot, *, is_full: bool) -> dict[str, object]:
    return {
        "@type": "Offer",
        "name": slot.name or event.title,
        "price": slot.door_fee,
        "priceCurrency": "JPY",
        "availability": f"{SCHEMA}/{'SoldOut' if is_full else 'InStock'}",
        "url": absolute(f"/events/{event.slug}"),
    }
