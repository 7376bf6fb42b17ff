"""Turning mails off: from the foot of a mail without signing in, or among one's settings."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import public
from app.accounts.models import User
from app.accounts.session import current_user
from app.kit.clock import now
from app.kit.db import db
from app.notifications import bounces, operations, wording
from app.notifications.forms import PromotionForm, WaysForm, ways_form
from app.notifications.links import is_off_token
from app.notifications.promotion import is_wanted_by, ledger_of, words_in
from app.notifications.queries import has_turned_off, member_named, trouble_with
from app.notifications.rules import DIGEST, Topic
from app.web.find import find

bp = Blueprint("mails", __name__, url_prefix="/mails")

OFF = "/off/<member_id>/<topic>/<token>"


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(ways_form(current_user()))


@bp.post("")
def choose() -> ResponseReturnValue:
    form = ways_form(current_user())
    if not form.validate_on_submit():
        return _page(form), 422
    for topic, way in form.chosen.items():
        operations.choose(current_user(), topic, way, at=now())
    flash(_("Your choice is saved."))
    return redirect(url_for("mails.index"), 303)


@bp.post("/promotion")
def promotion() -> ResponseReturnValue:
    """The answer is kept with the very words that were asked."""
    operations.say_to_promotion(
        current_user(),
        is_given=bool(PromotionForm().is_given.data),
        locale=str(get_locale()),
        source="settings",
        at=now(),
    )
    flash(_("Your choice is saved."))
    return redirect(url_for("mails.index"), 303)


@bp.post("/working")
def works_again() -> ResponseReturnValue:
    """The member says that mail reaches them again; if it does not, we shall see."""
    bounces.lift(current_user().email or "")
    flash(_("Thank you. E-mails go to this address again."))
    return redirect(url_for("mails.index"), 303)


@bp.get(OFF)
@public
def off(member_id: str, topic: str, token: str) -> ResponseReturnValue:
    """Show what the link does. Mail programs open links on their own, so this changes nothing."""
    member = _holder(member_id, topic, token)
    return _off_page(topic, is_off=has_turned_off(member, topic))


@bp.post(OFF)
@public
def turn_off(member_id: str, topic: str, token: str) -> ResponseReturnValue:
    """One click, as RFC 8058 has it: no sign-in, no cookie, no token but the address itself."""
    operations.turn_off(_holder(member_id, topic, token), topic, at=now())
    return _off_page(topic, is_off=True)


@bp.post(OFF + "/undo")
@public
def turn_on(member_id: str, topic: str, token: str) -> ResponseReturnValue:
    operations.turn_on(_holder(member_id, topic, token), topic)
    return redirect(url_for("mails.off", member_id=member_id, topic=topic, token=token), 303)


def _holder(member_id: str, topic: str, token: str) -> User:
    """Whose link it is, or 404."""
    member = find(member_named(member_id))
    return member if is_off_token(token, member, _topic(topic)) else abort(404)


def _page(form: WaysForm) -> str:
    member = current_user()
    return render_template(
        "mails/index.html",
        form=form,
        promotion_form=PromotionForm(data={"is_given": is_wanted_by(member)}),
        question=words_in(str(get_locale())),
        said=db.session.scalars(ledger_of(member).limit(5)).all(),
        trouble=trouble_with(member.email or ""),
        wording=wording,
    )


def _off_page(topic: str, *, is_off: bool) -> str:
    known = Topic(topic) if topic in set(Topic) else None
    title = wording.TOPICS[known] if known else wording.DAILY_LETTER
    note = wording.TOPIC_NOTES[known] if known else wording.DAILY_LETTER_NOTE
    return render_template("mails/off.html", title=title, note=note, is_off=is_off)


def _topic(name: str) -> str:
    return name if name in {*Topic, DIGEST} else abort(404)


@bp.record_once
def _open_to_mail_programs(state: BlueprintSetupState) -> None:
    # A mail program that unsubscribes for its user has no page of ours and no token from it.
    state.app.extensions["csrf"].exempt(f"{__name__}.{turn_off.__name__}")
