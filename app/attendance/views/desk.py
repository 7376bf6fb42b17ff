"""For organizers at the door: how it is kept, the host's screen, what needs a second look."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.attendance import operations
from app.attendance.forms import DoorSettingsForm
from app.attendance.models import Entry
from app.attendance.passes import poster_url, screen_code, seconds_left
from app.attendance.queries import attempts_at, flagged, settings_of
from app.attendance.wording import FLAGS, VERDICTS
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.clock import now
from app.kit.db import db
from app.kit.letters import absolute
from app.kit.qr import qr_svg
from app.policy import Can
from app.web.find import find

bp = Blueprint("checking", __name__, url_prefix="/events/<slug>/door")


@bp.route("/settings", methods=["GET", "POST"])
def settings(slug: str) -> ResponseReturnValue:
    event = _own(slug)
    form = DoorSettingsForm(obj=settings_of(event))
    if not form.validate_on_submit():
        return render_template("checking/settings.html", event=event, form=form)
    operations.keep_door(
        event,
        asks_first=form.asks_first.data,
        takes_walk_ins=form.takes_walk_ins.data,
        self_check_in=form.self_check_in.data,
    )
    flash(_("Saved."))
    return redirect(url_for("checking.settings", slug=slug), 303)


@bp.get("/screen")
def screen(slug: str) -> ResponseReturnValue:
    """What the host shows on a wall: the code to check oneself in by."""
    return render_template("checking/screen.html", event=_own(slug), **_code(_own(slug)))


@bp.get("/screen/code")
def code(slug: str) -> ResponseReturnValue:
    """The code alone, for a page that is open already."""
    return render_template("checking/_code.html", event=_own(slug), **_code(_own(slug)))


@bp.get("/poster")
def poster(slug: str) -> ResponseReturnValue:
    """What hangs beside the door for people who have not registered."""
    event = _own(slug)
    drawn = qr_svg(poster_url(event), title=_("Come in without registering"))
    return render_template("checking/poster.html", event=event, qr=drawn, url=poster_url(event))


@bp.get("/checks")
def checks(slug: str) -> ResponseReturnValue:
    """What happened though the list said otherwise, and who was turned away."""
    event = _own(slug)
    return render_template(
        "checking/checks.html",
        event=event,
        entries=flagged(event),
        attempts=attempts_at(event),
        flags=FLAGS,
        verdicts=VERDICTS,
    )


@bp.post("/checks/<uuid:entry_id>")
def settle(slug: str, entry_id: UUID) -> ResponseReturnValue:
    event = _own(slug)
    entry = db.session.get(Entry, entry_id)
    if entry is None or entry.event_id != event.id:
        abort(404)
    operations.settle(entry, at=now())
    flash(_("Noted as right."))
    return redirect(url_for("checking.checks", slug=slug), 303)


def _own(slug: str) -> Event:
    event = find(visible_events(current_user()).where(Event.slug == slug))
    require(Can.EDIT_EVENT, event)
    return event


def _code(event: Event) -> dict[str, object]:
    shown = screen_code(event, now())
    address = absolute(url_for("arriving.show", slug=event.slug, code=shown))
    return {
        "code": shown,
        "qr": qr_svg(address, title=_("Check in")),
        "seconds": seconds_left(now()),
        "address": absolute(url_for("arriving.show", slug=event.slug)),
        "is_on": settings_of(event).lets_check_oneself_in,
        "page": request.path,
    }
