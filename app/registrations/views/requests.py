"""What organizers ask of people and what people ask of them: questions, and requests to come."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.groups.queries import resembling
from app.kit.clock import now
from app.kit.paging import paginate
from app.registrations import operations, queries
from app.registrations.forms import DecisionForm, questions_form
from app.registrations.models import Registration
from app.registrations.operations.questioning import ask
from app.registrations.states import Decision
from app.registrations.views.events import bp
from app.registrations.views.planning import own_event
from app.web.find import find

PER_PAGE = 20


@bp.route("/events/<slug>/questions", methods=["GET", "POST"])
def questions(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    form = questions_form(queries.questions(event.id))
    if form.validate_on_submit():
        ask(event, form.plans, by=current_user(), at=now())
        flash(_("Saved."))
        return redirect(url_for("events.questions", slug=slug), 303)
    answered = queries.answered(event)
    return render_template("events/questions.html", event=event, form=form, answered=answered)


@bp.get("/events/<slug>/requests")
def requests(slug: str) -> ResponseReturnValue:
    """Who asks to come, with what they answered, the longest waiting first."""
    event = own_event(slug)
    page = paginate(queries.requests(event), request.args.get("page", 1, int), PER_PAGE)
    return render_template(
        "events/requests.html",
        event=event,
        page=page,
        counts=queries.counts(event),
        seats=queries.seats(event),
        answers=queries.answers_of([row.id for row in page.items]),
        slots={slot.id: slot for slot in event.slots},
        resembling=resembling(event.group, [row.attendee for row in page.items]),
    )


@bp.post("/events/<slug>/requests/<registration_id>")
def decide(slug: str, registration_id: str) -> ResponseReturnValue:
    event, form = own_event(slug), DecisionForm()
    asking = find(
        queries.whole().where(
            Registration.event_id == event.id, Registration.public_id == registration_id
        )
    )
    if not form.validate():
        return redirect(url_for("events.requests", slug=slug), 303)
    decision = Decision(form.decision.data)
    operations.decide(asking, decision, by=current_user(), at=now())
    flash(_("Answered. They are being told by e-mail."))
    return redirect(url_for("events.requests", slug=slug), 303)
