"""What phones at the door keep, so that it works without a network."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.names import in_order
from app.attendance.models import Entry
from app.attendance.queries.record import entries_at, last_arrival, step
from app.attendance.rules import fold
from app.events.models import Event, Slot
from app.groups.queries import banned_among, bans_of
from app.kit.db import db
from app.kit.tokens import fingerprint
from app.registrations.models import Registration
from app.registrations.states import State

# A line received before a phone asked may be committed after that.
LATE_COMMITS = timedelta(minutes=5)
SHORT, LONGEST_SECONDS = 16, 11
CARD: dict[str, Any] = {
    "id": Registration.id,
    "public_id": Registration.public_id,
    "ticket_hash": Registration.ticket_hash,
    "state": Registration.state,
    "slot": Slot.name,
    "door_fee": Slot.door_fee,
    "member_id": User.id,
    "family_name": User.family_name,
    "given_name": User.given_name,
    "display_name": User.display_name,
    "reading": User.reading,
    "name_key": User.name_key,
}


@dataclass(frozen=True)
class Known:
    """What a phone has heard: prints of the list and of the record, and when that was."""

    people: str
    record: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.people}.{self.record}.{int(self.at.timestamp())}"

    @staticmethod
    def of(text: str) -> "Known | None":
        """What a phone says it knows; None where that is nothing of ours."""
        people, _dot, rest = text.partition(".")
        record, _dot, at = rest.partition(".")
        if not (at.isascii() and at.isdigit() and len(at) <= LONGEST_SECONDS):
            return None
        return Known(people, record, datetime.fromtimestamp(int(at), UTC))


@dataclass(frozen=True)
class Roster:
    """The list as one phone needs it: whole, or only whom something was written about since."""

    people: list[dict[str, object]]
    known: Known
    is_whole: bool


def roster_since(event: Event, known: Known | None, *, at: datetime) -> Roster:
    """What a phone lacks that knows `known`; everything where anybody's place or name is other."""
    now_known = Known(_print_of_people(event), _print_of_record(event), at)
    if known is None or known.people != now_known.people or known.at > at:
        return Roster(roster_for_devices(event), now_known, is_whole=True)
    if known.record == now_known.record:
        return Roster([], now_known, is_whole=False)
    written = sa.select(Entry.registration_id).where(
        Entry.event_id == event.id,
        Entry.registration_id.is_not(None),
        Entry.received_at > known.at - LATE_COMMITS,
    )
    ids = {found for found in db.session.scalars(written.distinct()) if found is not None}
    return Roster(roster_for_devices(event, ids), now_known, is_whole=False)


def roster_for_devices(
    event: Event, only: Collection[int] | None = None
) -> list[dict[str, object]]:
    """Everybody on the list of `event`, as a phone keeps them; or those with these ids alone.

    Prints of tickets instead of tickets, names and readings, slot, state, fee due, when they
    came. Nobody's address, answers or purpose. Whoever is banned reads as removed.
    """
    entries, banned = entries_at(event, only), banned_at(event)
    query = (
        sa.select(*(column.label(name) for name, column in CARD.items()))
        .join(User, User.id == Registration.attendee_id)
        .outerjoin(Slot, Slot.id == Registration.slot_id)
        .where(Registration.event_id == event.id, Registration.ticket_hash.is_not(None))
        .order_by(Registration.id)
    )
    rows = db.session.execute(query if only is None else query.where(Registration.id.in_(only)))
    return [_card(row, entries.get(row.id, []), row.member_id in banned) for row in rows]


def _print_of_people(event: Event) -> str:
    """Another one whenever anybody's card would be other, the record apart."""
    columns = (sa.func.coalesce(sa.cast(column, sa.Text), "") for column in CARD.values())
    on_list = (
        sa.select(sa.func.concat(*_folded(sa.func.concat_ws("\x1f", *columns), Registration.id)))
        .join(User, User.id == Registration.attendee_id)
        .outerjoin(Slot, Slot.id == Registration.slot_id)
        .where(Registration.event_id == event.id, Registration.ticket_hash.is_not(None))
    )
    banned = ",".join(map(str, sorted(banned_at(event))))
    return fingerprint(f"{db.session.scalar(on_list)} {banned}")[:SHORT]


def _print_of_record(event: Event) -> str:
    line = sa.func.concat_ws("\x1f", Entry.id, Entry.registration_id)
    query = sa.select(sa.func.concat(*_folded(line, Entry.event_id)))
    return fingerprint(str(db.session.scalar(query.where(Entry.event_id == event.id))))[:SHORT]


def _folded(text: Any, key: Any) -> tuple[Any, ...]:
    """How many rows, and all of them in one number that does not depend on their order."""
    return sa.func.count(), ":", sa.func.bit_xor(sa.func.hashtextextended(text, key))


def _card(row: Any, entries: list[Entry], is_banned: bool) -> dict[str, object]:
    attendance = fold(map(step, entries))
    last = last_arrival(entries)
    return {
        "r": row.public_id,
        "h": row.ticket_hash,
        "n": in_order(row.family_name, row.given_name, row.display_name),
        "y": row.reading,
        "k": row.name_key,
        "s": row.slot or "",
        "t": State.REMOVED if is_banned else row.state,
        "f": 0 if attendance.has_paid else row.door_fee or 0,
        "p": attendance.presence,
        "i": attendance.first_in_at.isoformat() if attendance.first_in_at else None,
        "e": str(last.id) if last else None,
    }


def banned_at(event: Event) -> set[int]:
    """Ids of the members on the list who are banned; most groups have banned nobody."""
    if db.session.scalars(bans_of(event.group).limit(1)).first() is None:
        return set()
    on_list = sa.select(Registration.attendee_id).where(Registration.event_id == event.id)
    people = db.session.scalars(sa.select(User).where(User.id.in_(on_list))).all()
    return banned_among(event.group, people)
