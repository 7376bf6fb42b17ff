"""The evening: the rounds, the recap."""

from flask import abort
from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope
from app.accounts.session import current_user
from app.api.calls import call
from app.api.finding import event_called, own_event
from app.api.shapes.evenings import (
    Acquaintance,
    Recap,
    Rounds,
    RoundsDraft,
    rounds_shape,
)
from app.api.shapes.meeting import suggestion_shapes
from app.api.shapes.people import person_shape
from app.kit.clock import now
from app.matching import operations as matching
from app.matching.queries import rounds_of, seating_of, usual_wish
from app.policy import Can
from app.recaps.contents import Acquaintance as Met
from app.recaps.contents import recap_for
from app.recaps.queries import variant_for


@call("POST /events/<event_id>/rounds", _l("Plan the rounds that have not begun"), Scope.ORGANIZE)
def plan_rounds(event_id: str, body: RoundsDraft) -> Rounds:
    event = own_event(event_id, Can.PLAN_ROUNDS)
    wish = body.wish(usual_wish(event))
    matching.plan_rounds(event, wish, by=current_user(), at=now())
    return rounds_shape(rounds_of(event), seating_of(event))


@call("GET /events/<event_id>/rounds", _l("Read the rounds of an evening"), Scope.ORGANIZE)
def show_rounds(event_id: str) -> Rounds:
    event = own_event(event_id, Can.PLAN_ROUNDS)
    return rounds_shape(rounds_of(event), seating_of(event))


@call("GET /recaps/<event_id>", _l("Read your recap, as it would be written now"))
def show_recap(event_id: str) -> Recap:
    event, me = event_called(event_id), current_user()
    variant = variant_for(event, me) or abort(404)
    recap = recap_for(event, me, variant, at=now())
    return Recap(
        event=event.public_id,
        variant=variant,
        came=recap.came,
        connected=[_met(one) for one in recap.connected],
        mates=[_met(one) for one in recap.mates],
        missed=suggestion_shapes(recap.missed, event),
        next_event=recap.next_event.public_id if recap.next_event else None,
    )


def _met(one: Met) -> Acquaintance:
    person = person_shape(one.person)
    return Acquaintance(person=person, line=one.line, contacts=one.contacts, note=one.note)
