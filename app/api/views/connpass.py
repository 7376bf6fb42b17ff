"""Reading in the shape of connpass's API v2, so that programs written for it work here.

Only what the pages show to everybody: no key is needed, and none is looked at. People are not
told, but for the group that holds an event. Source: https://connpass.com/about/api/v2/
"""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from app.accounts.access import public
from app.api.connpass import events_answer, groups_answer
from app.api.faults import from_pydantic
from app.api.limits import limit_calls
from app.api.shapes.connpass import EventQuery, GroupQuery, asked
from app.kit.clock import now

bp = limit_calls(Blueprint("connpass", __name__, url_prefix="/api/connpass/v2"))


@bp.get("/events/")
@public
def events() -> ResponseReturnValue:
    try:
        answer = events_answer(EventQuery.model_validate(asked()), now())
    except ValidationError as fault:
        raise from_pydantic(fault) from None
    return _json(answer.model_dump_json())


@bp.get("/groups/")
@public
def groups() -> ResponseReturnValue:
    try:
        answer = groups_answer(GroupQuery.model_validate(asked()))
    except ValidationError as fault:
        raise from_pydantic(fault) from None
    return _json(answer.model_dump_json())


def _json(body: str) -> Response:
    answer = Response(body, mimetype="application/json")
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
