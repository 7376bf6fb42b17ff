"""What one page says about an event and its people, gathered with few questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.accounts.models import User
from app.events.models import Event
from app.events.queries import Record, number_of, record
from app.groups.queries import is_in, members_count
from app.profiles.wording import industry_name, word_for
from app.registrations import queries
from app.registrations.models import Registration
from app.registrations.rules import Passage, Seats, first_free, passage
from app.registrations.states import LatestNotice, State

Counts = list[tuple[str, int]]


@dataclass(frozen=True)
class EventPage:
    """Everything the page of an event tells one viewer."""

    event: Event
    seats: Sequence[Seats]
    waiting: int
    industries: Counts
    purposes: Counts
    newcomers: int
    coming: int
    going: Sequence[User]
    mine: Registration | None
    position: int
    number: int
    record: Record
    members: int
    is_member: bool
    is_open: bool
    is_over: bool
    has_open_seat: bool

    @property
    def taken(self) -> int:
        return sum(slot.taken for slot in self.seats)

    @property
    def capacity(self) -> int | None:
        """All seats together; None when any slot has no limit."""
        if any(slot.capacity is None for slot in self.seats):
            return None
        return sum(slot.capacity or 0 for slot in self.seats)

    @property
    def is_full(self) -> bool:
        return all(slot.free == 0 for slot in self.seats)

    @property
    def can_wait(self) -> bool:
        return any(slot.has_waitlist for slot in self.seats)

    def seats_of(self, slot_id: int) -> Seats:
        return next(slot for slot in self.seats if slot.slot_id == slot_id)


def event_page(event: Event, viewer: User | None, at: datetime) -> EventPage:
    """The page of `event` for this viewer."""
    made_up = queries.composition(event)
    slots = queries.seats(event)
    mine = queries.last_registration(event, viewer)
    states = queries.counts(event)
    waits = mine is not None and mine.state == State.WAITLISTED
    return EventPage(
        event=event,
        seats=slots,
        waiting=states.get(State.WAITLISTED, 0),
        industries=[(industry_name(code) or _("Not said"), n) for code, n in made_up.industries],
        purposes=[(word_for(code) or _("Not said"), n) for code, n in made_up.purposes],
        newcomers=made_up.newcomers,
        coming=made_up.total,
        going=[row.attendee for row in queries.attendees_visible_to(event, viewer)],
        mine=mine,
        position=queries.position(mine) if mine and waits else 0,
        number=number_of(event),
        record=record(event.group, at),
        members=members_count(event.group),
        is_member=is_in(event.group, viewer),
        is_open=event.is_open(at),
        is_over=event.has_ended(at),
        has_open_seat=has_open_seat(mine, slots, at),
    )


def has_open_seat(mine: Registration | None, slots: list[Seats], at: datetime) -> bool:
    """Whether this person may take a seat at once, in the last hours before the start."""
    return (
        mine is not None
        and mine.state == State.WAITLISTED
        and mine.latest_notice == LatestNotice.ANY
        and passage(at, mine.event.starts_at) == Passage.OPEN
        and first_free(mine.wishes, slots) is not None
    )


@dataclass(frozen=True)
class Evenings:
    """A member's own evenings, by what there is to do about them."""

    live: Sequence[Registration]
    asked: Sequence[Registration]
    coming: Sequence[Registration]
    waiting: Sequence[tuple[Registration, int]]
    past: Sequence[Registration]


def evenings_of(member: User, at: datetime) -> Evenings:
    """Where `member` stands everywhere, the next evening first."""
    rows = queries.history_of(member)
    ahead = sorted(
        (row for row in rows if row.is_active and not row.event.has_ended(at)),
        key=lambda row: row.event.starts_at,
    )
    seated = [row for row in ahead if row.state == State.CONFIRMED]
    return Evenings(
        live=[row for row in seated if row.event.is_live(at)],
        asked=[row for row in ahead if row.state == State.OFFERED],
        coming=seated,
        waiting=[(row, queries.position(row)) for row in ahead if row.state == State.WAITLISTED],
        past=[row for row in rows if row.state == State.CONFIRMED and row.event.has_ended(at)],
    )
