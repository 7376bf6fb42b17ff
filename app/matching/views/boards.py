"""The tables for everybody to see: on the projector, on paper, on one's own phone."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.session import current_user
from app.kit.clock import now
from app.matching.pages import board_of
from app.matching.queries import seating_of
from app.matching.queries.papers import paper_of
from app.matching.queries.phones import standing
from app.matching.views.blueprint import bp, event_called, own_event


@bp.get("/events/<slug>/rounds/board")
def board(slug: str) -> ResponseReturnValue:
    """For a projector: only people who show themselves are named."""
    event, at, page = own_event(slug), now(), request.args.get("page", type=int)
    template = "matching/_board.html" if _is_part() else "matching/board.html"
    shown = board_of(event, page, at)
    return render_template(template, event=event, board=shown, at=at, held=page)


@bp.get("/events/<slug>/rounds/paper")
def paper(slug: str) -> ResponseReturnValue:
    """The plan on paper: by name for the wall, by table for the tables."""
    event = own_event(slug)
    by = "table" if request.args.get("by") == "table" else "name"
    return render_template("matching/paper.html", event=event, by=by, paper=paper_of(event))


@bp.get("/events/<slug>/tables")
def my_table(slug: str) -> ResponseReturnValue:
    """Where one sits now and next, with whom, and why."""
    event, at = event_called(slug), now()
    seating, found = seating_of(event), standing(event, current_user(), at)
    if _is_part() and found is None:
        return "", 204
    template = "matching/_my_table.html" if _is_part() else "matching/my_table.html"
    return render_template(template, event=event, found=found, seating=seating, at=at)


def _is_part() -> bool:
    return request.headers.get("X-Requested-With") == "fragment"
