"""People who come without a registration, or with one that has no seat."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.accounts.operations import send_claim
from app.accounts.queries import member_at
from app.attendance.models import WalkIn
from app.attendance.operations.admitting import is_unwelcome
from app.attendance.operations.again import admitted, told_before
from app.attendance.operations.record import Outcome, Scan, note_attempt, write_arrival
from app.attendance.rules import Code, Flag, Kind, is_written
from app.events.models import Event
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.registrations.models import Registration
from app.registrations.operations import Arrival, Removed, bring_in
from app.registrations.queries import seats, whole
from app.registrations.states import Source, State

WALKED_IN = (Kind.WALK_IN,)
AT_DOOR = Arrival(state=State.CONFIRMED, source=Source.WALK_IN)


class NoName(Refused):
    message = _l("Please write a name.")


class AnsweredAlready(Refused):
    message = _l("Somebody at the door has answered this already.")


@dataclass(frozen=True)
class Visitor:
    """Somebody nobody has heard of before. The address may be empty, or not proven."""

    name: str
    reading: str = ""
    email: str = ""
    locale: str = "ja"


def walk_in(
    event: Event, visitor: Visitor, scan: Scan, *, by: User | None, at: datetime
) -> Outcome:
    """Let somebody in who is on no list: a guest of one evening until they prove an address.

    Locks the event. Raises NoName.
    """
    if not is_written(visitor.name):
        raise NoName
    lock(event)
    told = told_before(event, scan, None, WALKED_IN)
    return told or _in(event, visitor, scan, by, at)


def admit_all_the_same(
    event: Event, registration: Registration, scan: Scan, *, by: User | None, at: datetime
) -> Outcome:
    """Let somebody in whose registration has no seat. Locks the event."""
    lock(event)
    told = told_before(event, scan, registration, WALKED_IN)
    return told or _in(event, registration, scan, by, at)


def write_down(event: Event, visitor: Visitor, *, at: datetime) -> WalkIn:
    """Keep what somebody wrote on their own phone until the door lets them in. Raises NoName."""
    if not is_written(visitor.name):
        raise NoName
    walk_in = WalkIn(
        event_id=event.id,
        name=visitor.name.strip(),
        reading=visitor.reading,
        email=visitor.email,
        locale=visitor.locale,
        asked_at=at,
    )
    db.session.add(walk_in)
    db.session.flush()
    return walk_in


def let_in(event: Event, asked: WalkIn, scan: Scan, *, by: User | None, at: datetime) -> Outcome:
    """Let somebody in who has written their name down. Locks the event, then what they wrote.

    Raises AnsweredAlready.
    """
    lock(event)
    lock(asked)
    if asked.entry_id is not None and asked.entry_id == scan.id:
        return told_before(event, scan, None, WALKED_IN) or Outcome(Code.REJECTED)
    if asked.entry_id is not None or asked.sent_away_at is not None:
        raise AnsweredAlready
    visitor = Visitor(asked.name, asked.reading, asked.email, asked.locale)
    outcome = walk_in(event, visitor, scan, by=by, at=at)
    asked.entry_id = outcome.entry.id if outcome.entry else None
    return outcome


def send_away(asked: WalkIn, *, at: datetime) -> None:
    """Take a name off the list of those who wait at the door. Raises AnsweredAlready."""
    lock(asked)
    if asked.entry_id is not None:
        raise AnsweredAlready
    asked.sent_away_at = asked.sent_away_at or at


def _in(
    event: Event, who: Visitor | Registration, scan: Scan, by: User | None, at: datetime
) -> Outcome:
    is_full = all(slot.free == 0 for slot in seats(event))
    about = who if isinstance(who, Registration) else None
    try:
        # Of a visitor who may not come in, no account stays and no letter goes out.
        with db.session.begin_nested():
            person = who.attendee if isinstance(who, Registration) else _person(event, who, at)
            place = bring_in(event, person, AT_DOOR, by=by, at=at)
            flags = (*scan.flags, *_flags(_whole(place.id), scan, is_full=is_full))
    except Removed:
        outcome = Outcome(Code.REMOVED, about)
        note_attempt(event, outcome, scan, by=by, at=at)
        return outcome
    if is_full and by is not None:
        place.override_by_id = by.id
    registration = _whole(place.id)
    seen = replace(scan, flags=flags)
    return admitted(registration, write_arrival(registration, Kind.WALK_IN, seen, by=by, at=at))


def _flags(place: Registration, scan: Scan, *, is_full: bool) -> list[Flag]:
    """What somebody has to look at. Raises Removed for whom the group wants to see no more.

    Out of the network's reach they are in already.
    """
    is_banned = is_unwelcome(place)
    if is_banned and not scan.is_offline:
        raise Removed
    flags = {Flag.OVER_CAPACITY: is_full, Flag.ADMITTED_AFTER_CANCEL: is_banned}
    return [flag for flag, is_so in flags.items() if is_so]


def _person(event: Event, visitor: Visitor, at: datetime) -> User:
    """The account of the visitor; a claim link goes to an address nobody has used here."""
    person = User(
        display_name=" ".join(visitor.name.split()),
        reading=visitor.reading,
        locale=visitor.locale,
        joined_at=at,
    )
    is_new = bool(visitor.email) and member_at(visitor.email) is None
    person.email = visitor.email if is_new else None
    db.session.add(person)
    db.session.flush()
    if is_new:
        send_claim(person, {"event": event.title, "came": True}, at=at)
    return person


def _whole(registration_id: int) -> Registration:
    query = whole().where(Registration.id == registration_id)
    return db.session.scalars(query, execution_options={"populate_existing": True}).one()
