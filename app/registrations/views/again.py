"""After a big change: the question whether somebody still comes, and what they have answered."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import public
from app.kit.clock import now
from app.kit.paging import paginate
from app.registrations import operations
from app.registrations.models import Registration
from app.registrations.queries import Said, still_coming, who_said, whole
from app.registrations.tickets import answer_token
from app.registrations.views.events import bp as events
from app.registrations.views.places import bp
from app.registrations.views.planning import own_event
from app.web.find import find

QUESTION = "/still-coming/<token>"


@bp.get(QUESTION)
@public
def still(token: str) -> ResponseReturnValue:
    """Show the change and ask. Mail programs open links on their own: this changes nothing."""
    return _page(token, _asked(token))


@bp.post(f"{QUESTION}/yes")
@public
def still_yes(token: str) -> ResponseReturnValue:
    operations.still_comes(_asked(token), at=now())
    flash(_("Thank you. The organizers know that you are coming."))
    return redirect(url_for("registrations.still", token=token), 303)


@bp.post(f"{QUESTION}/no")
@public
def still_no(token: str) -> ResponseReturnValue:
    operations.cannot_come(_asked(token), at=now())
    flash(_("Thank you for telling us: somebody else can come now."))
    return redirect(url_for("registrations.still", token=token), 303)


@events.get("/events/<slug>/answers")
def answers(slug: str) -> ResponseReturnValue:
    """Who has said after a big change that they still come."""
    event = own_event(slug)
    said = request.args.get("said", "")
    chosen = Said(said) if said in set(Said) else Said.NOTHING
    page = paginate(who_said(event, chosen), request.args.get("page", 1, int), per_page=50)
    return render_template(
        "events/answers.html",
        event=event,
        counts=still_coming(event),
        chosen=chosen,
        page=page,
    )


def _asked(token: str) -> Registration:
    """Whose link it is, or 404."""
    name = token.partition(".")[0]
    registration = find(whole().where(Registration.public_id == name))
    return registration if answer_token(registration) == token else abort(404)


def _page(token: str, registration: Registration) -> str:
    return render_template(
        "registrations/still.html",
        registration=registration,
        event=registration.event,
        token=token,
        is_over=registration.event.has_ended(now()),
        leans_to_no=request.args.get("answer") == "no",
    )
