"""The evening in numbers, for those who ran it: counts alone, nothing under five."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.attendance.queries import arrivals, came_ids, flagged, present_ids
from app.connections.models import Connection
from app.connections.rules import State as Tie
from app.events.models import Event
from app.kit.db import db
from app.recaps.contents.funnel import Funnel, funnel_of
from app.recaps.queries import feedback_on
from app.recaps.queries.words import Voices
from app.recaps.rules import Rush, rush, share_told, told
from app.registrations.models import Change, Registration
from app.registrations.queries import counts
from app.registrations.states import HOLDS_SEAT, Source, State


@dataclass(frozen=True)
class SlotFigures:
    """One way to come: who had a seat, and who came. None where it is under five."""

    name: str
    confirmed: int | None
    came: int | None


@dataclass(frozen=True)
class Figures:
    """What an organizer reads. Each count is None where it is under five.

    `left`: who was let out again. `show_rate` is in hundredths. `filled_after`: how long after
    the first registration every seat was taken. `met` is the share of those who came who left
    with a new connection.
    """

    registered: int | None
    confirmed: int | None
    promoted: int | None
    lapsed: int | None
    cancelled_late: int | None
    came: int | None
    missing: int | None
    walk_ins: int | None
    left: int | None
    connections: int | None
    met: int | None
    show_rate: int | None
    filled_after: timedelta | None
    has_door: bool
    to_check: int
    slots: list[SlotFigures] = field(default_factory=list)
    rush: Rush | None = None
    voices: Voices = field(default_factory=lambda: Voices(None))
    funnel: Funnel | None = None


def figures_of(event: Event) -> Figures:
    """The evening in numbers."""
    by_state, came = counts(event), came_ids(event)
    places = _places(event)
    seated = {place.attendee_id for place in places if place.state == State.CONFIRMED}
    walk_ins = sum(
        place.source == Source.WALK_IN and place.state == State.CONFIRMED for place in places
    )
    pairs = _ties_made(event)
    met = {member for pair in pairs for member in pair} & came
    return Figures(
        registered=told(sum(by_state.values())),
        confirmed=told(len(seated)),
        promoted=told(_promoted(event)),
        lapsed=told(by_state.get(State.LAPSED, 0)),
        cancelled_late=told(sum(place.is_late_cancel for place in places)),
        came=told(len(came)),
        missing=told(len(seated - came)),
        walk_ins=told(walk_ins),
        left=told(len(came - present_ids(event))),
        connections=told(len(pairs)),
        met=share_told(len(met), len(came)),
        show_rate=share_told(len(seated & came), len(seated)),
        filled_after=_filled_after(event),
        has_door=bool(event.attendance_taken),
        to_check=len(flagged(event)),
        slots=_slots(event, places, came),
        rush=rush(arrivals(event)),
        voices=feedback_on(event),
        funnel=funnel_of(event, came),
    )


def _places(event: Event) -> list[Registration]:
    query = sa.select(Registration).where(Registration.event_id == event.id)
    return list(db.session.scalars(query))


def _slots(event: Event, places: list[Registration], came: Collection[int]) -> list[SlotFigures]:
    seated = [place for place in places if place.state == State.CONFIRMED]
    had = Counter(place.slot_id for place in seated)
    were = Counter(place.slot_id for place in seated if place.attendee_id in came)
    if len(event.slots) < 2:  # noqa: PLR2004 -- one slot is the event
        return []
    return [SlotFigures(slot.name, told(had[slot.id]), told(were[slot.id])) for slot in event.slots]


def _ties_made(event: Event) -> list[tuple[int, int]]:
    query = sa.select(Connection.low_id, Connection.high_id).where(
        Connection.event_id == event.id, Connection.state == Tie.ACTIVE
    )
    return [(low, high) for low, high in db.session.execute(query)]


def _promoted(event: Event) -> int:
    query = (
        sa.select(sa.func.count(Change.registration_id.distinct()))
        .join(Registration, Registration.id == Change.registration_id)
        .where(Registration.event_id == event.id, Change.from_state == State.WAITLISTED)
        .where(Change.to_state.in_(HOLDS_SEAT))
    )
    return db.session.scalars(query).one()


def _filled_after(event: Event) -> timedelta | None:
    """From the first registration to the moment at which every seat was held; None: never."""
    seats = [slot.capacity for slot in event.slots]
    query = (
        sa.select(Change.at, Change.from_state, Change.to_state)
        .join(Registration, Registration.id == Change.registration_id)
        .where(Registration.event_id == event.id)
        .order_by(Change.at, Change.id)
    )
    steps = db.session.execute(query).all()
    if not steps or any(number is None for number in seats):
        return None
    rows = [(at, before, after) for at, before, after in steps]
    return _first_full(rows, sum(filter(None, seats)))


def _first_full(steps: list[tuple[datetime, State | None, State]], seats: int) -> timedelta | None:
    held = 0
    for at, before, after in steps:
        held += (after in HOLDS_SEAT) - (before in HOLDS_SEAT)
        if held >= seats > 0:
            return at - steps[0][0]
    return None
