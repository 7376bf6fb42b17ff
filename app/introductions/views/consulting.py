"""Asking somebody one knows for advice, and answering."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.connections.models import Connection
from app.connections.people import closeness_of
from app.introductions.forms.consulting import AdviceForm
from app.introductions.models import Consultation
from app.introductions.operations import consulting as operations
from app.introductions.queries.consulting import consultations_with, visible_consultations
from app.introductions.views.together import tie_with
from app.kit.clock import now
from app.kit.errors import Refused
from app.profiles.advising import topics_for
from app.profiles.queries import profile_of
from app.relay.second_thoughts import goes_back, second_thought
from app.web.errors import refused
from app.web.find import find

bp = Blueprint("consulting", __name__, url_prefix="/people/<person_id>/advice")


@bp.get("")
def person(person_id: str) -> ResponseReturnValue:
    tie = tie_with(person_id)
    return _page(tie, _form(tie))


@bp.post("")
def ask(person_id: str) -> ResponseReturnValue:
    tie = tie_with(person_id)
    form = _form(tie)
    if goes_back() or not form.validate_on_submit():
        return _page(tie, form)
    if (page := second_thought([form.words])) is not None:
        return page
    try:
        operations.ask_for_advice(tie, form.question, by=current_user(), at=now())
    except Refused as no:
        return refused(no, lambda: _page(tie, form))
    flash(_("We have your question. You hear from us within two weeks."))
    return _back(person_id)


@bp.post("/<int:consultation_id>/yes")
def agree(person_id: str, consultation_id: int) -> ResponseReturnValue:
    row = _row(person_id, consultation_id)
    operations.agree(row, by=current_user(), at=now())
    flash(_("They are told. Choose on their page how they may reach you."))
    return redirect(url_for("connections.person", person_id=person_id), 303)


@bp.post("/<int:consultation_id>/removal")
def decline(person_id: str, consultation_id: int) -> ResponseReturnValue:
    operations.decline(_row(person_id, consultation_id), by=current_user())
    flash(_("All right. Nobody is told."))
    return _back(person_id)


def _form(tie: Connection) -> AdviceForm:
    me = current_user()
    other = tie.other(me)
    return AdviceForm(topics_for(profile_of(other), closeness_of(me, other)))


def _page(tie: Connection, form: AdviceForm) -> str:
    me, at = current_user(), now()
    return render_template(
        "consulting/person.html",
        person=tie.other(me),
        form_=form,
        rows=[(row, row.seen_by(me, at)) for row in consultations_with(tie, me, at)],
    )


def _row(person_id: str, consultation_id: int) -> Consultation:
    tie = tie_with(person_id)
    mine = visible_consultations(current_user()).where(Consultation.connection_id == tie.id)
    return find(mine.where(Consultation.id == consultation_id))


def _back(person_id: str) -> ResponseReturnValue:
    return redirect(url_for("consulting.person", person_id=person_id), 303)
