"""One's own account: names, language, password, and where one is signed in."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import operations
from app.accounts.devices import device_name
from app.accounts.forms import NewPasswordForm, SettingsForm
from app.accounts.limits import limit_guesses
from app.accounts.locale import remember_locale
from app.accounts.models import SignIn
from app.accounts.queries import sign_ins_of
from app.accounts.session import current_user, this_sign_in
from app.kit.clock import now
from app.kit.db import db
from app.web.find import find

bp = Blueprint("settings", __name__, url_prefix="/account")

FRESH = timedelta(minutes=15)


@bp.route("", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    form = SettingsForm(obj=current_user())
    if not form.validate_on_submit():
        return render_template("settings/show.html", form=form)
    operations.change_settings(current_user(), form.settings)
    answer = redirect(url_for("settings.show"), 303)
    remember_locale(answer, form.settings.locale)
    flash(form.thanks())
    return answer


@bp.route("/password", methods=["GET", "POST"])
@limit_guesses
def password() -> ResponseReturnValue:
    member = current_user()
    form = NewPasswordForm(member.password_hash, member.email or "")
    is_fresh = member.has_password or _signed_in_lately()
    if not (is_fresh and form.validate_on_submit()):
        return render_template("settings/password.html", form=form, is_fresh=is_fresh)
    operations.set_password(member, form.password.data or "", keep=this_sign_in(), at=now())
    flash(_("Your password is set. You are signed out everywhere else."))
    return redirect(url_for("settings.show"), 303)


@bp.get("/sign-ins")
def sign_ins() -> ResponseReturnValue:
    rows = db.session.scalars(sign_ins_of(current_user(), now())).all()
    return render_template(
        "settings/sign_ins.html", sign_ins=rows, mine=this_sign_in(), device_name=device_name
    )


@bp.post("/sign-ins/<int:sign_in_id>/end")
def end(sign_in_id: int) -> ResponseReturnValue:
    mine = sign_ins_of(current_user(), now())
    find(mine.where(SignIn.id == sign_in_id)).ended_at = now()
    flash(_("That browser is signed out."))
    return redirect(url_for("settings.sign_ins"), 303)


@bp.post("/sign-ins/others/end")
def end_others() -> ResponseReturnValue:
    operations.end_sign_ins(current_user(), keep=this_sign_in(), at=now())
    flash(_("You are signed out everywhere else."))
    return redirect(url_for("settings.sign_ins"), 303)


def _signed_in_lately() -> bool:
    """Whether this browser's sign-in is young enough to set a first password from it."""
    row = this_sign_in()
    return row is not None and now() - row.started_at < FRESH
