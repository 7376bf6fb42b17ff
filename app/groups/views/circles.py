"""Study circles that grow from what several of a group struggle with."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.groups.models import Group
from app.groups.operations.circles import propose_circle, set_circle_aside
from app.groups.queries import visible_groups
from app.kit.clock import now
from app.policy import Can
from app.profiles.traits import Worry
from app.web.find import find

bp = Blueprint("circles", __name__, url_prefix="/groups")


@bp.post("/<slug>/circles/<worry>")
def propose(slug: str, worry: str) -> ResponseReturnValue:
    propose_circle(_group(slug), _worry(worry), by=current_user(), at=now())
    flash(_("The organizers see that somebody would like it. They do not learn who."))
    return redirect(url_for("groups.show", slug=slug), 303)


@bp.post("/<slug>/circles/<worry>/aside")
def set_aside(slug: str, worry: str) -> ResponseReturnValue:
    group = _group(slug)
    require(Can.EDIT_GROUP, group)
    set_circle_aside(group, _worry(worry))
    return redirect(url_for("groups.show", slug=slug), 303)


def _group(slug: str) -> Group:
    return find(visible_groups(current_user()).where(Group.slug == slug))


def _worry(code: str) -> Worry:
    if code not in set(Worry):
        abort(404)
    return Worry(code)
