"""One's own place at an event: asking for it, seeing it, answering, giving it up."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
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
from app.kit.errors import Refused
from app.registrations import operations, queries
from app.registrations.forms import (
    ApplyForm,
    NewcomerForm,
    SlotForm,
    apply_form,
    choices_form,
    newcomer_form,
    question_fields,
)
from app.registrations.introducing import card_of
from app.registrations.models import Registration
from app.registrations.pages import event_page
from app.registrations.rules import Seats, way_in
from app.registrations.states import State
from app.registrations.tickets import answer_token, kept_until, ticket_token
from app.registrations.ways import ways
from app.registrations.wording import LIST_HINTS, LISTS, NOTICES
from app.web.errors import refused
from app.web.filters import yen
from app.web.find import find
from app.web.times import language

bp = Blueprint("registrations", __name__)
bp.add_app_template_global(ticket_token, "ticket_of")
bp.add_app_template_global(kept_until, "ticket_kept_until")
bp.add_app_template_global(answer_token, "answer_link_of")

PLACE = "/events/<slug>/registration"


@bp.get(PLACE)
@public
def show(slug: str) -> ResponseReturnValue:
    """My place where I have one, the way to get one where I don't."""
    event, asked = _event(slug), {"buddy_token": request.args.get("together", "")[:64]}
    if viewer() is None:
        return page_of(event, newcomer_form(event, data=asked))
    return page_of(event, apply_form(event, data=_usual(event) | asked))


@bp.post(PLACE)
def register(slug: str) -> ResponseReturnValue:
    event = _event(slug)
    form = apply_form(event)
    if not form.validate_on_submit():
        return page_of(event, form)
    try:
        say(_once(event, form))
    except Refused as no:
        return refused(no, lambda: page_of(_event(slug), form))
    return redirect(url_for("registrations.show", slug=slug), 303)


@bp.post(f"{PLACE}/newcomer")
@public
@limit_links
def begin(slug: str) -> ResponseReturnValue:
    """Mail a link, whoever has the address; no seat is held before its button is pressed."""
    event = _event(slug)
    form = newcomer_form(event)
    if not form.validate_on_submit():
        return page_of(event, form)
    operations.require_open(event, now())
    newcomer = form.newcomer(str(get_locale()), choose_timezone())
    begin_registration(newcomer, form.intent(), at=now())
    return redirect(url_for("accounts.sent"), 303)


@bp.route(f"{PLACE}/choices", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    mine = mine_at(slug)
    form = choices_form(mine)
    if not form.validate_on_submit():
        return render_template(
            "registrations/edit.html",
            registration=mine,
            form=form,
            list_hints=LIST_HINTS,
            questions=[*question_fields(form)],
        )
    operations.choose(mine, form.choices, form.answers, at=now())
    flash(_("Saved."))
    return redirect(url_for("registrations.show", slug=slug), 303)


@bp.route(f"{PLACE}/slot", methods=["GET", "POST"])
def move(slug: str) -> ResponseReturnValue:
    """To another slot, as far as seats there are given freely."""
    mine = mine_at(slug)
    form = SlotForm(mine, queries.seats(mine.event, at=now()))
    if not form.validate_on_submit():
        hints = {slot.id: yen(slot.door_fee) for slot in form.slots}
        return render_template("registrations/move.html", registration=mine, form=form, hints=hints)
    operations.change_slot(mine, form.chosen, by=current_user(), at=now())
    flash(_("Your seat is in the other slot now."))
    return redirect(url_for("registrations.show", slug=slug), 303)


@bp.get(f"{PLACE}/cancellation")
def leave(slug: str) -> ResponseReturnValue:
    """What giving up means, before the button that does it."""
    mine = mine_at(slug)
    line = queries.counts(mine.event).get(State.WAITLISTED, 0)
    return render_template(
        "registrations/leave.html",
        registration=mine,
        waiting=line,
        hanging=queries.hanging_on(mine),
    )


@bp.post(f"{PLACE}/cancellation")
def cancel(slug: str) -> ResponseReturnValue:
    mine = mine_at(slug)
    operations.cancel(mine, by=current_user(), at=now())
    thanks = _("Thank you for telling us: somebody else can come now.")
    flash(thanks if mine.is_late_cancel else _("Your registration is cancelled."))
    return redirect(url_for("events.show", slug=slug), 303)


@bp.post(f"{PLACE}/offer/acceptance")
def accept(slug: str) -> ResponseReturnValue:
    operations.accept_offer(mine_at(slug), by=current_user(), at=now())
    flash(_("Your seat is confirmed. See you there."))
    return redirect(url_for("registrations.show", slug=slug), 303)


@bp.post(f"{PLACE}/offer/refusal")
def decline(slug: str) -> ResponseReturnValue:
    operations.decline_offer(mine_at(slug), by=current_user(), at=now())
    flash(_("Thank you for telling us: the seat goes to the next in line."))
    return redirect(url_for("events.show", slug=slug), 303)


@bp.post(f"{PLACE}/seat")
def take(slug: str) -> ResponseReturnValue:
    operations.take_open_seat(mine_at(slug), by=current_user(), at=now())
    flash(_("Your seat is confirmed. See you there."))
    return redirect(url_for("registrations.show", slug=slug), 303)


def say(registration: Registration) -> None:
    """Tell on the next page what has come of it."""
    if registration.state == State.CONFIRMED:
        flash(_("Your seat is confirmed. See you there."))
    elif registration.awaits_buddy:
        flash(_("We have asked the person you named. You keep your place until they answer."))
    elif registration.state == State.WAITLISTED:
        number = queries.position(registration)
        flash(_("It is full just now. You are number %(number)s in line.", number=number), "note")
    elif registration.state == State.PENDING:
        flash(_("Your request is with the organizers. You hear from us once they have decided."))
    elif registration.state == State.APPLIED:
        flash(_("You are in the draw. You hear from us right after it."))


def _event(slug: str) -> Event:
    return find(visible_events(viewer()).where(Event.slug == slug))


def mine_at(slug: str) -> Registration:
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


def page_of(event: Event, form: ApplyForm | NewcomerForm) -> str:
    """The page of one's place, or of the way to one."""
    page, me = event_page(event, viewer(), now()), viewer()
    mine = page.mine if page.mine and page.mine.is_active else None
    return render_template(
        "registrations/show.html",
        event=event,
        page=page,
        form=form,
        way=_way([*page.seats]),
        list_hints=LIST_HINTS,
        words={"list": LISTS, "notice": NOTICES},
        ways=ways(event, page.seats),
        naming=queries.naming(me, event),
        buddy=queries.buddy_of(mine),
        asked_along=queries.buddy_invitation(mine),
        questions=[*question_fields(form)],
        answers=queries.answers_of([mine.id]).get(mine.id, []) if mine else [],
        main=queries.main_event(event),
        has_main_seat=me is not None and queries.has_seat_needed_for(event, me),
        sub_events=queries.sub_events(event) if mine else [],
        card=card_of(mine, current_user(), language()) if mine else None,
    )


def _way(seats: list[Seats]) -> State | None:
    """What registering leads to, as far as every slot leads to the same; else just to a place."""
    ways = {way_in([slot.slot_id], seats) for slot in seats}
    return ways.pop() if len(ways) == 1 else State.CONFIRMED
