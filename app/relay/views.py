"""Where a mail provider hands over what has come in for us."""

import hmac

from flask import Blueprint, abort, current_app, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app.accounts.access import public
from app.kit.clock import now
from app.relay.operations import receive
from app.relay.rules import Outcome

bp = Blueprint("relay", __name__)


@bp.post("/mails/incoming")
@public
def take() -> ResponseReturnValue:
    """The mail itself as the body; `?to=` is whom the server took it for.

    Open to whoever shows MAIL_WEBHOOK_KEY as a bearer token; without that setting it is not there.
    """
    key = current_app.config["MAIL_WEBHOOK_KEY"] or abort(404)
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(shown.encode(), key.encode()):
        abort(401)
    outcome = receive(request.get_data(), request.args.getlist("to"), at=now())
    return {"outcome": outcome.value}, 413 if outcome == Outcome.TOO_LARGE else 200


@bp.record_once
def _open_to_programs(state: BlueprintSetupState) -> None:
    # The key in the header is the proof; there is no cookie that could be misused.
    state.app.extensions["csrf"].exempt(f"{__name__}.{take.__name__}")
