"""The door through programs: records in by batches, the list and the record out by parts."""

from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope
from app.accounts.session import current_user
from app.api import queries
from app.api.calls import call
from app.api.cursors import Order, part
from app.api.finding import own_event
from app.api.shapes.door import (
    Attendance,
    AttendanceQuery,
    RecordsDraft,
    Results,
    Roster,
    RosterQuery,
    expected_shape,
    record_shape,
    result_shape,
)
from app.attendance import operations as door
from app.attendance.models import Entry
from app.attendance.queries import attendances, banned_at, counts
from app.kit.clock import now
from app.policy import Can
from app.registrations.models import Registration

AS_RECEIVED = Order((Entry.received_at, Entry.occurred_at, Entry.id))
AS_LISTED = Order((Registration.id,))


@call("POST /events/<event_id>/attendance", _l("Let people in"), Scope.DOOR)
def keep_door(event_id: str, body: RecordsDraft) -> Results:
    event, sender, at = own_event(event_id, Can.RUN_DOOR), door.Sender(current_user()), now()
    records = [each.record(at) for each in body.records]
    results = door.receive(event, records, sender, sent_at=body.sent_at, at=at)
    told = [result_shape(each) for each in results]
    present, expected = counts(event)
    return Results(results=told, present=present, expected=expected)


@call("GET /events/<event_id>/attendance", _l("Read who came"), Scope.DOOR)
def show_door(event_id: str, query: AttendanceQuery) -> Attendance:
    event = own_event(event_id, Can.RUN_DOOR)
    record = queries.door_record(event, current_user(), query.since)
    rows, after = part(record, AS_RECEIVED, query)
    present, expected = counts(event)
    return Attendance(
        items=[record_shape(row) for row in rows],
        next=after,
        present=present,
        expected=expected,
        closed_at=event.closed_at,
    )


@call("GET /events/<event_id>/roster", _l("Read the door's list"), Scope.DOOR)
def show_roster(event_id: str, query: RosterQuery) -> Roster:
    event = own_event(event_id, Can.RUN_DOOR)
    rows, after = part(queries.door_list(event), AS_LISTED, query)
    found, banned = attendances(rows), banned_at(event)
    return Roster(
        items=[
            expected_shape(row, found[row.id], is_banned=row.attendee_id in banned) for row in rows
        ],
        next=after,
    )
