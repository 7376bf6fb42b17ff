"""What one page says about an event and its people, gathered with few questions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from flask_babel import get_timezone
from flask_babel import gettext as _
from markupsafe import Markup

from app.accounts.models import User
from app.events.jsonld import structured
from app.events.models import Event
from app.events.queries import Record, visible_events
from app.events.rules import Mode
from app.kit.markdown import to_html
from app.kit.snapshots import snapshot
from app.profiles.traits import Stance
from app.profiles.wording import industry_name, word_for
from app.registrations import queries
from app.registrations.facts import Facts, facts_of, shared_facts
from app.registrations.models import Registration
from app.registrations.queries import Guest, Standing
from app.registrations.rules import Passage, Seats, first_free, passage
from app.registrations.states import LatestNotice, ListVisibility, State
from app.web.find import find
from app.web.times import language

Counts = list[tuple[str, int]]


@dataclass(frozen=True)
class EventPage:
    """Everything the page of an event tells one viewer."""

    facts: Facts
    mine: Registration | None
    position: int
    going: Sequence[Guest]
    has_open_seat: bool
    at: datetime

    @property
    def event(self) -> Event:
        return self.facts.event

    @property
    def seats(self) -> Sequence[Seats]:
        return self.facts.seats

    @property
    def record(self) -> Record:
        return self.facts.record

    @property
    def members(self) -> int:
        return self.facts.members

    @property
    def number(self) -> int:
        """Which of the group's events this is."""
        return self.facts.number

    @property
    def waiting(self) -> int:
        return self.facts.states.get(State.WAITLISTED, 0)

    @property
    def applied(self) -> int:
        """How many are in the draw."""
        return self.facts.states.get(State.APPLIED, 0)

    @property
    def coming(self) -> int:
        return self.facts.composition.total

    @property
    def industries(self) -> Counts:
        made_up = self.facts.composition.industries
        return [(industry_name(code) or _("Not said"), number) for code, number in made_up]

    @property
    def purposes(self) -> Counts:
        made_up = self.facts.composition.purposes
        return [(word_for(code) or _("Not said"), number) for code, number in made_up]

    @property
    def newcomers(self) -> int:
        return self.facts.composition.newcomers

    @property
    def is_open(self) -> bool:
        return self.event.is_open(self.at)

    @property
    def is_over(self) -> bool:
        return self.event.has_ended(self.at)

    @property
    def opens_later(self) -> bool:
        """Whether registration has not begun yet."""
        return self.event.opens_at is not None and self.at < self.event.opens_at

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

    @property
    def stance(self) -> Stance:
        """How this evening stands to selling: by itself, or as its group does."""
        return self.event.stance or self.event.group.stance

    @property
    def way(self) -> Mode | None:
        """How a seat is given, where that is the same for all that are still to be given."""
        ways = {slot.mode for slot in self.seats if not slot.is_drawn}
        return ways.pop() if len(ways) == 1 else None

    @property
    def description(self) -> Markup:
        return to_html(self.event.description)

    @property
    def structured(self) -> dict[str, object]:
        """What the page says, for machines."""
        return structured(self.event, is_full=self.is_full)

    @property
    def entered(self) -> dict[int, int]:
        """How many are in the draw of each slot, as far as the page tells it: of all together."""
        lotteries = [slot.slot_id for slot in self.seats if slot.awaits_draw]
        return {lotteries[0]: self.applied} if len(lotteries) == 1 else {}

    def once(self, name: str, *variant: object, caller: Callable[[], str]) -> Markup:
        """A part that is the same for everybody who reads this language on that clock."""
        return self.facts.once((*self._reader, name, *map(str, variant)), caller)

    @cached_property
    def _reader(self) -> tuple[str, str]:
        return language(), str(get_timezone())

    @cached_property
    def names(self) -> str:
        """Who is named, as a key: many readers are shown the same people."""
        return " ".join(str(guest.id) for guest in self.going)

    def seats_of(self, slot_id: int) -> Seats:
        return next(slot for slot in self.seats if slot.slot_id == slot_id)


def event_page(event: Event, viewer: User | None, at: datetime) -> EventPage:
    """The page of `event` for this viewer, with all that belongs to their place."""
    standing = queries.standing(event.slug, viewer) if viewer else None
    mine = queries.last_registration(event, viewer)
    return _for(facts_of(event, at), viewer, standing and replace(standing, mine=mine), at)


def public_page(slug: str, viewer: User | None, at: datetime) -> EventPage:
    """The page at that address for this viewer, as far as possible from what is known already.

    404 for an event the viewer may not see.
    """
    standing = queries.standing(slug, viewer) if viewer else None
    seen = standing.seen if standing else snapshot()
    facts = shared_facts(
        slug, lambda: find(visible_events(viewer).where(Event.slug == slug)), seen, at
    )
    return _for(facts, viewer, standing, at)


def _for(facts: Facts, viewer: User | None, standing: Standing | None, at: datetime) -> EventPage:
    mine = standing.mine if standing else None
    waits = mine is not None and mine.state == State.WAITLISTED
    return EventPage(
        facts=facts,
        mine=mine,
        position=queries.position(mine) if mine and waits else 0,
        going=_named(facts, viewer, standing),
        has_open_seat=has_open_seat(mine, [*facts.seats], facts.event.starts_at, at),
        at=at,
    )


def _named(facts: Facts, viewer: User | None, standing: Standing | None) -> list[Guest]:
    """Who is named to this viewer: as each of them wishes, and nobody kept apart."""
    open_to = {ListVisibility.PUBLIC}
    if viewer is None or standing is None:
        return [guest for guest in facts.guests if guest.shown_to in open_to]
    if standing.mine is not None and standing.mine.state == State.CONFIRMED:
        open_to.add(ListVisibility.PARTICIPANTS)
    if facts.event.group.is_run_by(viewer):
        open_to = set(ListVisibility)
    return [
        guest
        for guest in facts.guests
        if (guest.shown_to in open_to or guest.id == viewer.id) and guest.id not in standing.apart
    ]


def has_open_seat(
    mine: Registration | None, slots: list[Seats], starts_at: datetime, at: datetime
) -> bool:
    """Whether this person may take a seat at once, in the last hours before the start."""
    return (
        mine is not None
        and mine.state == State.WAITLISTED
        and mine.latest_notice == LatestNotice.ANY
        and passage(at, starts_at) == Passage.OPEN
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
