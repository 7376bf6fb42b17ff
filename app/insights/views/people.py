"""Who is on the list: finding people, looking at one, deciding about many."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.session import current_user
from app.events.models import Event
from app.insights import operations
from app.insights.forms import NoteForm, VerdictForm, code_in, wanted_from
from app.insights.operations import MOST_AT_ONCE, Outcome
from app.insights.pages import people_page, person_page, prospect
from app.insights.queries.attendees import all_of, chosen, found, ids_of
from app.insights.rules import Act, acts_for
from app.insights.views.desk import bp, own_event
from app.insights.wording import (
    ONLY,
    ORDERS,
    act_name,
    consequence,
    outcome,
    reason_name,
    skip_name,
)
from app.kit.clock import now
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.queries import whole
from app.web.find import find

PEOPLE = "/events/<slug>/organize/people"


@bp.get(PEOPLE)
def people(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    number = request.args.get("page", 1, int)
    page = people_page(event, wanted_from(request.args), number, now())
    return render_template(
        "insights/people.html",
        event=event,
        page=page,
        acts=acts_for({row.state for row in page.people.items}, len(event.slots)),
        act_name=act_name,
        skip_name=skip_name,
        only=ONLY,
        orders=ORDERS,
    )


@bp.get(f"{PEOPLE}/<registration_id>")
def person(slug: str, registration_id: str) -> ResponseReturnValue:
    event = own_event(slug)
    registration = registration_called(event, registration_id)
    return _person(registration, NoteForm(note=registration.organizer_note))


@bp.post(f"{PEOPLE}/<registration_id>/note")
def remember(slug: str, registration_id: str) -> ResponseReturnValue:
    registration, form = registration_called(own_event(slug), registration_id), NoteForm()
    if not form.validate_on_submit():
        return _person(registration, form)
    operations.write_note(registration, form.text, by=current_user(), at=now())
    flash(_("Saved."))
    return redirect(url_for(".person", slug=slug, registration_id=registration_id), 303)


@bp.get("/events/<slug>/organize/decision")
def weigh(slug: str) -> ResponseReturnValue:
    """What would happen, and to whom, before the button that does it."""
    event, act = own_event(slug), _act(request.args.get("act", ""))
    chosen_people = _chosen(event)
    if not chosen_people:
        flash(_("Nobody is chosen. Tick the people it is about."), "note")
        return redirect(url_for(".people", slug=slug))
    return _weighed(event, act, chosen_people, VerdictForm(event, act))


@bp.post("/events/<slug>/organize/decision")
def decide(slug: str) -> ResponseReturnValue:
    event, act = own_event(slug), _act(request.form.get("act", ""))
    ids, form = ids_of(event, request.form.getlist("who")[:MOST_AT_ONCE]), VerdictForm(event, act)
    if not form.validate_on_submit():
        return _weighed(event, act, chosen(event, ids), form)
    rows = db.session.scalars(whole().where(Registration.id.in_(ids))).all()
    rows = sorted(rows, key=lambda row: ids.index(row.id))
    result = operations.carry_out(event, form.verdict, rows, by=current_user(), at=now())
    _say(act, result)
    return redirect(_back(slug, result), 303)


def registration_called(event: Event, registration_id: str) -> Registration:
    """Somebody's place at the event."""
    mine = whole().where(Registration.event_id == event.id)
    return find(mine.where(Registration.public_id == registration_id))


def _person(registration: Registration, form: NoteForm) -> str:
    event = registration.event
    return render_template(
        "insights/person.html",
        event=event,
        page=person_page(registration, now()),
        form=form,
        acts=acts_for({registration.state}, len(event.slots)),
        act_name=act_name,
        reason_name=reason_name,
    )


def _act(text: str) -> Act:
    return code_in(Act, text) or abort(404)


def _chosen(event: Event) -> list[Registration]:
    """The people that are ticked, or all that were found."""
    if "all" in request.args:
        return all_of(event, wanted_from(request.args), MOST_AT_ONCE)
    return chosen(event, ids_of(event, request.args.getlist("who")[:MOST_AT_ONCE]))


def _weighed(event: Event, act: Act, rows: list[Registration], form: VerdictForm) -> str:
    number = found(event, wanted_from(request.args)) if "all" in request.args else len(rows)
    return render_template(
        "insights/weigh.html",
        event=event,
        act=act,
        prospect=prospect(event, act, rows),
        form=form,
        beyond=number - len(rows),
        act_name=act_name,
        consequence=consequence,
    )


def _say(act: Act, result: Outcome) -> None:
    """Tell on the next page what has come of it."""
    if result.done:
        flash(outcome(act, len(result.done)))
    sentences = {str(sentence) for _row, sentence in result.refused}
    for sentence in sorted(sentences):
        number = sum(str(why) == sentence for _row, why in result.refused)
        told = ngettext(
            "%(num)s person stays as they are. %(why)s",
            "%(num)s people stay as they are. %(why)s",
            number,
            why=sentence,
        )
        flash(told, "refused")


def _back(slug: str, result: Outcome) -> str:
    """Back to the one person it was about, else to the list."""
    rows = [*result.done, *(row for row, _why in result.refused)]
    if len(rows) == 1:
        return url_for(".person", slug=slug, registration_id=rows[0].public_id)
    return url_for(".people", slug=slug)
