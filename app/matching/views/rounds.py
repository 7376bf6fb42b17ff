"""The tables of an evening, planned and begun by its organizers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.kit.clock import now
from app.matching import operations
from app.matching.forms import PlanForm
from app.matching.pages import desk_of, look_at, seconds_left
from app.matching.queries import rounds_of, usual_wish
from app.matching.rules.seating import PlanState
from app.matching.views.blueprint import bp, own_event

bp.add_app_template_global(seconds_left, "seconds_left")

ROUNDS = "/events/<slug>/rounds"


@bp.route(ROUNDS, methods=["GET", "POST"])
def rounds(slug: str) -> ResponseReturnValue:
    event, me = own_event(slug), current_user()
    form = PlanForm.of(usual_wish(event))
    if form.validate_on_submit():
        seating = operations.plan_rounds(event, form.wish, by=me, at=now())
        if seating.state == PlanState.ASKED:
            flash(_("The tables are being planned."))
        elif rounds_of(event, is_named=False):
            flash(_("The tables are planned."))
        return redirect(url_for("matching.rounds", slug=slug), 303)
    desk = desk_of(event, request.args.get("round", type=int))
    return render_template("matching/rounds.html", event=event, form_=form, desk=desk, at=now())


@bp.get(f"{ROUNDS}/look")
def look(slug: str) -> ResponseReturnValue:
    """Whether the tables have changed since the page was made, for the page itself."""
    event, seen = own_event(slug), request.args.get("seen", 0, int)
    return render_template("matching/_look.html", event=event, look=look_at(event, seen), seen=seen)


@bp.post(f"{ROUNDS}/<int:number>/beginning")
def begin(slug: str, number: int) -> ResponseReturnValue:
    round_ = operations.begin(own_event(slug), number, by=current_user(), at=now())
    flash(_("Round %(number)s has begun.", number=round_.number))
    return redirect(url_for("matching.rounds", slug=slug), 303)


@bp.post(f"{ROUNDS}/<int:number>/ending")
def end(slug: str, number: int) -> ResponseReturnValue:
    round_ = operations.end(own_event(slug), number, by=current_user(), at=now())
    flash(_("Round %(number)s is over.", number=round_.number))
    return redirect(url_for("matching.rounds", slug=slug), 303)


@bp.post(f"{ROUNDS}/<int:number>/waiting")
def take_back(slug: str, number: int) -> ResponseReturnValue:
    """Begun by mistake: it waits again."""
    round_ = operations.take_back(own_event(slug), number, by=current_user(), at=now())
    flash(_("Round %(number)s waits again.", number=round_.number), "note")
    return redirect(url_for("matching.rounds", slug=slug), 303)
