"""In front of the door: checking oneself in, and writing one's name down without a seat."""

from hmac import compare_digest

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import public
from app.accounts.session import current_user, viewer
from app.attendance import operations
from app.attendance.forms import CodeForm, PosterForm
from app.attendance.passes import poster_token
from app.attendance.queries import attendance_of, settings_of
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.clock import now
from app.kit.db import db
from app.registrations.queries import registration_of
from app.web.find import find
from app.web.limits import limiter

bp = Blueprint("arriving", __name__)

TRIES = "5 per 10 minutes"
# Where whoever has just come in sees whom to greet; it lives on a floor above.
NEIGHBOURS = "matching.beside"
NAMES_FROM_ONE_PLACE = "60 per 10 minutes"  # a whole venue may share one address


def _me() -> str:
    member = viewer()
    return f"self check-in {member.public_id if member else request.remote_addr}"


@bp.get("/events/<slug>/arrival")
def show(slug: str) -> ResponseReturnValue:
    """Where the code on the screen leads, filled in; the button checks in."""
    form = CodeForm(data={"code": request.args.get("code", "")})
    return _page(_event(slug), form)


@bp.post("/events/<slug>/arrival")
@limiter.limit(TRIES, key_func=_me)
def check_in(slug: str) -> ResponseReturnValue:
    event, form = _event(slug), CodeForm()
    if not form.validate_on_submit():
        return _page(event, form)
    outcome = operations.check_oneself_in(event, current_user(), form.code.data or "", at=now())
    if outcome is None:
        form.code.errors = [_("This code is not on the screen now. Please look again.")]
        return _page(event, form)
    flash(_("Welcome! You are checked in."))
    after = NEIGHBOURS if NEIGHBOURS in current_app.view_functions else "registrations.show"
    return redirect(url_for(after, slug=slug), 303)


@bp.get("/walk-in/<event_id>/<token>")
@public
def poster(event_id: str, token: str) -> ResponseReturnValue:
    return render_template(
        "arriving/poster.html", event=_of_poster(event_id, token), form=PosterForm()
    )


@bp.post("/walk-in/<event_id>/<token>")
@public
@limiter.limit(NAMES_FROM_ONE_PLACE)
def write_down(event_id: str, token: str) -> ResponseReturnValue:
    """Keep the name until the door lets them in."""
    event, form = _of_poster(event_id, token), PosterForm()
    if not form.validate_on_submit():
        return render_template("arriving/poster.html", event=event, form=form)
    operations.write_down(event, form.visitor(str(get_locale())), at=now())
    return redirect(url_for("arriving.thanks", event_id=event_id, token=token), 303)


@bp.get("/walk-in/<event_id>/<token>/thanks")
@public
def thanks(event_id: str, token: str) -> ResponseReturnValue:
    return render_template("arriving/thanks.html", event=_of_poster(event_id, token))


def _event(slug: str) -> Event:
    event = find(visible_events(current_user()).where(Event.slug == slug))
    settings = settings_of(event)
    return event if settings.lets_check_oneself_in else abort(404)


def _page(event: Event, form: CodeForm) -> str:
    mine = registration_of(event, current_user())
    return render_template(
        "arriving/show.html",
        event=event,
        form=form,
        registration=mine,
        attendance=attendance_of(mine) if mine else None,
    )


def _of_poster(event_id: str, token: str) -> Event:
    """The event of that poster, while its doors are open."""
    event = db.session.scalars(
        visible_events(None).where(Event.public_id == event_id)
    ).one_or_none() or abort(404)
    if not compare_digest(token.encode(), poster_token(event).encode()):
        abort(404)
    return event if event.is_live(now()) else abort(410)
