"""Addresses that give mail back, and what the operator does about them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.names import masked
from app.kit.clock import now
from app.kit.paging import paginate
from app.notifications import bounces, wording
from app.notifications.destinations import resting
from app.notifications.queries import suppressed
from app.policy import Can

bp = Blueprint("addresses", __name__, url_prefix="/admin/addresses")


@bp.get("")
def index() -> ResponseReturnValue:
    require(Can.READ_OUTBOX)
    word = request.args.get("q", "").strip()[:200]
    page = paginate(suppressed(word), request.args.get("page", 1, type=int))
    return render_template(
        "addresses/index.html",
        page=page,
        word=word,
        resting=resting(now()),
        masked=masked,
        wording=wording,
    )


@bp.post("/lifting")
def lift() -> ResponseReturnValue:
    """Write to an address again."""
    require(Can.READ_OUTBOX)
    if bounces.lift(request.form.get("address", "")):
        flash(_("E-mails go to this address again."))
    return redirect(url_for("addresses.index"), 303)
