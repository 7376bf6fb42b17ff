"""Turning mails off: from the foot of a mail without signing in, or among one's settings."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import public
from app.accounts.models import User
from app.accounts.session import current_user
from app.kit.clock import now
from app.notifications import operations, wording
from app.notifications.links import is_off_token
from app.notifications.queries import has_turned_off, member_named, topics_off
from app.notifications.rules import Topic
from app.web.find import find

bp = Blueprint("mails", __name__, url_prefix="/mails")

OFF = "/off/<member_id>/<topic>/<token>"


@bp.get("")
def index() -> ResponseReturnValue:
    off = topics_off(current_user())
    return render_template("mails/index.html", topics=list(Topic), off=off, wording=wording)


@bp.post("/<topic>")
def choose(topic: str) -> ResponseReturnValue:
    chosen = _topic(topic)
    if has_turned_off(current_user(), chosen):
        operations.turn_on(current_user(), chosen)
    else:
        operations.turn_off(current_user(), chosen, at=now())
    flash(_("Noted."))
    return redirect(url_for("mails.index"), 303)


@bp.get(OFF)
@public
def off(member_id: str, topic: str, token: str) -> ResponseReturnValue:
    """Show what the link does. Mail programs open links on their own, so this changes nothing."""
    member = _holder(member_id, topic, token)
    is_off = has_turned_off(member, topic)
    return render_template("mails/off.html", topic=_topic(topic), is_off=is_off, wording=wording)


@bp.post(OFF)
@public
def turn_off(member_id: str, topic: str, token: str) -> ResponseReturnValue:
    """One click, as RFC 8058 has it: no sign-in, no cookie, no token but the address itself."""
    operations.turn_off(_holder(member_id, topic, token), topic, at=now())
    return render_template("mails/off.html", topic=_topic(topic), is_off=True, wording=wording)


@bp.post(OFF + "/undo")
@public
def turn_on(member_id: str, topic: str, token: str) -> ResponseReturnValue:
    operations.turn_on(_holder(member_id, topic, token), topic)
    return redirect(url_for("mails.off", member_id=member_id, topic=topic, token=token), 303)


def _holder(member_id: str, topic: str, token: str) -> User:
    """Whose link it is, or 404."""
    member = find(member_named(member_id))
    return member if is_off_token(token, member, _topic(topic)) else abort(404)


def _topic(name: str) -> Topic:
    return Topic(name) if name in set(Topic) else abort(404)


@bp.record_once
def _open_to_mail_programs(state: BlueprintSetupState) -> None:
    # A mail program that unsubscribes for its user has no page of ours and no token from it.
    state.app.extensions["csrf"].exempt(f"{__name__}.{turn_off.__name__}")
