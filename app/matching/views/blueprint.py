"""Where the pages of matching hang, and the event that a page is about."""

from flask import Blueprint

from app.accounts.access import require
from app.accounts.session import current_user
from app.events.models import Event
from app.events.queries import visible_events
from app.policy import Can
from app.web.find import find

bp = Blueprint("matching", __name__)


def event_called(slug: str) -> Event:
    return find(visible_events(current_user()).where(Event.slug == slug))


def own_event(slug: str) -> Event:
    """An event whose rounds the reader may plan."""
    event = event_called(slug)
    require(Can.PLAN_ROUNDS, event)
    return event
