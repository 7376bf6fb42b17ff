"""Whom to meet, and the tables of an evening, seen from the browser."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.models import User
from app.accounts.session import current_user
from app.attendance.queries import counts
from app.connections.people import visible_people
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.clock import now
from app.matching import operations
from app.matching.forms import PlanForm
from app.matching.queries import rounds_of, seat_of, suggestions, who_shows_themselves
from app.matching.sentences import said_of
from app.policy import Can
from app.registrations.queries import coming_to, registration_of
from app.web.errors import way_back
from app.web.find import find

bp = Blueprint("matching", __name__)

BESIDE = 3


@bp.get("/matching")
def index() -> ResponseReturnValue:
    """The suggestions for each evening the member is coming to."""
    me, at = current_user(), now()
    evenings = [row.event for row in coming_to(me, at)]
    lists = [(event, suggestions(event, me, at=at)) for event in evenings]
    return render_template("matching/index.html", lists=lists)


@bp.get("/events/<slug>/people")
def people(slug: str) -> ResponseReturnValue:
    me, event = current_user(), _event(slug)
    rounds = [one for one in rounds_of(event) if one.began_at is not None]
    return render_template(
        "matching/people.html",
        event=event,
        registration=registration_of(event, me),
        found=suggestions(event, me, at=now(), limit=8),
        current=rounds[-1] if rounds else None,
        seat=seat_of(rounds[-1], me) if rounds else None,
    )


@bp.get("/events/<slug>/beside")
def beside(slug: str) -> ResponseReturnValue:
    """隣の席: whom to greet now that one is here; nothing yet for a ticket still to be read."""
    me, event = current_user(), _event(slug)
    found = suggestions(event, me, at=now(), limit=BESIDE)
    is_part = request.headers.get("X-Requested-With") == "fragment"
    if is_part and (found is None or not found.is_arrived_only):
        return "", 204
    template = "matching/_beside.html" if is_part else "matching/beside.html"
    return render_template(template, event=event, found=found)


@bp.get("/events/<slug>/people/glimpse")
def glimpse(slug: str) -> ResponseReturnValue:
    """The first few, for the page of the event, which does not wait for them."""
    event = _event(slug)
    found = suggestions(event, current_user(), at=now())
    return render_template("matching/_glimpse.html", event=event, found=found)


@bp.post("/people/<person_id>/dismissal")
def dismiss(person_id: str) -> ResponseReturnValue:
    me = current_user()
    other = find(visible_people(me).where(User.public_id == person_id, User.id != me.id))
    operations.dismiss(me, other, at=now())
    flash(_("All right, we will not suggest you to each other. Nobody is told."))
    return redirect(way_back(), 303)


@bp.route("/events/<slug>/rounds", methods=["GET", "POST"])
def rounds(slug: str) -> ResponseReturnValue:
    event = _own_event(slug)
    form = PlanForm()
    if form.validate_on_submit():
        quality = operations.plan_rounds(event, form.wish, at=now())
        for sentence in said_of(quality):
            flash(sentence, "note")
        return redirect(url_for("matching.rounds", slug=slug), 303)
    plan = rounds_of(event)
    return render_template(
        "matching/rounds.html", event=event, form_=form, plan=plan, arrived=counts(event)[0]
    )


@bp.post("/events/<slug>/rounds/next")
def begin(slug: str) -> ResponseReturnValue:
    round_ = operations.begin_next(_own_event(slug), at=now())
    flash(_("Round %(number)s has begun.", number=round_.number))
    return redirect(url_for("matching.rounds", slug=slug), 303)


@bp.get("/events/<slug>/rounds/board")
def board(slug: str) -> ResponseReturnValue:
    """The present round for a projector: only people who show themselves are named."""
    event = _own_event(slug)
    begun = [one for one in rounds_of(event) if one.began_at is not None]
    return render_template(
        "matching/board.html",
        event=event,
        current=begun[-1] if begun else None,
        shown=who_shows_themselves(event),
    )


def _event(slug: str) -> Event:
    return find(visible_events(current_user()).where(Event.slug == slug))


def _own_event(slug: str) -> Event:
    event = _event(slug)
    require(Can.PLAN_ROUNDS, event)
    return event
