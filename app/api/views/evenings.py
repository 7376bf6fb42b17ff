"""The evening: the door, the rounds, the recap."""

from flask import abort
from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope
from app.accounts.session import current_user
from app.api import queries
from app.api.calls import call
from app.api.cursors import Order, part
from app.api.finding import event_called, own_event
from app.api.shapes.evenings import (
    Acquaintance,
    Attendance,
    AttendanceQuery,
    Recap,
    RecordsDraft,
    Results,
    Rounds,
    RoundsDraft,
    quality_shape,
    record_shape,
    result_shape,
    round_shape,
)
from app.api.shapes.meeting import suggestion_shapes
from app.api.shapes.people import person_shape
from app.attendance import operations as door
from app.attendance.models import Entry
from app.attendance.queries import counts
from app.kit.clock import now
from app.matching import operations as matching
from app.matching.queries import rounds_of
from app.policy import Can
from app.recaps.contents import Acquaintance as Met
from app.recaps.contents import recap_for
from app.recaps.queries import variant_for

AS_RECEIVED = Order((Entry.received_at, Entry.id))


@call("POST /events/<event_id>/attendance", _l("Let people in"), Scope.DOOR)
def keep_door(event_id: str, body: RecordsDraft) -> Results:
    event, sender, at = own_event(event_id, Can.RUN_DOOR), door.Sender(current_user()), now()
    records = [each.record(at) for each in body.records]
    results = door.receive(event, records, sender, sent_at=body.sent_at, at=at)
    return Results(results=[result_shape(each) for each in results])


@call("GET /events/<event_id>/attendance", _l("Read who came"), Scope.DOOR)
def show_door(event_id: str, query: AttendanceQuery) -> Attendance:
    event = own_event(event_id, Can.RUN_DOOR)
    rows, after = part(queries.door_record(event), AS_RECEIVED, query)
    present, expected = counts(event)
    shown = [record_shape(row) for row in rows]
    return Attendance(items=shown, next=after, present=present, expected=expected)


@call("POST /events/<event_id>/rounds", _l("Plan the rounds that have not begun"), Scope.ORGANIZE)
def plan_rounds(event_id: str, body: RoundsDraft) -> Rounds:
    event = own_event(event_id, Can.PLAN_ROUNDS)
    quality = matching.plan_rounds(event, matching.Wish(body.rounds, body.size), at=now())
    shown = [round_shape(one) for one in rounds_of(event)]
    return Rounds(rounds=shown, quality=quality_shape(quality))


@call("GET /events/<event_id>/rounds", _l("Read the rounds of an evening"), Scope.ORGANIZE)
def show_rounds(event_id: str) -> Rounds:
    event = own_event(event_id, Can.PLAN_ROUNDS)
    return Rounds(rounds=[round_shape(one) for one in rounds_of(event)])


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
