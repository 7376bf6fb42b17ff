"""The lottery: a promise when the event is published, one draw, and everybody's place after it."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from app.accounts.models import User
from app.events.models import Event, Slot
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.registrations import mails, queries
from app.registrations.models import Draw, Registration
from app.registrations.operations.filling import refill
from app.registrations.operations.many import Step, take_steps
from app.registrations.operations.refusals import DrawNotDue, ValueMissing
from app.registrations.operations.steps import end_of_line
from app.registrations.queries import LOST
from app.registrations.rules import drawing
from app.registrations.rules.drawing import Entry, Lot, Result
from app.registrations.states import State

WAITS_FOR_BUDDY = "waits_for_buddy"


@dataclass(frozen=True)
class _Lottery:
    """Slots that are drawn together, and what their draw was promised with."""

    slots: list[Slot]
    draws: list[Draw]

    @property
    def ids(self) -> list[int]:
        return [slot.id for slot in self.slots]

    def is_due(self, at: datetime) -> bool:
        """Whether the last of the days announced has come."""
        days = [slot.lottery_at for slot in self.slots]
        return all(day is not None and day <= at for day in days)


def promise(event: Event, *, at: datetime) -> None:
    """Commit to a seed for every lottery of `event` that has none yet; harmless to repeat.

    Slots that are to be drawn at the same time and on the same terms share one.
    """
    db.session.flush()
    made = queries.draws(event)
    shared = {
        _terms(slot): made[slot.id]
        for slot in queries.lotteries(event)
        if slot.id in made and made[slot.id].drawn_at is None
    }
    for slot in queries.lotteries(event):
        if slot.id not in made:
            shared[_terms(slot)] = _promised(slot, shared.get(_terms(slot)), at)


def draw(
    event: Event, *, by: User | None, at: datetime, values: Mapping[int, str] | None = None
) -> int:
    """Draw every lottery that is due, once and for all; returns how many people have moved.

    `values` are the public values by slot, where one was announced. Without anybody asking, a
    lottery whose value is missing waits for it. Repeating it changes nothing.

    Locks the event. Raises DrawNotDue, ValueMissing, and only if somebody asks.
    """
    lock(event)
    promise(event, at=at)
    due = [lottery for lottery in _undrawn(event) if lottery.is_due(at)] if event.is_on else []
    if by is not None and not due:
        raise DrawNotDue
    moved = 0
    for lottery in due:
        value = _value(lottery, values or {})
        if value is not None:
            moved += _hold(event, lottery, value, by, at)
        elif by is not None:
            raise ValueMissing
        else:
            _ask_for_value(event, lottery, at)
    return moved + refill(event, at)


def _terms(slot: Slot) -> tuple[object, ...]:
    return (slot.lottery_at, slot.weighs_losses, slot.public_value)


def _promised(slot: Slot, shared: Draw | None, at: datetime) -> Draw:
    seed = shared.seed if shared else secrets.token_bytes(drawing.SEED_BYTES)
    draw = Draw(
        slot_id=slot.id,
        algorithm=drawing.ALGORITHM,
        seed=seed,
        commitment=drawing.commitment(seed),
        committed_at=at,
    )
    db.session.add(draw)
    db.session.flush()
    return draw


def _undrawn(event: Event) -> list[_Lottery]:
    """The lotteries still to be held, each with all slots that are drawn together."""
    made = queries.draws(event)
    found: dict[str, _Lottery] = {}
    for slot in queries.lotteries(event):
        draw = made[slot.id]
        if draw.drawn_at is None:
            lottery = found.setdefault(draw.commitment, _Lottery([], []))
            lottery.slots.append(slot)
            lottery.draws.append(draw)
    return list(found.values())


def _value(lottery: _Lottery, values: Mapping[int, str]) -> str | None:
    """The public value to mix in: none where none was announced, None while it is missing."""
    if not lottery.slots[0].public_value:
        return ""
    typed = (drawing.same_text(values.get(slot_id, "")) for slot_id in lottery.ids)
    return next((value for value in typed if value), None)


def _ask_for_value(event: Event, lottery: _Lottery, at: datetime) -> None:
    for organizer in queries.organizers(event):
        mails.value_awaited(organizer, lottery.draws[0], at=at)


def _hold(event: Event, lottery: _Lottery, value: str, by: User | None, at: datetime) -> int:
    """Freeze the entries, draw, write everything down that it takes to draw again, and tell."""
    people = {row.public_id: row for row in queries.entrants(event) if _wished(row, lottery)}
    losses = queries.losses(event.group, [row.attendee for row in people.values()])
    weighs = lottery.slots[0].weighs_losses
    names = {row.id: row.public_id for row in people.values()}
    entries = [
        Entry(
            name=row.public_id,
            wishes=tuple(_wished(row, lottery)),
            weight=drawing.weight(losses[row.attendee_id]) if weighs else 1,
            is_nominee=row.is_nominated,
            companion=names.get(row.buddy_id or 0),
            is_waiting=_waits_for_somebody(row, names),
        )
        for row in people.values()
    ]
    seats = {slot.slot_id: slot for slot in queries.seats(event)}
    lots = [
        Lot(
            slot.id,
            None if slot.capacity is None else int(seats[slot.id].free),
            slot.nominee_max,
        )
        for slot in lottery.slots
    ]
    result = drawing.drawn(lottery.draws[0].seed, value, entries, lots)
    for draw in lottery.draws:
        _write_down(draw, value, entries, lots, result, at)
    for slot in lottery.slots:
        count = sum(slot_id == slot.id for slot_id in result.seats.values())
        details = {"slot": slot.name, "count": count}
        note(event.group, Deed.DRAWN, by=by, at=at, event=event, details=details)
    return _seat(event, [people[name] for name in result.order], result, at)


def _waits_for_somebody(registration: Registration, names: Mapping[int, str]) -> bool:
    """Whether the friend has not answered, or has no place in this draw."""
    buddy_id = registration.buddy_id
    return registration.awaits_buddy or (buddy_id is not None and buddy_id not in names)


def _wished(registration: Registration, lottery: _Lottery) -> list[int]:
    """The slots of the draw somebody has entered for, in their order; no wishes means any."""
    if not registration.wishes:
        return lottery.ids
    return [wish for wish in registration.wishes if wish in lottery.ids]


def _write_down(
    draw: Draw, value: str, entries: list[Entry], lots: list[Lot], result: Result, at: datetime
) -> None:
    draw.public_value, draw.order, draw.drawn_at = value, result.order, at
    draw.entries = {
        "entries": [asdict(entry) for entry in entries],
        "lots": [asdict(lot) for lot in lots],
        "seats": result.seats,
    }


def _seat(event: Event, people: list[Registration], result: Result, at: datetime) -> int:
    """Give the seats, put everybody else in line in the order drawn, and tell all of them."""
    db.session.flush()
    steps = _steps(event, people, result)
    take_steps(steps, by=None, at=at)
    mails.drawn([step.registration for step in steps if step.slot_id is not None], at=at)
    mails.not_drawn([step.registration for step in steps if step.slot_id is None], at=at)
    return len(steps)


def _steps(event: Event, people: list[Registration], result: Result) -> list[Step]:
    """Where everybody goes; who has another draw to come stays where they are."""
    slots, number = queries.seats(event), end_of_line(event)
    undrawn = {slot.slot_id for slot in slots if slot.awaits_draw}
    kept = {slot.slot_id for slot in slots if slot.has_waitlist}
    steps = []
    for row in people:
        slot_id = result.seats.get(row.public_id)
        wished = set(row.wishes) or {slot.slot_id for slot in slots}
        if slot_id is not None:
            steps.append(Step(row, State.CONFIRMED, "drawn", slot_id=slot_id))
        elif not wished & undrawn:
            to = State.WAITLISTED if wished & kept else State.NOT_SELECTED
            reason = WAITS_FOR_BUDDY if row.awaits_buddy else LOST
            steps.append(Step(row, to, reason, queue_no=number))
            number += 1
    return steps
