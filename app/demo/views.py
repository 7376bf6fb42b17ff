"""The demonstration's own pages: what to try, signing in by one press, the mails it has sent."""

from pathlib import Path

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup

from app.accounts.access import public
from app.accounts.locale import remember_locale
from app.accounts.session import sign_in, viewer
from app.demo.queries import (
    ROLES,
    Kept,
    list_from_elsewhere,
    mail_called,
    mails_in,
    person_in,
)
from app.demo.rules import TOKYO, Calendar
from app.demo.story import LAST, LATER, TONIGHT
from app.kit.clock import now
from app.kit.paging import Page
from app.web import frames
from app.web.paths import own_path

bp = Blueprint("demo", __name__, url_prefix="/demo")

MAILS_A_PAGE = 50
STARTS = {
    "organizer": f"/events/{TONIGHT}/organize",
    "attendee": "/me",
    "operator": "/admin/outbox",
}
# Links of a mail lead to our own pages, in the whole window.
MAY = f"{frames.MAY} allow-top-navigation-by-user-activation"


@bp.get("")
@public
def index() -> ResponseReturnValue:
    people = {role: person_in(role) for role in ROLES}
    morning = Calendar(now()).on(1, "10:00").astimezone(TOKYO)
    return render_template(
        "demo/index.html",
        people=people,
        tonight=TONIGHT,
        later=LATER,
        last=LAST,
        morning=morning.isoformat(timespec="minutes"),
    )


@bp.route("/<any(organizer, attendee, operator):role>", methods=["GET", "POST"])
@public
def enter(role: str) -> ResponseReturnValue:
    """A page with one button; only the button signs in."""
    person, then = person_in(role) or abort(404), own_path(request.args.get("next"), STARTS[role])
    if request.method == "POST":
        language, answer = str(get_locale()), redirect(then, 303)
        sign_in(person)
        remember_locale(answer, language)  # a visitor goes on in the language they came with
        return answer
    if viewer() is person:
        return redirect(then, 303)
    return render_template("demo/enter.html", role=role, person=person, then=then)


@bp.get("/mails")
@public
def mails() -> ResponseReturnValue:
    return render_template("demo/mails.html", page=_page(mails_in(_folder())))


@bp.get("/mails/<name>")
@public
def mail(name: str) -> ResponseReturnValue:
    return render_template("demo/mail.html", kept=_find(name), may=MAY)


@bp.get("/mails/<name>/html")
@public
def html(name: str) -> ResponseReturnValue:
    """The dressed part of one mail, for a frame that may only be looked at and clicked."""
    dressed = _find(name).mail.html or abort(404)
    return frames.framed(_for_frame(dressed), may=MAY)


@bp.get("/attendees.csv")
@public
def attendees() -> ResponseReturnValue:
    answer = Response(list_from_elsewhere(now()), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="event_attendees.csv"'
    return answer


@bp.app_template_filter("here")
def here(text: str) -> str:
    """`text` with our links as this visitor reaches us: by another name, through a tunnel."""
    return text.replace(f"{current_app.config['BASE_URL']}/", request.host_url)


def _for_frame(dressed: str) -> str:
    """Links open in the whole window, not in the frame."""
    return Markup('<base target="_top">') + Markup(here(dressed))  # noqa: S704 -- sandboxed


def _page(found: list[Kept]) -> Page[Kept]:
    number = min(max(request.args.get("page", 1, int), 1), len(found) // MAILS_A_PAGE + 1)
    first, following = (number - 1) * MAILS_A_PAGE, number * MAILS_A_PAGE
    return Page(found[first:following], number, has_next=len(found) > following)


def _folder() -> Path:
    return Path(current_app.config["VAR"]) / "mails"


def _find(name: str) -> Kept:
    return mail_called(_folder(), name) or abort(404)
