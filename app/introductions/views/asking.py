"""Writing a request: to meet somebody, or for somebody who can help."""

import sqlalchemy as sa
from flask import abort, current_app, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import current_user
from app.connections.people import card_for, contacts_filled_in, visible_people
from app.introductions import operations, queries
from app.introductions.cards import USUALLY_SHOWN, filled_in
from app.introductions.forms import AskForm, NeedForm
from app.introductions.models import Introduction
from app.introductions.seals import is_sealed, seal_of
from app.introductions.tones import TONES
from app.introductions.views.blueprint import bp, introduction_called, to_inbox, to_request
from app.kit.clock import now
from app.kit.db import db
from app.kit.errors import Refused
from app.moderation.queries import has_blocked
from app.profiles.queries import profile_of
from app.relay.second_thoughts import goes_back, second_thought
from app.web.errors import refused
from app.web.find import find


@bp.route("/new/<person_id>", methods=["GET", "POST"])
def ask(person_id: str) -> ResponseReturnValue:
    me, target = current_user(), _wanted(person_id)
    earlier = queries.open_between(me, target, now())
    if earlier is not None:
        return to_request(earlier)
    form = AskForm(
        contacts_filled_in(me), _fields(me), queries.draft_for(me, target), USUALLY_SHOWN
    )
    if "keep" in request.form:
        operations.keep_draft(me, target, form.unfinished, at=now())
        return _kept()
    if _goes_on_writing() or not form.validate_on_submit():
        return _ask_page(form, target)
    if (page := second_thought(form.spoken)) is not None:
        return page
    try:
        introduction = operations.ask(me, target, form.wish, at=now())
    except Refused as no:
        return refused(no, lambda: _ask_page(form, target))
    return _sent(introduction)


@bp.route("/new", methods=["GET", "POST"])
def need() -> ResponseReturnValue:
    me = current_user()
    connectors = queries.own_connectors(me)
    form = NeedForm(
        contacts_filled_in(me), _fields(me), connectors, queries.draft_for(me, None), USUALLY_SHOWN
    )
    if "keep" in request.form:
        operations.keep_draft(me, None, form.unfinished, connector=form.chosen, at=now())
        return _kept()
    if _goes_on_writing() or not form.validate_on_submit():
        return _need_page(form)
    if (page := second_thought(form.spoken)) is not None:
        return page
    try:
        introduction = operations.ask_by_need(me, form.chosen, form.wish, at=now())
    except Refused as no:
        return refused(no, lambda: _need_page(form))
    return _sent(introduction)


@bp.post("/<introduction_id>/removal")
def drop(introduction_id: str) -> ResponseReturnValue:
    introduction = introduction_called(introduction_id)
    operations.drop_draft(introduction, by=current_user())
    flash(_("The draft is gone."))
    return to_inbox()


def _wanted(person_id: str) -> User:
    """Somebody I may see; or might when I opened the form, whatever has happened since."""
    me = current_user()
    seen = visible_people(me).where(User.public_id == person_id, User.id != me.id)
    if not is_sealed(_secret(), request.form.get("seal", ""), (me.public_id, person_id), now()):
        return find(seen)
    person = db.session.scalars(sa.select(User).where(User.public_id == person_id)).one_or_none()
    if person is None or person.id == me.id or has_blocked(me, person):
        abort(404)
    return person


def _ask_page(form: AskForm, target: User) -> str:
    _begin(form)
    me = current_user()
    form.seal.data = seal_of(_secret(), (me.public_id, target.public_id), now())
    return render_template(
        "introductions/ask.html",
        form_=form,
        card=card_for(me, target),
        tones=TONES,
        is_due_to_give=queries.is_due_to_give(me, now()),
    )


def _need_page(form: NeedForm) -> str:
    _begin(form)
    me = current_user()
    return render_template(
        "introductions/need.html",
        form_=form,
        tones=TONES,
        has_contacts=bool(queries.own_contacts(me)),
        is_due_to_give=queries.is_due_to_give(me, now()),
    )


def _begin(form: AskForm) -> None:
    if "tone" in request.form:
        form.begin_with(request.form["tone"])


def _goes_on_writing() -> bool:
    return "tone" in request.form or goes_back()


def _fields(me: User) -> list[str]:
    return filled_in(profile_of(me))


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _kept() -> ResponseReturnValue:
    flash(_("Kept. Only you can see it."))
    return to_inbox()


def _sent(introduction: Introduction) -> ResponseReturnValue:
    flash(_("We have your request. You will hear from us within about two weeks."))
    return to_request(introduction)
