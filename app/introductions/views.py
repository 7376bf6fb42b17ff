"""Introductions, seen from the browser."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.models import User
from app.accounts.session import current_user
from app.connections.forms import SharesForm
from app.connections.people import card_for, contacts_filled_in, visible_people
from app.connections.wording import FIELD_NAMES
from app.introductions import operations
from app.introductions.forms import SCOPES, AskForm, ForwardForm
from app.introductions.models import Introduction
from app.introductions.pages import inbox_of, seen_as
from app.introductions.queries import open_between, visible_introductions
from app.kit.clock import now
from app.policy import Can
from app.web.find import find

bp = Blueprint("introductions", __name__, url_prefix="/introductions")


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("introductions/index.html", inbox=inbox_of(current_user(), now()))


@bp.route("/new/<person_id>", methods=["GET", "POST"])
def ask(person_id: str) -> ResponseReturnValue:
    me = current_user()
    target = find(visible_people(me).where(User.public_id == person_id, User.id != me.id))
    earlier = open_between(me, target, now())
    if earlier is not None:
        return redirect(url_for("introductions.show", introduction_id=earlier.public_id), 303)
    form = AskForm(contacts_filled_in(me))
    if form.validate_on_submit():
        introduction = operations.ask(me, target, form.wish, at=now())
        flash(_("We have your request. You will hear from us within two weeks."))
        return redirect(url_for("introductions.show", introduction_id=introduction.public_id), 303)
    return render_template("introductions/ask.html", form_=form, card=card_for(me, target))


@bp.get("/<introduction_id>")
def show(introduction_id: str) -> ResponseReturnValue:
    return _page(_find(introduction_id), ForwardForm(), SharesForm(contacts_filled_in(_me())))


@bp.post("/<introduction_id>/forwarding")
def forward(introduction_id: str) -> ResponseReturnValue:
    introduction = _find(introduction_id)
    require(Can.FORWARD_INTRODUCTION, introduction)
    form = ForwardForm()
    if not form.validate_on_submit():
        return _page(introduction, form, SharesForm({}))
    note = (form.note.data or "").strip()
    operations.forward(introduction, note, form.known_as, by=_me(), at=now())
    flash(_("Thank you. We have passed the request on."))
    return redirect(url_for("introductions.index"), 303)


@bp.post("/<introduction_id>/consent")
def consent(introduction_id: str) -> ResponseReturnValue:
    introduction = _find(introduction_id)
    require(Can.ANSWER_INTRODUCTION, introduction)
    form = SharesForm(contacts_filled_in(_me()))
    if not form.validate_on_submit():
        return _page(introduction, ForwardForm(), form)
    operations.consent(introduction, form.granted, by=_me(), at=now())
    flash(_("Thank you for your answer."))
    return redirect(url_for("introductions.index"), 303)


@bp.post("/<introduction_id>/refusal")
def refuse(introduction_id: str) -> ResponseReturnValue:
    operations.refuse(_find(introduction_id), by=_me(), at=now())
    flash(_("All right. Nobody will be told."))
    return redirect(url_for("introductions.index"), 303)


@bp.post("/<introduction_id>/withdrawal")
def withdraw(introduction_id: str) -> ResponseReturnValue:
    introduction = _find(introduction_id)
    require(Can.WITHDRAW_INTRODUCTION, introduction)
    operations.withdraw(introduction, by=_me(), at=now())
    flash(_("You have taken your request back."))
    return redirect(url_for("introductions.index"), 303)


def _me() -> User:
    return current_user()


def _find(introduction_id: str) -> Introduction:
    mine = visible_introductions(current_user())
    return find(mine.where(Introduction.public_id == introduction_id))


def _page(introduction: Introduction, forwarding: ForwardForm, sharing: SharesForm) -> str:
    return render_template(
        "introductions/show.html",
        request_=seen_as(introduction, _me(), now()),
        forwarding=forwarding,
        sharing=sharing,
        scopes=SCOPES,
        field_names=FIELD_NAMES,
    )
