"""The tables of an evening, seen from the browser."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.attendance.queries import counts
from app.kit.clock import now
from app.matching import operations
from app.matching.forms import PlanForm
from app.matching.queries import rounds_of, who_shows_themselves
from app.matching.sentences import said_of
from app.matching.views.blueprint import bp, own_event


@bp.route("/events/<slug>/rounds", methods=["GET", "POST"])
def rounds(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    form = PlanForm()
    if form.validate_on_submit():
        quality = operations.plan_rounds(event, form.wish, at=now())
        for sentence in said_of(quality):
            flash(sentence, "note")
        return redirect(url_for("matching.rounds", slug=slug), 303)
    plan = rounds_of(event)
    return render_template(
        "matching/rounds.html", event=event, form_=form, plan=plan, arrived=counts(event)[0]
    )


@bp.post("/events/<slug>/rounds/next")
def begin(slug: str) -> ResponseReturnValue:
    round_ = operations.begin_next(own_event(slug), at=now())
    flash(_("Round %(number)s has begun.", number=round_.number))
    return redirect(url_for("matching.rounds", slug=slug), 303)


@bp.get("/events/<slug>/rounds/board")
def board(slug: str) -> ResponseReturnValue:
    """The present round for a projector: only people who show themselves are named."""
    event = own_event(slug)
    begun = [one for one in rounds_of(event) if one.began_at is not None]
    return render_template(
        "matching/board.html",
        event=event,
        current=begun[-1] if begun else None,
        shown=who_shows_themselves(event),
    )
