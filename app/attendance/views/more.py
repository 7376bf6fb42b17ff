"""What else is tapped at the door: fees, people going home, people without a registration."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import public
from app.attendance import operations
from app.attendance.forms import ScanForm, WalkInForm
from app.attendance.models import WalkIn
from app.attendance.queries import waiting_outside
from app.attendance.views.door import bp, by_name, chosen, is_script, page, plate
from app.attendance.views.keepers import Keeper, keeper_of
from app.attendance.views.plates import lets_walk_in
from app.kit.clock import now
from app.registrations.models import Registration


@bp.post("/fees")
@public
def receive_fee(slug: str) -> ResponseReturnValue:
    keeper, form = keeper_of(slug), ScanForm()
    about = chosen(keeper, form)
    operations.receive_fee(about, by_name(keeper, form), by=keeper.member, at=now(), amount=None)
    return _said(keeper, about, "PAID", _("Fee received"))


@bp.post("/departures")
@public
def leave(slug: str) -> ResponseReturnValue:
    keeper, form = keeper_of(slug), ScanForm()
    about = chosen(keeper, form)
    operations.leave(about, by_name(keeper, form), by=keeper.member, at=now())
    return _said(keeper, about, "LEFT", _("Gone home"))


@bp.post("/walk-ins")
@public
def walk_in(slug: str) -> ResponseReturnValue:
    """Let somebody in who has no seat, or who is on no list."""
    keeper, scan_form = _walking_in(slug), ScanForm()
    scan = by_name(keeper, scan_form)
    if scan_form.registration.data:
        about = chosen(keeper, scan_form)
        outcome = operations.admit_all_the_same(
            keeper.event, about, scan, by=keeper.member, at=now()
        )
        return plate(keeper, outcome)
    form = WalkInForm()
    if not form.validate_on_submit():
        return page(keeper, not_read=_("Please write a name."))
    visitor = form.visitor(str(get_locale()))
    return plate(
        keeper, operations.walk_in(keeper.event, visitor, scan, by=keeper.member, at=now())
    )


@bp.post("/walk-ins/<visitor_id>/admission")
@public
def let_in(slug: str, visitor_id: str) -> ResponseReturnValue:
    keeper = _walking_in(slug)
    scan = by_name(keeper, ScanForm())
    outcome = operations.let_in(
        keeper.event, _asked(keeper, visitor_id), scan, by=keeper.member, at=now()
    )
    return plate(keeper, outcome)


@bp.post("/walk-ins/<visitor_id>/refusal")
@public
def send_away(slug: str, visitor_id: str) -> ResponseReturnValue:
    keeper = keeper_of(slug)
    operations.send_away(_asked(keeper, visitor_id), at=now())
    flash(_("Taken off the list."), "note")
    return redirect(url_for("attendance.door", slug=slug), 303)


def _walking_in(slug: str) -> Keeper:
    keeper = keeper_of(slug)
    return keeper if lets_walk_in(keeper) else abort(403)


def _asked(keeper: Keeper, visitor_id: str) -> WalkIn:
    waiting = (one for one in waiting_outside(keeper.event) if one.public_id == visitor_id)
    return next(waiting, None) or abort(404)


def _said(keeper: Keeper, about: Registration, code: str, verdict: str) -> ResponseReturnValue:
    if is_script():
        return render_template(
            "attendance/_done.html", registration=about, code=code, verdict=verdict
        )
    flash(f"{verdict}: {about.attendee.full_name}", "note")
    return redirect(url_for("attendance.door", slug=keeper.event.slug), 303)
