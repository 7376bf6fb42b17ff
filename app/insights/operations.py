"""What organizers do at their desk: one note, or one decision about many people at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask_babel import LazyString

from app.accounts.models import User
from app.events.models import Event, Slot
from app.groups.journal import Deed, note
from app.insights.rules import Act
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.registrations.models import Registration
from app.registrations.operations.changing import change_slot_held
from app.registrations.operations.deciding import decide_held
from app.registrations.operations.filling import refill
from app.registrations.operations.removing import remove_held
from app.registrations.states import Decision, Removal

LONGEST_NOTE = 2000
MOST_AT_ONCE = 200

Deal = Callable[[Registration], None]

_DEEDS = {
    Act.CONFIRM: Deed.CONFIRMED,
    Act.WAITLIST: Deed.WAITLISTED,
    Act.DECLINE: Deed.DECLINED,
    Act.MOVE: Deed.SLOT_CHANGED,
    Act.REMOVE: Deed.REMOVED,
}


@dataclass(frozen=True)
class Verdict:
    """What is to be done to people, and with what."""

    act: Act
    reason: Removal = Removal.OTHER
    slot: Slot | None = None


@dataclass(frozen=True)
class Outcome:
    """To whom it was done, and to whom it could not be, with the sentence that says why."""

    done: list[Registration]
    refused: list[tuple[Registration, LazyString]]


def carry_out(
    event: Event, verdict: Verdict, people: Sequence[Registration], *, by: User, at: datetime
) -> Outcome:
    """Do one thing to many people, in their order; who cannot be helped stays as they are.

    Everybody is told, and freed seats are passed on once all is done. Locks the event.
    """
    lock(event)
    deal = _deal(verdict, by, at)
    outcome = Outcome([], [])
    for registration in people:
        try:
            with db.session.begin_nested():
                deal(registration)
        except Refused as refused:
            outcome.refused.append((registration, refused.message))
        else:
            outcome.done.append(registration)
    if outcome.done:
        _write_down(event, verdict, outcome.done, by=by, at=at)
        refill(event, at)
    return outcome


def write_note(registration: Registration, text: str, *, by: User, at: datetime) -> None:
    """Keep what organizers want to remember about somebody at this event. Others never see it."""
    if registration.organizer_note == text:
        return
    registration.organizer_note = text
    event = registration.event
    details = {"member_id": registration.attendee_id}
    note(event.group, Deed.NOTED, by=by, at=at, event=event, details=details)


def _deal(verdict: Verdict, by: User, at: datetime) -> Deal:
    if verdict.act == Act.REMOVE:
        return partial(remove_held, reason=verdict.reason, by=by, at=at)
    if verdict.act == Act.MOVE and verdict.slot is not None:
        return partial(change_slot_held, slot=verdict.slot, by=by, at=at)
    return partial(decide_held, decision=Decision(verdict.act.value), by=by, at=at)


def _write_down(
    event: Event, verdict: Verdict, done: list[Registration], *, by: User, at: datetime
) -> None:
    one = done[0].attendee_id
    details: dict[str, object] = {"member_id": one} if len(done) == 1 else {"count": len(done)}
    if verdict.act == Act.REMOVE:
        details["reason"] = verdict.reason.value
    if verdict.slot is not None:
        details["slot"] = verdict.slot.name
    note(event.group, _DEEDS[verdict.act], by=by, at=at, event=event, details=details)
