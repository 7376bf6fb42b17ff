"""Every letter the house can write, to be looked at before anybody gets it."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.access import require
from app.admin.samples.letters import SAMPLES, opened_example
from app.kit.clock import now
from app.kit.eml import Received
from app.notifications import wording
from app.notifications.composers import desk, kinds
from app.policy import Can
from app.web.frames import framed

bp = Blueprint("letters", __name__, url_prefix="/admin/letters")

LOCALES = ("ja", "en")


@bp.get("")
def index() -> ResponseReturnValue:
    require(Can.READ_OUTBOX)
    rows = [(kind, desk(kind), kind in SAMPLES) for kind in kinds()]
    return render_template("letters/index.html", rows=rows, wording=wording)


@bp.get("/<kind>")
def show(kind: str) -> ResponseReturnValue:
    require(Can.READ_OUTBOX)
    letters = {locale: _example(kind, locale) for locale in LOCALES}
    return render_template("letters/show.html", kind=kind, letters=letters)


@bp.get("/<kind>/<locale>")
def html(kind: str, locale: str) -> ResponseReturnValue:
    """The dressed part alone, for a frame that may only be looked at."""
    require(Can.READ_OUTBOX)
    dressed = (_example(kind, locale).html if locale in LOCALES else None) or abort(404)
    if request.args.get("dark"):
        # Looked at in the dark, whatever the browser is set to.
        dressed = dressed.replace("(prefers-color-scheme: dark)", "all")
    return framed(dressed)


def _example(kind: str, locale: str) -> Received:
    return opened_example(kind, locale, now()) or abort(404)
