"""Which event a page is about, and whether the reader has part in it."""

from flask import abort

from app.accounts.session import current_user
from app.alongside.queries import comes
from app.events.models import Event
from app.events.queries import visible_events
from app.policy import Can, allows
from app.web.find import find


def evening(slug: str) -> Event:
    """An event the reader comes to, or runs; to everybody else its boards do not exist."""
    event = find(visible_events(current_user()).where(Event.slug == slug))
    return event if runs(event) or comes(event, current_user()) else abort(404)


def runs(event: Event) -> bool:
    return allows(current_user(), Can.EDIT_EVENT, event)
