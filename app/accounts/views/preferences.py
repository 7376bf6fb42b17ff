"""The language switch, for members and strangers."""

from flask import Blueprint, abort, redirect, request
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
        member.locale = chosen
    answer = redirect(own_path(request.form.get("next")), 303)
    remember_locale(answer, chosen)
    return answer
