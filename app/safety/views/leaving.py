"""Closing one's account: first a copy to take along, then a last word."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import public
from app.accounts.limits import limit_guesses
from app.accounts.session import current_user, sign_out, this_sign_in
from app.kit.clock import now
from app.safety.forms import ClosingForm
from app.safety.operations import close_account
from app.safety.queries.groups import groups_that_stay_or_go

bp = Blueprint("leaving", __name__)

FRESH = timedelta(minutes=15)


@bp.route("/account/closing", methods=["GET", "POST"])
@limit_guesses
def show() -> ResponseReturnValue:
    me = current_user()
    form, is_fresh = ClosingForm(me.password_hash), me.has_password or _signed_in_lately()
    if not (is_fresh and form.validate_on_submit()):
        staying, going = groups_that_stay_or_go(me)
        given = {"is_fresh": is_fresh, "staying": staying, "going": going}
        return render_template("leaving/show.html", form=form, **given)
    close_account(me, at=now())
    sign_out()
    return redirect(url_for("leaving.goodbye"), 303)


@bp.get("/goodbye")
@public
def goodbye() -> ResponseReturnValue:
    return render_template("leaving/goodbye.html")


def _signed_in_lately() -> bool:
    row = this_sign_in()
    return row is not None and now() - row.started_at < FRESH
