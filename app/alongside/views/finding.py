"""Which event a page is about, whether the reader has part in it, and a no that keeps the form."""

from flask import abort, flash

from app.accounts.session import current_user
from app.alongside.queries import comes
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.db import db
from app.kit.errors import Refused
from app.policy import Can, allows
from app.web.find import find


def evening(slug: str) -> Event:
    """An event the reader comes to, or runs; to everybody else its boards do not exist."""
    event = find(visible_events(current_user()).where(Event.slug == slug))
    return event if runs(event) or comes(event, current_user()) else abort(404)


def say_no(no: Refused) -> int:
    """Undo what was tried, and say why above the form that is shown again; returns its status."""
    db.session.rollback()
    flash(str(no.message), "refused")
    return no.status


def runs(event: Event) -> bool:
    return allows(current_user(), Can.EDIT_EVENT, event)
