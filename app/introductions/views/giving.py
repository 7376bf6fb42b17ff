"""Bringing two people together, asked or unasked."""

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import current_user
from app.connections.people import visible_people
from app.connections.queries import contacts_of, events_shared
from app.introductions import operations, queries
from app.introductions.forms import ProposeForm, ThanksForm
from app.introductions.models import Prompt
from app.introductions.tones import TONES
from app.introductions.views.blueprint import bp, to_inbox, to_request
from app.kit.clock import now
from app.kit.errors import Refused
from app.web.errors import refused
from app.web.find import find


@bp.route("/proposal", methods=["GET", "POST"])
def propose() -> ResponseReturnValue:
    me = current_user()
    given = {name: request.args.get(name, "") for name in ("one", "other")}
    form = ProposeForm(queries.own_contacts(me), data=given)
    if "tone" in request.form:
        form.begin_with(request.form["tone"])
        return _page(form)
    if not form.validate_on_submit():
        return _page(form)
    note = (form.note.data or "").strip()
    try:
        introduction = operations.propose(me, form.pair, note, form.known_as, at=now())
    except Refused as no:
        return refused(no, lambda: _page(form))
    operations.take_prompt(me, form.pair, at=now())
    flash(_("Thank you. Each of them is asked separately."))
    return to_request(introduction)


@bp.post("/prompts/<int:prompt_id>/dismissal")
def leave_prompt(prompt_id: int) -> ResponseReturnValue:
    me = current_user()
    prompt = find(sa.select(Prompt).where(Prompt.id == prompt_id, Prompt.member_id == me.id))
    operations.leave_prompt(prompt, at=now())
    flash(_("All right, not these two."))
    return to_inbox()


@bp.route("/thanks/<person_id>", methods=["GET", "POST"])
def thank_you(person_id: str) -> ResponseReturnValue:
    """A note of thanks to somebody one is connected with, with first words to send as they are."""
    me = current_user()
    mine = visible_people(me).where(User.id.in_(contacts_of(me)))
    contact = find(mine.where(User.public_id == person_id))
    form = ThanksForm(data={"words": _first_words(me, contact)})
    if form.validate_on_submit():
        operations.thank(me, contact, form.said, at=now())
        flash(_("Your thanks are on their way."))
        return redirect(url_for("connections.person", person_id=person_id), 303)
    return render_template("introductions/thank_you.html", person=contact, form_=form)


def _first_words(me: User, contact: User) -> str:
    together = events_shared(me, contact, now())
    wanted = [event for event in together if event.slug == request.args.get("event")]
    sentence = (
        _(
            "Thank you for the talk at “%(event)s”. I enjoyed it and would be glad to hear more.",
            event=wanted[0].title,
        )
        if wanted
        else _(
            "Thank you for the other day. "
            "I enjoyed talking with you and would be glad to hear more."
        )
    )
    return str(sentence)


def _page(form: ProposeForm) -> str:
    return render_template("introductions/propose.html", form_=form, tones=TONES)
