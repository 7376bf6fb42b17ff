"""Founding a group, joining and leaving it. Its page shows events, so it lives a floor higher."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.groups import operations
from app.groups.forms import CharterForm, form_of
from app.groups.models import Group
from app.groups.queries import visible_groups
from app.groups.wording import KIND_HINTS, STANCE_HINTS, kind_name, stance_name
from app.kit.clock import now
from app.policy import Can
from app.web.find import find

bp = Blueprint("charters", __name__, url_prefix="/groups")
bp.add_app_template_global(kind_name, "kind_name")
bp.add_app_template_global(stance_name, "stance_name")


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    form = CharterForm()
    if not form.validate_on_submit():
        return _page("charters/new.html", form)
    group = operations.found(form.charter, current_user(), at=now())
    flash(_("%(group)s is ready. Plan its first event next.", group=group.name))
    return redirect(url_for("groups.show", slug=group.slug), 303)


@bp.route("/<slug>/edit", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    group = _group(slug)
    require(Can.EDIT_GROUP, group)
    form = form_of(group)
    if not form.validate_on_submit():
        return _page("charters/edit.html", form, group)
    operations.revise(group, form.charter, by=current_user(), at=now())
    flash(_("Saved."))
    return redirect(url_for("groups.show", slug=group.slug), 303)


@bp.post("/<slug>/membership")
def join(slug: str) -> ResponseReturnValue:
    group = _group(slug)
    operations.join(group, current_user(), at=now())
    flash(_("You belong to %(group)s now.", group=group.name))
    return redirect(url_for("groups.show", slug=group.slug), 303)


@bp.post("/<slug>/departure")
def leave(slug: str) -> ResponseReturnValue:
    group = _group(slug)
    operations.leave(group, current_user())
    flash(_("You have left %(group)s.", group=group.name))
    return redirect(url_for("groups.show", slug=group.slug), 303)


def _group(slug: str) -> Group:
    return find(visible_groups(current_user()).where(Group.slug == slug))


def _page(template: str, form: CharterForm, group: Group | None = None) -> str:
    return render_template(
        template, form=form, group=group, kind_hints=KIND_HINTS, stance_hints=STANCE_HINTS
    )
