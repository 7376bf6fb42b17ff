"""Bringing a list in: choose a file, look at what it does, say yes, read what came of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
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
from app.imports.queries import imports_of, open_claims, prospect, without_address
from app.imports.reports import Report, reading_of, report_kept, report_of
from app.imports.rules import Reading, Row
from app.imports.wording import ROLES, SOURCES, TONES, outcome, remark
from app.kit.clock import now
from app.kit.db import db
from app.kit.paging import Page
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
    if import_.applied_at is not None:
        return _page(event, import_, report_kept(import_.report))
    reading = reading_of(import_, event)
    report = report_kept(report_of(prospect(event, reading), event))
    return _page(event, import_, report, reading)


@bp.post("/<import_id>/columns")
def name_columns(slug: str, import_id: str) -> ResponseReturnValue:
    event, import_ = _both(slug, import_id)
    usual = reading_of(operations.pending(import_), event).mapping
    operations.name_columns(import_, chosen_columns(request.form, usual))
    return redirect(_address(event, import_), 303)


@bp.post("/<import_id>/confirmation")
def bring_in(slug: str, import_id: str) -> ResponseReturnValue:
    event, import_ = _both(slug, import_id)
    operations.bring_in_list(import_, by=current_user(), at=now())
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


def _page(
    event: Event, import_: AttendeeImport, report: Report, reading: Reading | None = None
) -> str:
    shown = {"left-out": report.left_out, "odd": report.odd}
    only = request.args.get("only", "")
    return render_template(
        "imports/show.html",
        event=event,
        import_=import_,
        report=report,
        reading=reading,
        page=_slice(shown.get(only, report.rows)),
        only=only if only in shown else "",
        is_over=event.has_ended(now()),
        words={"outcome": outcome, "remark": remark, "tones": TONES, "roles": ROLES},
        source=SOURCES[report.source],
    )


def _slice(rows: list[Row]) -> Page[Row]:
    number = max(1, min(request.args.get("page", 1, type=int), 100_000))
    start = (number - 1) * PER_PAGE
    return Page(rows[start : start + PER_PAGE], number, len(rows) > start + PER_PAGE)
