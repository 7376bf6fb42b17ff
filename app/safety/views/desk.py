"""The desk of those who look after reports."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.events.models import Event
from app.groups.queries import owned_by
from app.introductions.wording import FLAGS
from app.kit.clock import now
from app.kit.db import db
from app.kit.paging import paginate, slice_of
from app.moderation.models import Report
from app.moderation.rules import Deed, State
from app.policy import Can
from app.safety import operations, queries, wording
from app.safety.forms import MeasureForm, SettleForm
from app.web.find import find

bp = Blueprint("safety", __name__, url_prefix="/safety")


@bp.get("/")
def index() -> ResponseReturnValue:
    """One list of all that waits, the longest waiting first; or what has been settled."""
    require(Can.HANDLE_REPORTS, owned_by(current_user()))
    me, number = current_user(), request.args.get("page", 1, type=int)
    waiting = queries.waiting_for(me, now())
    counts = queries.counts(me) | {State.OPEN: len(waiting)}
    if request.args.get("state") != State.SETTLED:
        return render_template(
            "safety/index.html",
            page=slice_of(waiting, number),
            counts=counts,
            words=wording,
            flags=FLAGS,
        )
    settled = queries.visible_reports(me).where(Report.state == State.SETTLED)
    latest = settled.order_by(Report.settled_at.desc(), Report.id)
    return render_template(
        "safety/_settled.html", page=paginate(latest, number), counts=counts, words=wording
    )


@bp.get("/<report_id>")
def show(report_id: str) -> ResponseReturnValue:
    report = _report(report_id)
    if not queries.has_opened(report, current_user(), now()):
        return render_template("safety/_unopened.html", report=report, words=wording)
    return _page(report)


@bp.post("/<report_id>/opening")
def open_(report_id: str) -> ResponseReturnValue:
    """Reading is written down, so that nobody leafs through other people's trouble."""
    report = _report(report_id)
    operations.look_at(report, by=current_user(), at=now())
    return redirect(url_for("safety.show", report_id=report.public_id), 303)


@bp.post("/<report_id>/measures")
def act(report_id: str) -> ResponseReturnValue:
    report = _report(report_id)
    form = _measure_form(report)
    if not form.validate_on_submit():
        return _page(report, form)
    words = (form.words.data or "").strip()
    operations.act(report, Deed(form.deed.data), words, by=current_user(), at=now())
    flash(_("Done, and written down."))
    return redirect(url_for("safety.show", report_id=report.public_id), 303)


@bp.post("/<report_id>/settlement")
def settle(report_id: str) -> ResponseReturnValue:
    report, form = _report(report_id), SettleForm()
    if not form.validate_on_submit():
        return _page(report)
    operations.settle(report, (form.words.data or "").strip(), by=current_user(), at=now())
    flash(_("Settled. Whoever reported it hears that it has been looked at."))
    return redirect(url_for("safety.index"), 303)


@bp.post("/<report_id>/reopening")
def reopen(report_id: str) -> ResponseReturnValue:
    report = _report(report_id)
    operations.reopen(report, by=current_user(), at=now())
    flash(_("Open again."))
    return redirect(url_for("safety.show", report_id=report.public_id), 303)


def _report(report_id: str) -> Report:
    require(Can.HANDLE_REPORTS, owned_by(current_user()))
    return find(queries.visible_reports(current_user()).where(Report.public_id == report_id))


def _measure_form(report: Report) -> MeasureForm:
    return MeasureForm(is_staff=current_user().is_staff, has_group=report.group_id is not None)


def _page(report: Report, form: MeasureForm | None = None) -> str:
    me, at, about = current_user(), now(), report.about
    return render_template(
        "safety/show.html",
        report=report,
        event=db.session.get(Event, report.event_id) if report.event_id else None,
        about=queries.party(about, report.group_id) if about else None,
        # Only the staff learn who has reported somebody.
        reporter=queries.party(report.by, report.group_id) if me.is_staff and report.by else None,
        signals=queries.signals_about(about, at) if about else [],
        others=queries.reports_about(about, report) if about and me.is_staff else [],
        measures=queries.measures_on(report),
        form=form or _measure_form(report),
        settling=SettleForm(),
        words=wording,
    )
