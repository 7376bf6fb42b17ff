"""Events: finding, reading, planning, publishing, calling off."""

from typing import Annotated

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from pydantic import Field

from app.accounts.access import require
from app.accounts.models import Scope
from app.accounts.session import current_user, viewer
from app.api.calls import call
from app.api.cursors import Order, part
from app.api.finding import event_called, group_called, own_event
from app.api.shapes.base import Body, Text
from app.api.shapes.events import (
    EventQuery,
    Events,
    WholeEvent,
    event_shape,
    mine_in,
    whole_event_shape,
)
from app.api.shapes.plans import EventChange, EventDraft
from app.events import operations as events
from app.events.models import Event
from app.events.queries import about, listed_events
from app.groups.models import Group
from app.kit.clock import now
from app.policy import Can
from app.registrations import operations
from app.registrations.queries import seats_left

BY_TIME = Order((Event.starts_at, Event.public_id))


class CallingOff(Body):
    """What people should know."""

    message: Annotated[Text, Field(max_length=2_000)] = ""


@call("GET /events", _l("Find events"), is_open=True)
def list_events(query: EventQuery) -> Events:
    found = listed_events(viewer())
    if query.from_:
        found = found.where(Event.ends_at > query.from_)
    if query.to:
        found = found.where(Event.starts_at < query.to)
    if query.group or query.kind:
        found = found.where(Event.group_id.in_(_groups(query)))
    rows, after = part(about(found, query.q) if query.q.strip() else found, BY_TIME, query)
    left = seats_left(rows)
    return Events(items=[event_shape(row, left[row.id]) for row in rows], next=after)


@call("POST /events", _l("Begin an event, as a draft"), Scope.ORGANIZE, location="/events/{id}")
def draft_event(body: EventDraft) -> WholeEvent:
    group = group_called(body.group)
    require(Can.EDIT_GROUP, group)
    body.hold_against(group)
    return _whole(events.draft(group, body.plan, current_user(), at=now()))


@call("GET /events/<event_id>", _l("Read an event"), is_open=True)
def show_event(event_id: str) -> WholeEvent:
    return _whole(event_called(event_id))


@call("PATCH /events/<event_id>", _l("Change an event"), Scope.ORGANIZE)
def change_event(event_id: str, body: EventChange) -> WholeEvent:
    event = own_event(event_id)
    operations.revise(event, body.changed(event), by=current_user(), at=now())
    return _whole(event)


@call("POST /events/<event_id>/publication", _l("Publish an event"), Scope.ORGANIZE)
def publish_event(event_id: str) -> WholeEvent:
    event = own_event(event_id)
    operations.publish(event, by=current_user(), at=now())
    return _whole(event)


@call("POST /events/<event_id>/cancellation", _l("Call an event off"), Scope.ORGANIZE)
def call_off_event(event_id: str, body: CallingOff) -> WholeEvent:
    event = own_event(event_id)
    operations.call_off(event, by=current_user(), message=body.message.strip(), at=now())
    return _whole(event)


def _groups(query: EventQuery) -> "sa.Select[int]":
    wanted = sa.select(Group.id)
    if query.group:
        wanted = wanted.where(Group.public_id == query.group)
    return wanted.where(Group.kind == query.kind) if query.kind else wanted


def _whole(event: Event) -> WholeEvent:
    me = viewer()
    return whole_event_shape(event, mine_in(event, me), runs=event.group.is_run_by(me), at=now())
