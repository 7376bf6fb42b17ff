"""Links with which people take over the place that a list has given them."""

from datetime import datetime
from typing import Any

from app.accounts.models import User
from app.accounts.operations import begin_claim
from app.events.models import Event
from app.imports.queries import open_claims, without_address
from app.kit.db import lock


def make_links(event: Event, *, by: User, at: datetime) -> None:
    """Give everybody whom no letter reaches a link to be handed over. Locks the event."""
    lock(event)
    have = open_claims(event, at)
    for registration in without_address(event):
        member = registration.attendee
        if member.id not in have:
            begin_claim(member, intent_of(event, by), at=at)


def intent_of(event: Event, by: User | None) -> dict[str, Any]:
    """What a link says about the place it is for, and where it leads."""
    organizer = by.full_name if by else ""
    return {"event": event.title, "by": organizer, "next": f"/events/{event.slug}"}
