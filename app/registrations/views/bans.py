"""Whom a group keeps away. A ban also ends places at events, so it lives where places are known."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.groups.forms import BanForm
from app.groups.models import Ban, Group
from app.groups.operations import lift
from app.groups.queries import bans_of, membership_of, resembling_among, visible_groups
from app.kit.clock import now
from app.kit.paging import paginate
from app.policy import Can
from app.registrations.operations.banning import ban
from app.registrations.queries import coming_ids
from app.web.find import find

bp = Blueprint("bans", __name__, url_prefix="/groups/<slug>/bans")


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    return _list(_group(slug), BanForm())


@bp.post("")
def add(slug: str) -> ResponseReturnValue:
    group, form = _group(slug), BanForm()
    if not form.validate_on_submit():
        return _list(group, form)
    ban(group, form.unwelcome, by=current_user(), at=now())
    flash(_("On the ban list from now on. Nobody is told."))
    return redirect(url_for("bans.index", slug=slug), 303)


@bp.route("/members/<person_id>", methods=["GET", "POST"])
def ban_member(slug: str, person_id: str) -> ResponseReturnValue:
    group, form = _group(slug), BanForm()
    person = find(membership_of(group, person_id)).member
    if not form.validate_on_submit():
        return render_template("bans/ban_member.html", group=group, person=person, form=form)
    ban(group, form.unwelcome_as(person), by=current_user(), at=now())
    flash(_("On the ban list from now on. Nobody is told."))
    return redirect(url_for("bans.index", slug=slug), 303)


@bp.post("/<int:ban_id>/end")
def end(slug: str, ban_id: int) -> ResponseReturnValue:
    group = _group(slug)
    lift(find(bans_of(group).where(Ban.id == ban_id)), group, by=current_user(), at=now())
    flash(_("Taken off the ban list."))
    return redirect(url_for("bans.index", slug=slug), 303)


def _group(slug: str) -> Group:
    group = find(visible_groups(current_user()).where(Group.slug == slug))
    require(Can.MANAGE_MEMBERS, group)
    return group


def _list(group: Group, form: BanForm) -> str:
    return render_template(
        "bans/index.html",
        group=group,
        bans=paginate(bans_of(group), request.args.get("page", 1, int)),
        alike=resembling_among(group, coming_ids(group, now())),
        form=form,
    )
