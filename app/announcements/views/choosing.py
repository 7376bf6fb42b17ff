"""Wanting no more announcements: of one group, or about one event."""

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import public
from app.accounts.models import User
from app.accounts.session import current_user
from app.announcements.links import is_off_token
from app.announcements.rules import scope_of_group
from app.events.models import Event
from app.groups.models import Group
from app.groups.queries import groups_of
from app.kit.clock import now
from app.notifications import operations
from app.notifications.queries import has_turned_off, member_named, topics_off
from app.web.find import find

bp = Blueprint("announcements", __name__)

OFF = "/announcements/off/<member_id>/<scope>/<token>"


@bp.get("/mails/groups")
def mine() -> ResponseReturnValue:
    groups, off = groups_of(current_user()), topics_off(current_user())
    return render_template("announcements/mine.html", groups=groups, off=off)


@bp.post("/mails/groups/<group_id>")
def choose(group_id: str) -> ResponseReturnValue:
    group = next((each for each in groups_of(current_user()) if each.public_id == group_id), None)
    scope = scope_of_group((group or abort(404)).public_id)
    if has_turned_off(current_user(), scope):
        operations.turn_on(current_user(), scope)
    else:
        operations.turn_off(current_user(), scope, at=now())
    flash(_("Noted."))
    return redirect(url_for("announcements.mine"), 303)


@bp.get(OFF)
@public
def off(member_id: str, scope: str, token: str) -> ResponseReturnValue:
    """Show what the link does. Mail programs open links on their own, so this changes nothing."""
    member = _holder(member_id, scope, token)
    return _page(scope, is_off=has_turned_off(member, scope))


@bp.post(OFF)
@public
def turn_off(member_id: str, scope: str, token: str) -> ResponseReturnValue:
    """One click, as RFC 8058 has it: no sign-in, no cookie, no token but the address itself."""
    operations.turn_off(_holder(member_id, scope, token), scope, at=now())
    return _page(scope, is_off=True)


@bp.post(OFF + "/undo")
@public
def turn_on(member_id: str, scope: str, token: str) -> ResponseReturnValue:
    operations.turn_on(_holder(member_id, scope, token), scope)
    here = url_for("announcements.off", member_id=member_id, scope=scope, token=token)
    return redirect(here, 303)


def _holder(member_id: str, scope: str, token: str) -> User:
    """Whose link it is, or 404."""
    member = find(member_named(member_id))
    return member if is_off_token(token, member, scope) else abort(404)


def _page(scope: str, *, is_off: bool) -> str:
    return render_template("announcements/off.html", **_about(scope), is_off=is_off)


def _about(scope: str) -> dict[str, object]:
    """What a scope is called, and whether it is one event."""
    kind, _colon, name = scope.partition(":")
    if kind == "event":
        return {"is_event": True, "about": find(sa.select(Event.title).where(_is(Event, name)))}
    return {"is_event": False, "about": find(sa.select(Group.name).where(_is(Group, name)))}


def _is(model: type[Event] | type[Group], name: str) -> sa.ColumnElement[bool]:
    return model.public_id == name


@bp.record_once
def _open_to_mail_programs(state: BlueprintSetupState) -> None:
    # A mail program that unsubscribes for its user has no page of ours and no token from it.
    state.app.extensions["csrf"].exempt(f"{__name__}.{turn_off.__name__}")
