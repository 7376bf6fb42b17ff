"""What is on: the front page, the list, one event."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.access import public
from app.accounts.session import viewer
from app.events.ical import calendar_file
from app.events.jsonld import structured
from app.events.models import Event
from app.events.queries import listed_events, past, upcoming, visible_events
from app.kit import calendar as ics
from app.kit.clock import now
from app.kit.db import db
from app.kit.markdown import to_html
from app.registrations.listing import listing, sheet
from app.registrations.pages import event_page
from app.registrations.queries import seats_left
from app.web.find import find

bp = Blueprint("events", __name__)

ON_THE_FRONT = 9
FOR_A_DAY = "public, max-age=300"


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    query = upcoming(listed_events(viewer()), now()).limit(ON_THE_FRONT)
    events = db.session.scalars(query).all()
    over = db.session.scalars(past(listed_events(viewer()), now()).limit(4)).all()
    return render_template("events/home.html", events=events, over=over, left=seats_left([*events]))


@bp.get("/events")
@public
def index() -> ResponseReturnValue:
    return render_template("events/index.html", listing=listing(viewer(), now()))


@bp.get("/events/month")
@public
def month() -> ResponseReturnValue:
    """The same as a calendar, month by month."""
    return render_template("events/month.html", sheet=sheet(viewer(), now()))


@bp.get("/events/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    event = find(visible_events(viewer()).where(Event.slug == slug))
    page = event_page(event, viewer(), now())
    return render_template(
        "events/show.html",
        event=event,
        page=page,
        description=to_html(event.description),
        facts=structured(event, is_full=page.is_full),
    )


@bp.get("/events/<slug>.ics")
@public
def calendar(slug: str) -> ResponseReturnValue:
    event = find(visible_events(viewer()).where(Event.slug == slug))
    answer = Response(calendar_file(event), mimetype=ics.MIME)
    answer.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    answer.last_modified = event.changed_at
    answer.add_etag()
    return answer.make_conditional(request)
