"""The line for a seat: who waits, two of them perhaps together, and who was passed over."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import joinedload

from app.events.models import Event
from app.events.rules import Status
from app.kit.db import db
from app.registrations import rules
from app.registrations.models import Registration, Skip
from app.registrations.queries.seats import seats, waiting
from app.registrations.rules import Passage
from app.registrations.states import LatestNotice, State


@dataclass(frozen=True)
class Party:
    """Somebody in line, or two who come together or not at all.

    It is not whole while a friend has not answered, or is not in line yet.
    """

    people: list[Registration]
    is_whole: bool

    @property
    def size(self) -> int:
        return len(self.people)

    @property
    def wishes(self) -> list[int]:
        """The slots all of them wish for, in order; none means any."""
        given = [person.wishes for person in self.people if person.wishes]
        return [wish for wish in given[0] if all(wish in each for each in given)] if given else []

    @property
    def may_hurry(self) -> bool:
        """Whether they are whole and want to hear of a seat until the last moment."""
        return self.is_whole and all(p.latest_notice == LatestNotice.ANY for p in self.people)

    def is_too_late(self, at: datetime) -> bool:
        """Whether a seat now would come too late for any of them."""
        starts_at = self.people[0].event.starts_at
        return any(rules.is_too_late(one.latest_notice, at, starts_at) for one in self.people)


@dataclass(frozen=True)
class Stuck:
    """An event at which seats are free while somebody eligible waits: a fault of ours."""

    event: Event
    seats: int
    people: int


def parties(event: Event) -> list[Party]:
    """Those who wait, in their order; two together stand where the later of them stands."""
    line = waiting(event)
    by_id = {registration.id: registration for registration in line}
    found: list[Party] = []
    seen: set[int] = set()
    for registration in line:
        buddy = by_id.get(registration.buddy_id or 0)
        if registration.buddy_id is None or buddy is None:
            alone = registration.buddy_id is None and not registration.awaits_buddy
            found.append(Party([registration], alone))
        elif buddy.id in seen:
            is_whole = not (registration.awaits_buddy or buddy.awaits_buddy)
            found.append(Party([buddy, registration], is_whole))
        seen.add(registration.id)
    return found


def skips(event: Event) -> dict[int, Skip]:
    """The latest reason why each of those who still wait was passed over, by registration."""
    query = (
        sa.select(Skip)
        .join(Registration, Registration.id == Skip.registration_id)
        .where(Registration.event_id == event.id, Registration.state == State.WAITLISTED)
        .order_by(Skip.registration_id, Skip.id.desc())
        .ext(distinct_on(Skip.registration_id))
    )
    return {skip.registration_id: skip for skip in db.session.scalars(query)}


def free_while_waiting(at: datetime, event: Event | None = None) -> list[Stuck]:
    """Events at which a seat is free while somebody waits who could have it: none, on any day.

    In the last three hours seats are open to all, and nobody is served in turn.
    """
    query = (
        sa.select(Event)
        .join(Registration, Registration.event_id == Event.id)
        .options(joinedload(Event.group))
        .where(Registration.state == State.WAITLISTED, Event.status == Status.PUBLISHED)
        .where(Event.starts_at > at)
        .order_by(Event.id)
        .distinct()
    )
    if event is not None:
        query = query.where(Event.id == event.id)
    found = (_stuck(each, at) for each in db.session.scalars(query).unique())
    return [stuck for stuck in found if stuck is not None]


def _stuck(event: Event, at: datetime) -> Stuck | None:
    slots = seats(event)
    if rules.passage(at, event.starts_at) == Passage.OPEN:
        return None
    if not any(slot.can_be_filled for slot in slots):
        return None
    waits = [
        party
        for party in parties(event)
        if party.is_whole
        and not party.is_too_late(at)
        and rules.first_free(party.wishes, slots, party.size) is not None
    ]
    if not waits:
        return None
    free = sum(slot.free for slot in slots if slot.capacity is not None and slot.can_be_filled)
    return Stuck(event, int(free), sum(party.size for party in waits))
