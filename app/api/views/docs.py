"""The description for programs, and the same for people."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.access import public
from app.api.calls import CALLS, PREFIX
from app.api.calls import bp as calls
from app.api.document import document
from app.api.manual import chapters, refusals, shapes
from app.api.wording import INTRODUCTION, SCOPE_HINTS, SCOPES, STATUSES
from app.kit.letters import absolute

bp = Blueprint("docs", __name__, url_prefix="/api/docs")


@calls.get("/openapi.json")
@public
def description() -> ResponseReturnValue:
    answer = jsonify(document())
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.vary.add("Accept-Language")
    answer.add_etag()
    return answer.make_conditional(request.environ)


@bp.get("")
@public
def index() -> ResponseReturnValue:
    return render_template(
        "docs/index.html",
        chapters=chapters(CALLS.values()),
        shapes=shapes(),
        refusals=refusals(),
        words=SCOPES,
        introduction=INTRODUCTION,
        base=absolute(PREFIX),
        connpass=absolute("/api/connpass/v2"),
        scopes=[(scope, SCOPES[scope], SCOPE_HINTS[scope]) for scope in SCOPES],
        statuses=STATUSES,
    )
