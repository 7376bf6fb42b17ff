"""After the evening: closing who came, putting it right, and whom to excuse."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.attendance import operations as door
from app.attendance.operations import Answer
from app.insights.forms import ExcuseForm, code_in
from app.insights.pages import turnout_page
from app.insights.views.desk import bp, own_event
from app.insights.views.people import PEOPLE, registration_called
from app.kit.clock import now
from app.web.filters import san

TURNOUT = "/events/<slug>/organize/attendance"


@bp.get(TURNOUT)
def turnout(slug: str) -> ResponseReturnValue:
    event, number = own_event(slug), request.args.get("page", 1, int)
    page = turnout_page(event, number, now())
    return render_template("insights/turnout.html", event=event, page=page, at=now())


@bp.post(f"{TURNOUT}/closing")
def close(slug: str) -> ResponseReturnValue:
    door.close(own_event(slug), by=current_user(), at=now())
    flash(_("Closed. You can open it again for a week."))
    return redirect(url_for(".turnout", slug=slug), 303)


@bp.post(f"{TURNOUT}/opening")
def reopen(slug: str) -> ResponseReturnValue:
    door.reopen(own_event(slug), by=current_user(), at=now())
    flash(_("Open again. Nobody counts as missing until it is closed."))
    return redirect(url_for(".turnout", slug=slug), 303)


@bp.post(f"{TURNOUT}/undo/<uuid:entry_id>")
def take_back(slug: str, entry_id: UUID) -> ResponseReturnValue:
    about = door.take_back(own_event(slug), entry_id, by=current_user(), at=now())
    flash(_("Taken back: %(name)s", name=san(about.attendee)), "note")
    return redirect(url_for(".turnout", slug=slug), 303)


@bp.post(f"{PEOPLE}/<registration_id>/attendance")
def answer(slug: str, registration_id: str) -> ResponseReturnValue:
    about = registration_called(own_event(slug), registration_id)
    said = code_in(Answer, request.form.get("answer", "")) or abort(400)
    door.answer(about, said, by=current_user(), at=now())
    flash(_("Written down: %(name)s", name=san(about.attendee)))
    return redirect(url_for(".turnout", slug=slug), 303)


@bp.route(f"{PEOPLE}/<registration_id>/excuse", methods=["GET", "POST"])
def excuse(slug: str, registration_id: str) -> ResponseReturnValue:
    about, form = registration_called(own_event(slug), registration_id), ExcuseForm()
    if not form.validate_on_submit():
        return render_template("insights/excuse.html", event=about.event, row=about, form=form)
    door.answer(about, Answer.EXCUSED, by=current_user(), at=now(), reason=form.reason.data or "")
    flash(_("Excused: %(name)s", name=san(about.attendee)))
    return redirect(url_for(".turnout", slug=slug), 303)
