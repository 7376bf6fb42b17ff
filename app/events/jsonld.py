"""An event as search engines read it: schema.org, in JSON-LD."""

from zoneinfo import ZoneInfo

from app.events.models import Event, Slot
from app.events.rules import Status
from app.kit.letters import absolute

SCHEMA = "https://schema.org"


def structured(event: Event, *, is_full: bool) -> dict[str, object]:
    """What the page says, for machines. Times carry the offset of the place."""
    zone = ZoneInfo(event.timezone)
    facts: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": event.title,
        "url": _page(event),
        "image": [absolute(f"/events/{event.slug}/picture.png")],
        "startDate": event.starts_at.astimezone(zone).isoformat(),
        "endDate": event.ends_at.astimezone(zone).isoformat(),
        "eventStatus": f"{SCHEMA}/{_status(event)}",
        "eventAttendanceMode": f"{SCHEMA}/{_mode(event)}EventAttendanceMode",
        "location": _location(event),
        "organizer": {
            "@type": "Organization",
            "name": event.group.name,
            "url": absolute(f"/groups/{event.group.slug}"),
        },
        "isAccessibleForFree": event.is_free,
        "offers": [_offer(event, slot, is_full=is_full) for slot in event.slots],
    }
    return facts | _told(event)


def _told(event: Event) -> dict[str, object]:
    """What is only said where there is something to say."""
    capacities = [slot.capacity for slot in event.slots]
    found: dict[str, object] = {
        "description": event.summary,
        "inLanguage": list(event.languages),
        "performer": [{"@type": "Person", "name": name} for name in event.speakers],
        "maximumAttendeeCapacity": None if None in capacities else sum(filter(None, capacities)),
    }
    return {key: value for key, value in found.items() if value}


def _status(event: Event) -> str:
    return "EventCancelled" if event.status == Status.CANCELLED else "EventScheduled"


def _mode(event: Event) -> str:
    if event.place_name:
        return "Mixed" if event.online_url else "Offline"
    return "Online"


def _location(event: Event) -> object:
    """The place, the call, or both of an evening that is held in a room and on the net."""
    # The address of a call itself is for those who come; the page says how to be one of them.
    place = {"@type": "Place", "name": event.place_name, "address": event.address}
    call = {"@type": "VirtualLocation", "url": _page(event)}
    is_online = bool(event.online_url) or not event.place_name
    if event.place_name and is_online:
        return [place, call]
    return call if is_online else place


def _offer(event: Event, slot: Slot, *, is_full: bool) -> dict[str, object]:
    offer: dict[str, object] = {
        "@type": "Offer",
        "name": slot.name or event.title,
        "price": slot.door_fee,
        "priceCurrency": "JPY",
        "availability": f"{SCHEMA}/{'SoldOut' if is_full else 'InStock'}",
        "url": event.elsewhere_url or _page(event),
    }
    if event.opens_at is not None:
        offer["validFrom"] = event.opens_at.isoformat()
    return offer


def _page(event: Event) -> str:
    return absolute(f"/events/{event.slug}")
