"""The evening as it goes: who is here, whom to greet, who is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.attendance.queries import Guest, roster, waiting_outside
from app.events.models import Event
from app.insights.queries.attendees import is_first_time
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import Source, State

GREETED = 12
MISSED = 30


@dataclass(frozen=True)
class Live:
    """How it stands at the door. Lists are cut; the numbers are not."""

    here: int
    expected: int
    walked_in: int
    outside: int
    arrivals: Sequence[Guest]
    to_greet: Sequence[Guest]
    missing: Sequence[Guest]

    @property
    def missing_number(self) -> int:
        return self.expected - len(self.arrivals)


def live(event: Event) -> Live:
    """The evening at this moment: those who came last are the first to greet."""
    everybody = roster(event)
    arrived = [guest for guest in everybody if guest.attendance.has_come]
    arrived.sort(key=lambda guest: guest.attendance.first_in_at or event.starts_at, reverse=True)
    new = _first_timers(event)
    return Live(
        here=sum(guest.is_present for guest in everybody),
        expected=len(everybody),
        walked_in=sum(guest.registration.source == Source.WALK_IN for guest in arrived),
        outside=len(waiting_outside(event)),
        arrivals=arrived,
        to_greet=[g for g in arrived if g.registration.id in new and g.is_present][:GREETED],
        missing=[guest for guest in everybody if not guest.attendance.has_come][:MISSED],
    )


def _first_timers(event: Event) -> set[int]:
    query = sa.select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.state == State.CONFIRMED,
        is_first_time(event),
    )
    return set(db.session.scalars(query))
