"""Whom to meet, seen from the browser."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import current_user
from app.connections.people import visible_people
from app.kit.clock import now
from app.matching import operations
from app.matching.queries import rounds_of, seat_of, suggestions
from app.matching.views.blueprint import bp, event_called
from app.registrations.queries import coming_to, registration_of
from app.web.errors import way_back
from app.web.find import find

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
    me, event = current_user(), event_called(slug)
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
    me, event = current_user(), event_called(slug)
    found = suggestions(event, me, at=now(), limit=BESIDE)
    is_part = request.headers.get("X-Requested-With") == "fragment"
    if is_part and (found is None or not found.is_arrived_only):
        return "", 204
    template = "matching/_beside.html" if is_part else "matching/beside.html"
    return render_template(template, event=event, found=found)


@bp.get("/events/<slug>/people/glimpse")
def glimpse(slug: str) -> ResponseReturnValue:
    """The first few, for the page of the event, which does not wait for them."""
    event = event_called(slug)
    found = suggestions(event, current_user(), at=now())
    return render_template("matching/_glimpse.html", event=event, found=found)


@bp.post("/people/<person_id>/dismissal")
def dismiss(person_id: str) -> ResponseReturnValue:
    me = current_user()
    other = find(visible_people(me).where(User.public_id == person_id, User.id != me.id))
    operations.dismiss(me, other, at=now())
    flash(_("All right, we will not suggest you to each other. Nobody is told."))
    return redirect(way_back(), 303)
