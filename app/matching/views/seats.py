"""Tables changed by hand, with buttons alone."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import current_user
from app.events.models import Event
from app.kit.clock import now
from app.matching import operations
from app.matching.models import Round, Seating
from app.matching.queries import seating_of
from app.matching.queries.changes import prospect, seatable
from app.matching.queries.rounds import round_at
from app.matching.rules.changing import Change
from app.matching.rules.seating import RoundState
from app.matching.views.blueprint import bp, own_event
from app.web.find import find

SEAT = "/events/<slug>/rounds/<int:number>/people/<person_id>"


@bp.get(SEAT)
def seat(slug: str, number: int, person_id: str) -> ResponseReturnValue:
    """Where somebody could sit instead, and what that would cost."""
    event = own_event(slug)
    seating, round_ = _open_round(event, number)
    person = find(seatable(event, seating).where(User.public_id == person_id))
    wanted = request.args.get("q", "")
    found = prospect(event, seating, round_, person, wanted)
    return render_template(
        "matching/seat.html", event=event, seating=seating, found=found, wanted=wanted
    )


@bp.post(SEAT)
def change_seat(slug: str, number: int, person_id: str) -> ResponseReturnValue:
    event = own_event(slug)
    seating, _round = _open_round(event, number)
    people = seatable(event, seating)
    person = find(people.where(User.public_id == person_id))
    other = request.form.get("other", "")
    mate = find(people.where(User.public_id == other)).id if other else None
    change = Change(person.id, request.form.get("table", type=int), mate)
    version = request.form.get("version", -1, int)
    operations.change_seat(event, number, change, version, by=current_user(), at=now())
    flash(_("Done. These tables are locked now, so that planning again leaves them."))
    return redirect(url_for("matching.rounds", slug=slug, round=number), 303)


@bp.post("/events/<slug>/rounds/<int:number>/tables/<int:table_no>/lock")
def lock_table(slug: str, number: int, table_no: int) -> ResponseReturnValue:
    is_locked = request.form.get("locked") == "yes"
    operations.lock_table(
        own_event(slug), number, table_no, is_locked=is_locked, by=current_user(), at=now()
    )
    if is_locked:
        flash(_("Table %(number)s stays as it is.", number=table_no), "note")
    else:
        flash(_("Table %(number)s may be planned again.", number=table_no), "note")
    return redirect(
        url_for("matching.rounds", slug=slug, round=number, _anchor=f"t{table_no}"), 303
    )


def _open_round(event: Event, number: int) -> tuple[Seating, Round]:
    """A round whose tables may still be changed."""
    seating = seating_of(event)
    round_ = round_at(event, number)
    if seating is None or round_ is None:
        abort(404)
    if round_.state == RoundState.OVER:
        raise operations.RoundIsOver
    return seating, round_
