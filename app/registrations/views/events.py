"""What is on: the front page, the list, one event."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.access import public
from app.accounts.session import viewer
from app.events.ical import calendar_file
from app.events.models import Event
from app.events.queries import listed_events, past, upcoming, visible_events
from app.kit import calendar as ics
from app.kit.clock import now
from app.kit.db import db
from app.registrations.listing import listing, sheet
from app.registrations.pages import public_page
from app.registrations.queries import seats_left
from app.registrations.wording import LISTS, NOTICES
from app.web.find import find
from app.web.kept import same_for_strangers, true_until

bp = Blueprint("events", __name__)

ON_THE_FRONT = 9
MOST_NAMED = 100
WORDS = {"list": LISTS, "notice": NOTICES}


@bp.get("/")
@public
@same_for_strangers
def home() -> ResponseReturnValue:
    query = upcoming(listed_events(viewer()), now()).limit(ON_THE_FRONT)
    events = db.session.scalars(query).all()
    over = db.session.scalars(past(listed_events(viewer()), now()).limit(4)).all()
    return render_template("events/home.html", events=events, over=over, left=seats_left([*events]))


@bp.get("/events")
@public
@same_for_strangers
def index() -> ResponseReturnValue:
    return render_template("events/index.html", listing=listing(viewer(), now()))


@bp.get("/events/month")
@public
def month() -> ResponseReturnValue:
    """The same as a calendar, month by month."""
    return render_template("events/month.html", sheet=sheet(viewer(), now()))


@bp.get("/events/<slug>")
@public
@same_for_strangers
def show(slug: str) -> ResponseReturnValue:
    page = public_page(slug, viewer(), now())
    true_until(page.facts.until)
    return render_template(
        "events/show.html", event=page.event, page=page, words=WORDS, most_named=MOST_NAMED
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
