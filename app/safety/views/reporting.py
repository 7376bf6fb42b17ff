"""Telling that something is not right: about a person, an event, a message."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.session import current_user
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.clock import now
from app.kit.db import db
from app.kit.paging import paginate
from app.moderation.rules import Subject
from app.relay.models import RelayedMessage
from app.safety import operations
from app.safety.forms import ReportForm
from app.safety.queries import met_first_at, own_reports, person_to_report
from app.safety.wording import KINDS, STATES
from app.web.find import find

bp = Blueprint("reports", __name__)


@bp.get("/reports")
def index() -> ResponseReturnValue:
    page = paginate(own_reports(current_user()), request.args.get("page", 1, type=int))
    return render_template("reports/index.html", page=page, kinds=KINDS, states=STATES)


@bp.route("/people/<person_id>/report", methods=["GET", "POST"])
def person(person_id: str) -> ResponseReturnValue:
    me, at, form = current_user(), now(), ReportForm()
    other = person_to_report(me, person_id, at) or abort(404)
    if not form.validate_on_submit():
        return _page(form, person=other, met_at=met_first_at(me, other, at))
    told = form.complaint(Subject.PERSON)
    operations.report_person(other, told, by=me, at=at, blocks=form.blocks.data)
    return _thanks()


@bp.route("/events/<slug>/report", methods=["GET", "POST"])
def event(slug: str) -> ResponseReturnValue:
    me, form = current_user(), ReportForm()
    del form.blocks
    found = find(visible_events(me).where(Event.slug == slug))
    if not form.validate_on_submit():
        return _page(form, event=found)
    operations.report_event(found, form.complaint(Subject.EVENT), by=me, at=now())
    return _thanks()


@bp.route("/messages/<int:message_id>/report", methods=["GET", "POST"])
def message(message_id: int) -> ResponseReturnValue:
    me, form = current_user(), ReportForm()
    mine = db.select(RelayedMessage).options(joinedload(RelayedMessage.writer))
    found = find(mine.where(RelayedMessage.id == message_id, RelayedMessage.reader_id == me.id))
    if not form.validate_on_submit():
        return _page(form, message=found, person=found.writer)
    told = form.complaint(Subject.MESSAGE)
    operations.report_message(found, told, by=me, at=now(), blocks=form.blocks.data)
    return _thanks()


def _page(
    form: ReportForm,
    *,
    person: User | None = None,
    met_at: Event | None = None,
    event: Event | None = None,
    message: RelayedMessage | None = None,
) -> str:
    return render_template(
        "reports/_new.html", form=form, person=person, met_at=met_at, event=event, message=message
    )


def _thanks() -> ResponseReturnValue:
    flash(_("Thank you for telling us. Somebody will look at it; nobody learns that it was you."))
    return redirect(url_for("reports.index"), 303)
