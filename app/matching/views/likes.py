"""「気になる」 and 「合わない」, pressed in the browser, and taken back."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import current_user
from app.connections.people import visible_people
from app.events.models import Event
from app.kit.clock import now
from app.matching import operations
from app.matching.operations.liking import Liked
from app.matching.queries.interests import fellows_at, people_dismissed, people_liked
from app.matching.views.blueprint import bp, event_called, person_to_meet
from app.web.errors import way_back
from app.web.find import find


@bp.get("/suggestions/marked")
def marked() -> ResponseReturnValue:
    """Whom one has marked, and whom one has set aside; nobody else reads it."""
    me = current_user()
    return render_template(
        "matching/marked.html", liked=people_liked(me), dismissed=people_dismissed(me)
    )


@bp.post("/events/<slug>/likes/<person_id>")
def like_at(slug: str, person_id: str) -> ResponseReturnValue:
    me, event = current_user(), event_called(slug)
    other = find(fellows_at(event, me).where(User.public_id == person_id))
    return _said(operations.like(me, other, event=event, at=now()))


@bp.post("/people/<person_id>/like")
def like(person_id: str) -> ResponseReturnValue:
    me, at = current_user(), now()
    other = person_to_meet(me, person_id, at)
    return _said(operations.like(me, other, at=at))


@bp.post("/people/<person_id>/like/withdrawal")
def unlike(person_id: str) -> ResponseReturnValue:
    me = current_user()
    operations.unlike(me, _found(person_id, [like.liked for like in people_liked(me)], me))
    flash(_("Taken back. They never knew."), "note")
    return redirect(way_back(), 303)


@bp.post("/people/<person_id>/dismissal")
def dismiss(person_id: str) -> ResponseReturnValue:
    me, at = current_user(), now()
    slug = request.form.get("event", "")
    event: Event | None = event_called(slug) if slug else None
    operations.dismiss(me, person_to_meet(me, person_id, at), event=event, at=at)
    flash(_("All right, we will not suggest you to each other. Nobody is told."))
    return redirect(way_back(), 303)


@bp.post("/people/<person_id>/dismissal/withdrawal")
def take_dismissal_back(person_id: str) -> ResponseReturnValue:
    me = current_user()
    operations.take_dismissal_back(me, _found(person_id, people_dismissed(me), me))
    flash(_("Taken back: you may be suggested to each other again."), "note")
    return redirect(way_back(), 303)


def _said(liked: Liked) -> ResponseReturnValue:
    if liked.is_mutual:
        flash(_("You would both like to meet. You are connected now: choose what to share."))
    else:
        flash(_("Noted, silently. They learn of it only if they mark you, too."))
    return redirect(way_back(), 303)


def _found(person_id: str, people: list[User], me: User) -> User:
    """One of these people, or somebody one may look at, of whom then nothing is known."""
    for person in people:
        if person.public_id == person_id:
            return person
    return find(visible_people(me).where(User.public_id == person_id, User.id != me.id))
