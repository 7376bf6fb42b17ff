"""Everything held about oneself as a file, for people without a program."""

from flask import Blueprint, Response

from app.accounts.session import current_user
from app.api.holding import everything_held
from app.kit.clock import now

bp = Blueprint("copies", __name__)


@bp.get("/account/copy")
def show() -> Response:
    held = everything_held(current_user(), now())
    answer = Response(held.model_dump_json(indent=2, by_alias=True), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="kizuna.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
