"""Answering a request: passing on, yes, no, taking back, and what came of it."""

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.connections.forms import SharesForm
from app.connections.people import contacts_filled_in
from app.introductions import operations, queries
from app.introductions.forms import ComplaintForm, OutcomeForm, RefusalForm, ThanksForm
from app.introductions.views.blueprint import bp, introduction_called, to_inbox, to_request
from app.introductions.views.showing import forwarding_form, page_of
from app.kit.clock import now
from app.kit.db import db
from app.policy import Can


@bp.post("/<introduction_id>/forwarding")
def forward(introduction_id: str) -> ResponseReturnValue:
    introduction = introduction_called(introduction_id)
    require(Can.FORWARD_INTRODUCTION, introduction)
    form = forwarding_form(introduction)
    if "tone" in request.form:
        form.begin_with(request.form["tone"])
        return page_of(introduction, forwarding=form)
    if not form.validate_on_submit():
        return page_of(introduction, forwarding=form)
    note, me = (form.note.data or "").strip(), current_user()
    operations.forward(introduction, note, form.known_as, by=me, target=form.picked, at=now())
    flash(_("Thank you. We have passed the request on."))
    return to_inbox()


@bp.post("/<introduction_id>/consent")
def consent(introduction_id: str) -> ResponseReturnValue:
    introduction, me = introduction_called(introduction_id), current_user()
    require(Can.ANSWER_INTRODUCTION, introduction)
    form = SharesForm(contacts_filled_in(me))
    if not form.validate_on_submit():
        return page_of(introduction, sharing=form)
    operations.consent(introduction, form.granted, by=me, at=now())
    flash(_("Thank you for your answer."))
    return to_inbox()


@bp.post("/<introduction_id>/refusal")
def refuse(introduction_id: str) -> ResponseReturnValue:
    introduction, form = introduction_called(introduction_id), RefusalForm()
    if not form.validate_on_submit():
        return page_of(introduction, refusing=form)
    wish = operations.Refusing(form.why, form.blocks.data, form.complaint)
    operations.refuse_firmly(introduction, wish, by=current_user(), at=now())
    flash(_("All right. Nobody will be told."))
    return to_inbox()


@bp.post("/refusals")
def refuse_all() -> ResponseReturnValue:
    me, count = current_user(), 0
    chosen = request.form.getlist("introduction")
    for introduction in db.session.scalars(queries.waiting_for(me)).all():
        if introduction.public_id in chosen:
            operations.refuse(introduction, by=me, at=now())
            count += 1
    flash(_("All right: %(count)s let go. Nobody will be told.", count=count))
    return to_inbox()


@bp.post("/<introduction_id>/withdrawal")
def withdraw(introduction_id: str) -> ResponseReturnValue:
    introduction = introduction_called(introduction_id)
    require(Can.WITHDRAW_INTRODUCTION, introduction)
    operations.withdraw(introduction, by=current_user(), at=now())
    flash(_("You have taken your request back."))
    return to_inbox()


@bp.post("/<introduction_id>/retraction")
def take_back(introduction_id: str) -> ResponseReturnValue:
    operations.take_back(introduction_called(introduction_id), by=current_user(), at=now())
    flash(_("You have taken your word back. Nobody will be told."))
    return to_inbox()


@bp.post("/<introduction_id>/outcome")
def tell_outcome(introduction_id: str) -> ResponseReturnValue:
    introduction, form = introduction_called(introduction_id), OutcomeForm()
    if not form.validate_on_submit():
        return page_of(introduction, telling=form)
    operations.tell_outcome(introduction, form.told, by=current_user(), at=now())
    flash(_("Thank you for telling us."))
    return to_request(introduction)


@bp.post("/<introduction_id>/thanks")
def thank(introduction_id: str) -> ResponseReturnValue:
    introduction, form = introduction_called(introduction_id), ThanksForm()
    require(Can.THANK_FOR_INTRODUCTION, introduction)
    if not form.validate_on_submit():
        return page_of(introduction, thanking=form)
    operations.thank_connector(introduction, form.said, by=current_user(), at=now())
    flash(_("Your thanks are on their way."))
    return to_request(introduction)


@bp.post("/<introduction_id>/report")
def report(introduction_id: str) -> ResponseReturnValue:
    introduction, form = introduction_called(introduction_id), ComplaintForm()
    if not form.validate_on_submit():
        return page_of(introduction, reporting=form)
    operations.report(introduction, form.complaint, by=current_user(), at=now())
    flash(_("Thank you. The moderators will look at it; whoever introduced you is not asked."))
    return to_request(introduction)
