"""The room recaps' pages share."""

from flask import Blueprint

from app.accounts.session import current_user
from app.events.models import Event
from app.events.queries import visible_events
from app.web.find import find

bp = Blueprint("recaps", __name__)


def event_called(slug: str) -> Event:
    return find(visible_events(current_user()).where(Event.slug == slug))
