"""What the page of an event tells everybody alike, and for how long it stays true."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import current_app
from markupsafe import Markup

from app.events.models import Event
from app.events.occurrences import Run, run_of
from app.events.queries import Record, next_end, number_of, record
from app.events.rules import Openness, Status
from app.groups.queries import members_count
from app.kit.db import db
from app.kit.snapshots import snapshot
from app.registrations import queries
from app.registrations.queries import Composition, Guest
from app.registrations.rules import Seats
from app.registrations.states import State

MOST_EVENTS = 256
MOST_PARTS = 400
LONGEST = timedelta(minutes=10)
FEWEST = 5
# Nobody's single absence can be read from a share in steps of five per cent.
STEP = 5
OPEN_TO_ALL = (Openness.PUBLIC, Openness.UNLISTED)


@dataclass(frozen=True)
class Facts:
    """An event, who comes as far as that is public, and what its group has done."""

    event: Event
    seats: Sequence[Seats]
    states: dict[State, int]
    composition: Composition
    guests: Sequence[Guest]
    number: int
    record: Record
    show_rate: int | None
    members: int
    main: Event | None
    subs: Sequence[Event]
    run: Run | None
    until: datetime
    parts: dict[tuple[str, ...], Markup] = field(default_factory=dict)

    def once(self, key: tuple[str, ...], caller: Callable[[], str]) -> Markup:
        """A part of the page that is the same for everybody to whom `key` applies."""
        made = self.parts.get(key)
        if made is None:
            made = Markup(caller())  # noqa: S704 -- the template has escaped it
            if len(self.parts) < MOST_PARTS:
                self.parts[key] = made
        return made


def facts_of(event: Event, at: datetime) -> Facts:
    """Everything that is the same for every reader at that moment."""
    came, seats = current_app.extensions["turnout"](event.group_id, at)
    return Facts(
        event=event,
        seats=queries.seats(event, at=at),
        states=queries.counts(event),
        composition=queries.composition(event),
        guests=queries.guests(event),
        number=number_of(event),
        record=record(event.group, at),
        show_rate=round(100 * came / seats / STEP) * STEP if seats >= FEWEST else None,
        members=members_count(event.group),
        main=next(iter(_told([queries.main_event(event)])), None),
        subs=_told(queries.sub_events(event)),
        run=run_of(event, at),
        until=_until(event, at),
    )


def _told(events: Sequence[Event | None]) -> list[Event]:
    """Those whose names everybody may read."""
    return [event for event in events if event is not None and event.openness == Openness.PUBLIC]


def _until(event: Event, at: datetime) -> datetime:
    """When the page will say something else although nobody writes anything."""
    moments = [event.opens_at, event.closes_at, event.starts_at, event.ends_at]
    moments += [slot.lottery_at for slot in event.slots]
    moments += [next_end(event.group, at), at + LONGEST]
    return min(moment for moment in moments if moment is not None and moment > at)


@dataclass
class _Kept:
    facts: Facts
    since: datetime
    fingerprint: str
    snapshot: str


class Shelf:
    """The facts of events that everybody may open, kept in this process while they are true."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, slug: str, seen: str, at: datetime) -> Facts | None:
        """The facts, if nothing they are made of has changed up to what is `seen` now."""
        kept = self._kept.get(slug)
        if kept is None or not kept.since <= at < kept.facts.until:
            return None
        if kept.snapshot != seen:
            if queries.fingerprint(slug) != kept.fingerprint:
                return None
            kept.snapshot = seen
        return kept.facts

    def put(self, facts: Facts, fingerprint: str, seen: str, at: datetime) -> None:
        with self._lock:
            self._kept[facts.event.slug] = _Kept(facts, at, fingerprint, seen)
            self._kept.move_to_end(facts.event.slug)
            if len(self._kept) > MOST_EVENTS:
                self._kept.popitem(last=False)


def shared_facts(slug: str, find: Callable[[], Event], seen: str | None, at: datetime) -> Facts:
    """The facts of the event at `slug`; `find` finds it for this viewer where it is not kept.

    `seen` is the snapshot of this transaction, asked for before anything else. What is kept was
    open to all when it was put there, and any change of that is a change.
    """
    shelf: Shelf = current_app.extensions.setdefault("event_facts", Shelf())
    seen = seen if current_app.config["KEEPS_PAGES"] else None
    kept = shelf.find(slug, seen, at) if seen else None
    if kept is not None:
        return kept
    fingerprint = queries.fingerprint(slug) if seen else None
    facts = facts_of(find(), at)
    if seen and fingerprint and _is_open_to_all(facts.event) and snapshot() is not None:
        _set_apart(facts)
        shelf.put(facts, fingerprint, seen, at)
    return facts


def _is_open_to_all(event: Event) -> bool:
    return event.status != Status.DRAFT and event.openness in OPEN_TO_ALL


def _set_apart(facts: Facts) -> None:
    """Take the rows out of this request's session, so that they outlive it."""
    others = facts.run.others if facts.run else ()
    events = [facts.event, *filter(None, (facts.main,)), *facts.subs, *others]
    rows = {id(row): row for event in events for row in (event, *event.slots, event.group)}
    rows |= {id(row): row for event in events for row in event.group.team}
    for row in rows.values():
        if row in db.session:
            db.session.expunge(row)
