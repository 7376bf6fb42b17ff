"""Places at events: one's own, the organizers' list, and how seats were drawn."""

from flask import abort
from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope
from app.accounts.session import current_user
from app.api import queries as lists
from app.api.calls import call
from app.api.cursors import Order, part
from app.api.finding import event_called, my_place, own_event, place_called, slot_called
from app.api.shapes.registrations import (
    Attendee,
    AttendeeQuery,
    Attendees,
    ChoiceChange,
    DecisionDraft,
    Draw,
    Registration,
    RemovalDraft,
    WishDraft,
    attendee_shape,
    draw_shape,
    registration_shape,
)
from app.kit.clock import now
from app.registrations import operations, queries
from app.registrations.models import Registration as Row

PLACE = "/events/<event_id>/registration"
LIST = "/events/<event_id>/registrations"
AS_ASKED = Order((Row.registered_at, Row.public_id))


@call(f"POST {PLACE}", _l("Register"), Scope.ATTEND, location="/events/{event_id}/registration")
def register(event_id: str, body: WishDraft) -> Registration:
    event = event_called(event_id)
    return registration_shape(operations.register(event, current_user(), body.wish, at=now()))


@call(f"GET {PLACE}", _l("Read your place at an event"))
def show_place(event_id: str) -> Registration:
    place = queries.last_registration(event_called(event_id), current_user())
    return registration_shape(place or abort(404))


@call(f"PATCH {PLACE}", _l("Choose otherwise"), Scope.ATTEND)
def change_place(event_id: str, body: ChoiceChange) -> Registration:
    place, sent, at = my_place(event_id), body.sent, now()
    slot_id = sent.pop("slot", None)
    if slot_id is not None:
        slot = slot_called(place.event, slot_id)
        operations.change_slot(place, slot, by=current_user(), at=at)
    answers = _answers(place, sent.pop("answers", {}))
    operations.choose(place, sent, answers, at=at)
    return registration_shape(my_place(event_id))


@call(f"DELETE {PLACE}", _l("Give up your place"), Scope.ATTEND)
def cancel_place(event_id: str) -> None:
    operations.cancel(my_place(event_id), by=current_user(), at=now())


@call(f"POST {PLACE}/offer", _l("Take the seat you are offered"), Scope.ATTEND)
def accept_offer(event_id: str) -> Registration:
    place = my_place(event_id)
    operations.accept_offer(place, by=current_user(), at=now())
    return registration_shape(place)


@call(f"DELETE {PLACE}/offer", _l("Pass the seat you are offered on"), Scope.ATTEND)
def decline_offer(event_id: str) -> None:
    operations.decline_offer(my_place(event_id), by=current_user(), at=now())


@call(f"POST {PLACE}/seat", _l("Take a seat that is open to all who wait"), Scope.ATTEND)
def take_seat(event_id: str) -> Registration:
    place = my_place(event_id)
    operations.take_open_seat(place, by=current_user(), at=now())
    return registration_shape(my_place(event_id))


@call(f"GET {LIST}", _l("List who comes and who waits"), Scope.ORGANIZE)
def list_places(event_id: str, query: AttendeeQuery) -> Attendees:
    found = lists.places_at(own_event(event_id))
    if query.state:
        found = found.where(Row.state == query.state)
    rows, after = part(found, AS_ASKED, query)
    return Attendees(items=[attendee_shape(row) for row in rows], next=after)


@call(f"POST {LIST}/<registration_id>/decision", _l("Answer who asks to come"), Scope.ORGANIZE)
def decide(event_id: str, registration_id: str, body: DecisionDraft) -> Attendee:
    place = place_called(own_event(event_id), registration_id)
    operations.decide(place, body.decision, by=current_user(), at=now())
    return attendee_shape(place_called(place.event, registration_id))


@call(f"POST {LIST}/<registration_id>/removal", _l("Take somebody off the list"), Scope.ORGANIZE)
def remove(event_id: str, registration_id: str, body: RemovalDraft) -> Attendee:
    place = place_called(own_event(event_id), registration_id)
    operations.remove(place, body.reason, by=current_user(), at=now())
    return attendee_shape(place_called(place.event, registration_id))


@call("GET /events/<event_id>/slots/<slot_id>/draw", _l("Read a draw"), is_open=True)
def show_draw(event_id: str, slot_id: str) -> Draw:
    slot = slot_called(event_called(event_id), slot_id)
    draw = queries.draw_of_slot(slot.id)
    return draw_shape(draw, slot) if draw is not None else abort(404)


def _answers(place: Row, sent: dict[str, str]) -> dict[int, str]:
    """What was answered before, with what has been sent."""
    before = {each.id: text for each, text in queries.answers_of([place.id]).get(place.id, [])}
    return before | {int(number): text for number, text in sent.items()}
