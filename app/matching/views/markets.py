"""How an evening fits together, for those who run it, and the sheet for its participants."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.session import current_user
from app.matching.queries.handouts import handout_of
from app.matching.queries.markets import overview_of
from app.matching.rules.drawing import bars_of, fitting
from app.matching.sentences import why_hard
from app.matching.views.blueprint import bp, own_event
from app.web.times import language


@bp.get("/events/<slug>/organize/offers")
def prospects(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    found = overview_of(event, current_user(), request.args.get("page", 1, int))
    return render_template(
        "matching/prospects.html",
        event=event,
        found=found,
        bars=bars_of(found.drawn),
        fitting=fitting,
        why_hard=why_hard,
    )


@bp.get("/events/<slug>/handouts/participants")
def handout(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    sheet = handout_of(event, current_user(), language())
    return render_template("matching/handout.html", event=event, sheet=sheet)
