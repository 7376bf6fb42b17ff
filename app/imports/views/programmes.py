"""Bringing a programme in: choose a file, look at what it does, say yes; publish; undo."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.access import require
from app.accounts.session import current_user
from app.groups.models import Group
from app.groups.queries import visible_groups
from app.imports import operations
from app.imports.forms import ProgrammeForm
from app.imports.models import ProgrammeImport
from app.imports.programme_reports import ProgrammeReport, programme_report_kept
from app.imports.queries import programmes_of, publishable, usual_zone
from app.imports.wording import programmes as words
from app.kit.clock import now
from app.kit.db import db
from app.kit.paging import slice_of
from app.kit.progress import told
from app.policy import Can
from app.web.find import find

PER_PAGE = 50

bp = Blueprint("programmes", __name__, url_prefix="/groups/<slug>/programme")


@bp.route("", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    group = _group(slug)
    form = ProgrammeForm(usual_zone(group, current_user()), now())
    if not form.validate_on_submit():
        earlier = db.session.scalars(programmes_of(group)).all()
        return render_template("programmes/new.html", group=group, form=form, earlier=earlier)
    import_ = operations.look_at_programme(group, form.upload, by=current_user(), at=now())
    return redirect(_address(group, import_), 303)


@bp.get("/<programme_id>")
def show(slug: str, programme_id: str) -> ResponseReturnValue:
    """Before: what the programme would do. Afterwards: what it did, and the way back."""
    group, import_ = _both(slug, programme_id)
    report = programme_report_kept(import_.report)
    only = request.args.get("only", "")
    return render_template(
        "programmes/show.html",
        group=group,
        import_=import_,
        report=report,
        only=only,
        page=slice_of(_rows(report, only), request.args.get("page", 1, int), PER_PAGE),
        ready=len(publishable(group, import_, now())) if import_.applied_at else 0,
        progress=told(import_.public_id),
        words=words,
    )


@bp.get("/<programme_id>/progress")
def progress(slug: str, programme_id: str) -> ResponseReturnValue:
    group, import_ = _both(slug, programme_id)
    return render_template(
        "programmes/progress.html",
        address=_address(group, import_),
        import_=import_,
        progress=told(import_.public_id),
    )


@bp.post("/<programme_id>/confirmation")
def bring_in(slug: str, programme_id: str) -> ResponseReturnValue:
    group, import_ = _both(slug, programme_id)
    if operations.begin_programme(import_, by=current_user(), at=now()):
        flash(_("The programme has come in. Everything new is a draft."))
    return redirect(_address(group, import_), 303)


@bp.post("/<programme_id>/dismissal")
def drop(slug: str, programme_id: str) -> ResponseReturnValue:
    group, import_ = _both(slug, programme_id)
    operations.drop_programme(import_)
    flash(_("The file is gone. Nothing has come in from it."), "note")
    return redirect(url_for("programmes.new", slug=group.slug), 303)


@bp.post("/<programme_id>/publication")
def publish(slug: str, programme_id: str) -> ResponseReturnValue:
    group, import_ = _both(slug, programme_id)
    done, left = operations.publish_programme(import_, by=current_user(), at=now())
    flash(ngettext("%(num)s event is published.", "%(num)s events are published.", done))
    if left:
        flash(words.still_drafts(left), "note")
    return redirect(_address(group, import_), 303)


@bp.post("/<programme_id>/undoing")
def undo(slug: str, programme_id: str) -> ResponseReturnValue:
    group, import_ = _both(slug, programme_id)
    _gone, stayed = operations.undo_programme(import_, by=current_user(), at=now())
    flash(_("Everything is as it was before."))
    if stayed:
        flash(words.had_to_stay(stayed), "note")
    return redirect(_address(group, import_), 303)


def _group(slug: str) -> Group:
    group = find(visible_groups(current_user()).where(Group.slug == slug))
    require(Can.IMPORT_PROGRAMME, group)
    return group


def _both(slug: str, programme_id: str) -> tuple[Group, ProgrammeImport]:
    group = _group(slug)
    return group, find(programmes_of(group).where(ProgrammeImport.public_id == programme_id))


def _address(group: Group, import_: ProgrammeImport) -> str:
    return url_for("programmes.show", slug=group.slug, programme_id=import_.public_id)


def _rows(report: ProgrammeReport, only: str) -> list[object]:
    return [*(report.odd if only == "odd" else report.only(only))]
