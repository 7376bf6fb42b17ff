"""The language switch, for members and strangers."""

from flask import Blueprint, abort, current_app, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.access import public
from app.accounts.locale import LOCALES, remember_locale
from app.accounts.session import viewer
from app.web.paths import own_path

bp = Blueprint("preferences", __name__, url_prefix="/preferences")


@bp.post("/locale")
@public
def locale() -> ResponseReturnValue:
    chosen = request.form.get("locale", "")
    if chosen not in LOCALES:
        abort(400)
    member = viewer()
    if member is not None:
        _prove_own_form()
        member.locale = chosen
    answer = redirect(own_path(request.form.get("next")), 303)
    remember_locale(answer, chosen)
    return answer


def _prove_own_form() -> None:
    """A member's form carries a token; a stranger's does not, and changes only a cookie."""
    if current_app.config["WTF_CSRF_ENABLED"]:
        current_app.extensions["csrf"].protect()
