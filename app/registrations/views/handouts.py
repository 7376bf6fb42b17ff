"""What organizers take along: the list as a file, the list on paper, name tags."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.access import require
from app.accounts.session import current_user
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.clock import now
from app.kit.db import db
from app.policy import Can
from app.registrations.exports import attendee_csv
from app.registrations.handouts import name_tags as tags_for
from app.registrations.queries import attendee_list, confirmed
from app.registrations.views.events import bp
from app.registrations.views.planning import own_event
from app.web.find import find
from app.web.times import language


@bp.get("/events/<slug>/attendees.csv")
def attendees(slug: str) -> ResponseReturnValue:
    """Everybody who ever registered. `?plain` leaves out the mark that Excel needs."""
    event = own_event(slug)
    rows = db.session.scalars(attendee_list(event)).all()
    text = attendee_csv(event, rows, has_mark="plain" not in request.args)
    answer = Response(text, mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.csv"'
    return answer


@bp.get("/events/<slug>/handouts/list")
def printed_list(slug: str) -> ResponseReturnValue:
    """Names to tick off, for the evening on which no phone works."""
    event = find(visible_events(current_user()).where(Event.slug == slug))
    require(Can.RUN_DOOR, event)
    return render_template("events/printed_list.html", event=event, rows=confirmed(event), at=now())


@bp.get("/events/<slug>/handouts/name-tags")
def name_tags(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    tags = tags_for(confirmed(event), language())
    return render_template("events/name_tags.html", event=event, tags=tags)
