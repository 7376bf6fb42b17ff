"""One's own place at an event: asking for it, seeing it, answering, giving it up."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import public
from app.accounts.limits import limit_links
from app.accounts.locale import choose_timezone
from app.accounts.operations import begin_registration
from app.accounts.session import current_user, viewer
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.clock import now
from app.registrations import operations, queries
from app.registrations.forms import ApplyForm, ChoicesForm, NewcomerForm
from app.registrations.models import Registration
from app.registrations.pages import event_page
from app.registrations.states import State
from app.registrations.tickets import ticket_token
from app.registrations.wording import LIST_HINTS
from app.web.find import find

bp = Blueprint("registrations", __name__)
bp.add_app_template_global(ticket_token, "ticket_of")

PLACE = "/events/<slug>/registration"


@bp.get(PLACE)
@public
def show(slug: str) -> ResponseReturnValue:
    """My place where I have one, the way to get one where I don't."""
    event = _event(slug)
    form = NewcomerForm(event) if viewer() is None else ApplyForm(event, data=_usual(event))
    return _page(event, form)


@bp.post(PLACE)
def register(slug: str) -> ResponseReturnValue:
    event = _event(slug)
    form = ApplyForm(event)
    if not form.validate_on_submit():
        return _page(event, form)
    say(_once(event, form))
    return redirect(url_for("registrations.show", slug=slug), 303)


@bp.post(f"{PLACE}/newcomer")
@public
@limit_links
def begin(slug: str) -> ResponseReturnValue:
    """Mail a link, whoever has the address; no seat is held before its button is pressed."""
    event = _event(slug)
    form = NewcomerForm(event)
    if not form.validate_on_submit():
        return _page(event, form)
    if not event.is_open(now()):
        raise operations.RegistrationClosed
    newcomer = form.newcomer(str(get_locale()), choose_timezone())
    begin_registration(newcomer, form.intent(event), at=now())
    return redirect(url_for("accounts.sent"), 303)


@bp.route(f"{PLACE}/choices", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    mine = _mine(slug)
    form = ChoicesForm(mine)
    if not form.validate_on_submit():
        return render_template(
            "registrations/edit.html", registration=mine, form=form, list_hints=LIST_HINTS
        )
    operations.choose(mine, form.wish)
    flash(_("Saved."))
    return redirect(url_for("registrations.show", slug=slug), 303)


@bp.get(f"{PLACE}/cancellation")
def leave(slug: str) -> ResponseReturnValue:
    """What giving up means, before the button that does it."""
    mine = _mine(slug)
    line = queries.counts(mine.event).get(State.WAITLISTED, 0)
    return render_template("registrations/leave.html", registration=mine, waiting=line)


@bp.post(f"{PLACE}/cancellation")
def cancel(slug: str) -> ResponseReturnValue:
    mine = _mine(slug)
    operations.cancel(mine, by=current_user(), at=now())
    thanks = _("Thank you for telling us: somebody else can come now.")
    flash(thanks if mine.is_late_cancel else _("Your registration is cancelled."))
    return redirect(url_for("events.show", slug=slug), 303)


@bp.post(f"{PLACE}/offer/acceptance")
def accept(slug: str) -> ResponseReturnValue:
    operations.accept_offer(_mine(slug), by=current_user(), at=now())
    flash(_("Your seat is confirmed. See you there."))
    return redirect(url_for("registrations.show", slug=slug), 303)


@bp.post(f"{PLACE}/offer/refusal")
def decline(slug: str) -> ResponseReturnValue:
    operations.decline_offer(_mine(slug), by=current_user(), at=now())
    flash(_("Thank you for telling us: the seat goes to the next in line."))
    return redirect(url_for("events.show", slug=slug), 303)


@bp.post(f"{PLACE}/seat")
def take(slug: str) -> ResponseReturnValue:
    operations.take_open_seat(_mine(slug), by=current_user(), at=now())
    flash(_("Your seat is confirmed. See you there."))
    return redirect(url_for("registrations.show", slug=slug), 303)


def say(registration: Registration) -> None:
    """Tell on the next page what has come of it."""
    if registration.state == State.CONFIRMED:
        flash(_("Your seat is confirmed. See you there."))
    elif registration.state == State.WAITLISTED:
        number = queries.position(registration)
        flash(_("It is full just now. You are number %(number)s in line.", number=number), "note")


def _event(slug: str) -> Event:
    return find(visible_events(viewer()).where(Event.slug == slug))


def _mine(slug: str) -> Registration:
    """The viewer's active place at the event."""
    registration = queries.registration_of(_event(slug), current_user())
    return registration if registration is not None else abort(404)


def _once(event: Event, form: ApplyForm) -> Registration:
    """Register; pressing twice is the same as pressing once."""
    me = current_user()
    try:
        return operations.register(event, me, form.wish, at=now())
    except operations.AlreadyRegistered:
        return queries.registration_of(event, me) or abort(409)


def _usual(event: Event) -> dict[str, object]:
    """What the member chose last time."""
    last = queries.last_choice(current_user())
    usual: dict[str, object] = {"slot": event.slots[0].id}
    if last is not None:
        usual |= {"purpose": last.purpose, "list_visibility": last.list_visibility}
    return usual


def _page(event: Event, form: ApplyForm | NewcomerForm) -> str:
    return render_template(
        "registrations/show.html",
        event=event,
        page=event_page(event, viewer(), now()),
        form=form,
        list_hints=LIST_HINTS,
    )
