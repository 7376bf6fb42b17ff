"""The evening as it goes: who is here, whom to greet, who is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.attendance.queries import (
    Guest,
    arrivals,
    counts,
    last_in,
    roster,
    waiting_outside,
    was_there,
)
from app.events.models import Event
from app.insights.queries.attendees import is_first_time
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import Source, State

GREETED = 12
MISSED = 30
# Among so many of those who came last, somebody new is looked for.
LOOKED_THROUGH = 200


@dataclass(frozen=True)
class Live:
    """How it stands at the door. Lists are cut; the numbers are not."""

    here: int
    came: int
    missing_number: int
    walked_in: int
    outside: int
    arrivals: Sequence[datetime]
    to_greet: Sequence[Guest]
    missing: Sequence[Guest]

    @property
    def gone(self) -> int:
        """How many have come and gone home already."""
        return max(0, self.came - self.here)


def live(event: Event) -> Live:
    """The evening at this moment: those who came last are the first to greet."""
    has_come, came = was_there(Registration.id), arrivals(event)
    return Live(
        here=counts(event)[0],
        came=len(came),
        missing_number=_number(event, ~has_come),
        walked_in=_number(event, has_come & (Registration.source == Source.WALK_IN)),
        outside=len(waiting_outside(event)),
        arrivals=came,
        to_greet=_new_ones(event),
        missing=roster(event, only=~has_come, most=MISSED),
    )


def _new_ones(event: Event) -> list[Guest]:
    latest = {found: place for place, found in enumerate(last_in(event, LOOKED_THROUGH))}
    found = roster(event, only=Registration.id.in_(latest) & is_first_time(event))
    found.sort(key=lambda guest: latest[guest.registration.id])
    return [guest for guest in found if guest.is_present][:GREETED]


def _number(event: Event, clause: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count(Registration.id)).where(
        Registration.event_id == event.id, Registration.state == State.CONFIRMED, clause
    )
    return db.session.scalars(query).one()
