"""Evenings seen from elsewhere: calendars, feeds, pictures, a list for other sites."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.access import public
from app.accounts.session import current_user, viewer
from app.calendars import atom, operations, own, queries
from app.calendars.pictures import share_picture
from app.calendars.sitemap import sitemap as sitemap_file
from app.events.ical import entry
from app.events.models import Event
from app.events.queries import listed_events, upcoming, visible_events
from app.groups.models import Group
from app.groups.queries import visible_groups
from app.kit import calendar as ics
from app.kit.clock import now
from app.kit.db import db
from app.kit.letters import absolute
from app.web.find import find
from app.web.headers import let_be_framed
from app.web.times import span

bp = Blueprint("calendars", __name__)

FOR_MINUTES = "public, max-age=300"
FOR_A_DAY = "public, max-age=86400"
NEWS_SHOWN = 30
EMBEDDED = 6


@bp.get("/events.ics")
@public
def everything() -> ResponseReturnValue:
    entries = [entry(event) for event in queries.public_events(now())]
    return _sent(ics.calendar(entries, name=_("Kizuna")), ics.MIME, FOR_MINUTES)


@bp.get("/groups/<slug>.ics")
@public
def group(slug: str) -> ResponseReturnValue:
    found = _group(slug)
    entries = [entry(event) for event in queries.public_events(now(), found)]
    return _sent(ics.calendar(entries, name=found.name), ics.MIME, FOR_MINUTES)


@bp.get("/feeds/<token>.ics")
@public
def mine(token: str) -> ResponseReturnValue:
    """One person's calendar, for the program that knows the secret."""
    member = queries.member_behind(token)
    if member is None:
        return Response(status=404)
    places, run = queries.places_of(member, now()), queries.events_run_by(member, now())
    with force_locale(member.locale):
        content = ics.calendar(own.entries(places, run), name=_("My evenings (Kizuna)"))
    return _sent(content, ics.MIME, "private, max-age=300")


@bp.get("/events.atom")
@public
def news() -> ResponseReturnValue:
    source = atom.Source(_("Kizuna: events"), "/events", "/events.atom")
    events = queries.latest_events(now(), most=NEWS_SHOWN)
    return _sent(atom.feed(source, events), atom.MIME, FOR_MINUTES)


@bp.get("/groups/<slug>.atom")
@public
def group_news(slug: str) -> ResponseReturnValue:
    found = _group(slug)
    source = atom.Source(found.name, f"/groups/{slug}", f"/groups/{slug}.atom")
    events = queries.latest_events(now(), found, most=NEWS_SHOWN)
    return _sent(atom.feed(source, events), atom.MIME, FOR_MINUTES)


@bp.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    return _sent(sitemap_file(*queries.pages_for_search()), "application/xml", FOR_MINUTES)


@bp.get("/events/<slug>/picture.png")
@public
def picture(slug: str) -> ResponseReturnValue:
    event = find(visible_events(viewer()).where(Event.slug == slug))
    when = span(event.starts_at, event.ends_at, event.timezone)
    drawn = share_picture(event.slug, event.title, when, event.group.name)
    return _sent(drawn, "image/png", FOR_A_DAY if viewer() is None else "private")


@bp.get("/groups/<slug>/embed")
@public
def embed(slug: str) -> ResponseReturnValue:
    """The next evenings, to be shown inside another site; the same whoever looks."""
    found = _group(slug)
    events = listed_events(None).where(Event.group_id == found.id)
    ahead = db.session.scalars(upcoming(events, now()).limit(EMBEDDED)).all()
    answer = Response(render_template("calendars/embed.html", group=found, events=ahead))
    let_be_framed(answer)
    answer.headers["Cache-Control"] = FOR_MINUTES
    return answer


@bp.get("/account/calendar")
def own_calendar() -> ResponseReturnValue:
    """Where one's own calendar is found, and how to renew its secret."""
    secret = queries.secret_of(current_user())
    address = absolute(url_for("calendars.mine", token=secret)) if secret else ""
    subscribe = "webcal://" + address.partition("://")[2]
    return render_template("calendars/own_calendar.html", address=address, subscribe=subscribe)


@bp.post("/account/calendar/renewal")
def renew() -> ResponseReturnValue:
    operations.renew_secret(current_user(), at=now())
    flash(_("Your calendar has a new address."))
    return redirect(url_for("calendars.own_calendar"), 303)


def _group(slug: str) -> Group:
    return find(visible_groups(viewer()).where(Group.slug == slug))


def _sent(content: bytes, mimetype: str, kept: str) -> ResponseReturnValue:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Cache-Control"] = kept
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.add_etag()
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer.make_conditional(request)
