"""The desk of one event: what is to be done, how it stands, and who did what."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.access import require
from app.accounts.session import current_user
from app.events.models import Event
from app.events.queries import visible_events
from app.groups.models import Group
from app.insights.pages import desk as desk_of
from app.insights.pages import lines
from app.insights.queries.log import Sought, doers, log_of
from app.insights.wording import (
    KINDS,
    band_hint,
    band_name,
    kind_codes,
    short_day,
    short_month,
    todo_note,
    todo_title,
    turnout_name,
)
from app.kit.clock import now
from app.kit.paging import Page, paginate
from app.policy import Can
from app.web.find import find

bp = Blueprint("insights", __name__)
WORDS = (band_name, band_hint, todo_title, todo_note, short_day, short_month, turnout_name)
for word in WORDS:
    bp.add_app_template_global(word, word.__name__)


@bp.get("/events/<slug>/organize")
def desk(slug: str) -> ResponseReturnValue:
    event, at = own_event(slug), now()
    return render_template("insights/desk.html", event=event, at=at, desk=desk_of(event, at))


@bp.get("/events/<slug>/organize/log")
def event_log(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    return render_template(
        "insights/event_log.html", event=event, **log_page(event.group, event.public_id)
    )


def own_event(slug: str) -> Event:
    """The event, for those who run it."""
    event = find(visible_events(current_user()).where(Event.slug == slug))
    require(Can.EDIT_EVENT, event)
    return event


def log_page(group: Group, event_name: str = "") -> dict[str, object]:
    """What a page of the log shows, as far as it was asked for."""
    kind, actor = request.args.get("kind", ""), request.args.get("by", "")[:40]
    sought = Sought(event_name, actor, kind_codes(kind))
    page = paginate(log_of(group, sought), request.args.get("page", 1, int))
    return {
        "lines": Page(lines(page.items), page.number, page.has_next),
        "doers": doers(group, event_name),
        "kinds": KINDS,
        "kind": kind,
        "actor": actor,
    }
