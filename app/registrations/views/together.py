"""Coming together: asking a friend along, the friend's answer, coming alone after all."""

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import public
from app.accounts.session import current_user, viewer
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.clock import now
from app.registrations import operations, queries
from app.registrations.forms import BuddyForm
from app.registrations.models import BuddyInvitation
from app.registrations.views.places import PLACE, bp, mine_at, say
from app.web.find import find

QUESTION = "/together/<token>"


@bp.get(QUESTION)
@public
def together(token: str) -> ResponseReturnValue:
    """Who asks whom along to what. Mail programs open links on their own: this changes nothing."""
    asked = _asked(token)
    event = asked.registration.event
    return render_template(
        "registrations/together.html",
        token=token,
        asked=asked,
        event=event,
        held=queries.registration_of(event, viewer()),
    )


@bp.post(f"{QUESTION}/refusal")
@public
def stay_away(token: str) -> ResponseReturnValue:
    event = _asked(token).registration.event
    operations.decline_buddy(token, viewer=viewer(), at=now())
    flash(_("Thank you for answering. The person who asked you is being told."))
    return redirect(url_for("events.show", slug=event.slug), 303)


@bp.post(QUESTION)
@public
def come_along(token: str) -> ResponseReturnValue:
    """Tie a place one has already to that of the one who asks."""
    event = _asked(token).registration.event
    registration = queries.registration_of(event, viewer()) or abort(404)
    operations.join(registration, token, at=now())
    say(registration)
    return redirect(url_for("registrations.show", slug=registration.event.slug), 303)


@bp.route(f"{PLACE}/buddy", methods=["GET", "POST"])
def bring(slug: str) -> ResponseReturnValue:
    """Ask somebody along, or somebody else than before."""
    mine, form = mine_at(slug), BuddyForm()
    if not form.validate_on_submit():
        asked = queries.buddy_invitation(mine)
        return render_template(
            "registrations/bring.html", registration=mine, form=form, asked=asked
        )
    operations.ask_along(mine, form.email.data or "", by=current_user(), at=now())
    flash(_("We have asked. As soon as the answer is yes, you two are one party."))
    return redirect(url_for("registrations.show", slug=slug), 303)


@bp.post(f"{PLACE}/alone")
def alone(slug: str) -> ResponseReturnValue:
    mine = mine_at(slug)
    operations.come_alone(mine, at=now())
    flash(_("From now on you wait for one seat only."))
    say(mine)
    return redirect(url_for("registrations.show", slug=slug), 303)


def _asked(token: str) -> BuddyInvitation:
    """The question behind the link, as long as it is one, at an event its reader may see."""
    try:
        asked = operations.open_invitation(token, viewer(), at=now())
    except operations.BuddyInvitationOver:
        abort(make_response(render_template("errors/question.html"), 410))
    find(visible_events(viewer()).where(Event.id == asked.registration.event_id))
    return asked
