"""Bringing a list in: choose a file, look at what it does, say yes, read what came of it."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.operations import claim_link
from app.accounts.session import current_user
from app.events.models import Event
from app.events.queries import visible_events
from app.imports import operations
from app.imports.forms import ListForm, chosen_columns
from app.imports.models import AttendeeImport
from app.imports.queries import imports_of, open_claims, without_address
from app.imports.reports import left_out_csv, reading_of, report_kept
from app.imports.wording import ROLES, SOURCES, TONES, outcome, remark
from app.kit.clock import now
from app.kit.db import db
from app.kit.paging import slice_of
from app.kit.progress import told
from app.kit.qr import qr_svg
from app.policy import Can
from app.web.find import find

PER_PAGE = 50

bp = Blueprint("imports", __name__, url_prefix="/events/<slug>/import")


@bp.route("", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    event, form = _event(slug), ListForm()
    if not form.validate_on_submit():
        earlier = db.session.scalars(imports_of(event)).all()
        unreached = len(without_address(event))
        return render_template(
            "imports/new.html", event=event, form=form, earlier=earlier, unreached=unreached
        )
    import_ = operations.look_at(event, form.upload, by=current_user(), at=now())
    return redirect(_address(event, import_), 303)


@bp.get("/<import_id>")
def show(slug: str, import_id: str) -> ResponseReturnValue:
    """Before: what the list would do. Afterwards: what it did."""
    event, import_ = _both(slug, import_id)
    report = report_kept(import_.report)
    shown = {"left-out": report.left_out, "odd": report.odd}
    only = request.args.get("only", "")
    return render_template(
        "imports/show.html",
        event=event,
        import_=import_,
        report=report,
        page=slice_of(shown.get(only, report.rows), request.args.get("page", 1, int), PER_PAGE),
        only=only if only in shown else "",
        is_over=event.has_ended(now()),
        words={"outcome": outcome, "remark": remark, "tones": TONES, "roles": ROLES},
        source=SOURCES[report.source],
        progress=told(import_.public_id),
    )


@bp.get("/<import_id>/progress")
def progress(slug: str, import_id: str) -> ResponseReturnValue:
    event, import_ = _both(slug, import_id)
    return render_template(
        "imports/progress.html",
        address=_address(event, import_),
        import_=import_,
        progress=told(import_.public_id),
    )


@bp.get("/<import_id>/left-out.csv")
def left_out(slug: str, import_id: str) -> ResponseReturnValue:
    """The rows that do not come in, line by line with the reason, to be put right elsewhere."""
    _here, import_ = _both(slug, import_id)
    answer = Response(left_out_csv(report_kept(import_.report)), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="left-out.csv"'
    return answer


@bp.post("/<import_id>/columns")
def name_columns(slug: str, import_id: str) -> ResponseReturnValue:
    event, import_ = _both(slug, import_id)
    usual = reading_of(operations.pending(import_), event).mapping
    chosen = chosen_columns(request.form, usual)
    operations.name_columns(import_, chosen, by=current_user(), at=now())
    flash(_("Lists with these headings are read like this from now on."), "note")
    return redirect(_address(event, import_), 303)


@bp.post("/<import_id>/confirmation")
def bring_in(slug: str, import_id: str) -> ResponseReturnValue:
    event, import_ = _both(slug, import_id)
    takes_back = "takes_back" in request.form
    if operations.begin_list(import_, takes_back=takes_back, by=current_user(), at=now()):
        flash(_("The list has come in."))
    return redirect(_address(event, import_), 303)


@bp.post("/<import_id>/dismissal")
def drop(slug: str, import_id: str) -> ResponseReturnValue:
    event, import_ = _both(slug, import_id)
    operations.drop(import_)
    flash(_("The file is gone. Nobody has come in from it."), "note")
    return redirect(url_for("imports.new", slug=event.slug), 303)


@bp.get("/links")
def links(slug: str) -> ResponseReturnValue:
    """Links for people without an address, to be handed over by whoever meets them."""
    event = _event(slug, Can.RUN_DOOR)
    claims = {member: claim_link(it) for member, it in open_claims(event, now()).items()}
    codes = {member: qr_svg(link, title=_("The link as a code")) for member, link in claims.items()}
    people = without_address(event)
    return render_template(
        "imports/links.html", event=event, people=people, claims=claims, codes=codes
    )


@bp.post("/links")
def make_links(slug: str) -> ResponseReturnValue:
    event = _event(slug, Can.RUN_DOOR)
    operations.make_links(event, by=current_user(), at=now())
    return redirect(url_for("imports.links", slug=event.slug), 303)


def _event(slug: str, can: Can = Can.IMPORT_ATTENDEES) -> Event:
    event = find(visible_events(current_user()).where(Event.slug == slug))
    require(can, event)
    return event


def _both(slug: str, import_id: str) -> tuple[Event, AttendeeImport]:
    event = _event(slug)
    return event, find(imports_of(event).where(AttendeeImport.public_id == import_id))


def _address(event: Event, import_: AttendeeImport) -> str:
    return url_for("imports.show", slug=event.slug, import_id=import_.public_id)
