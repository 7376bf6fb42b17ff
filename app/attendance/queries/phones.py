"""What phones at the door keep, so that it works without a network."""

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
from app.registrations.models import Registration
from app.registrations.states import State


def roster_for_devices(event: Event) -> list[dict[str, object]]:
    """Everybody on the list of `event`, as a phone keeps them.

    Prints of tickets instead of tickets, names and readings, slot, state, fee due, when they
    came. Nobody's address, answers or purpose. Whoever is banned reads as removed.
    """
    entries, banned = entries_at(event), banned_at(event)
    query = (
        sa.select(
            Registration.id,
            Registration.public_id,
            Registration.ticket_hash,
            Registration.state,
            Slot.name.label("slot"),
            Slot.door_fee,
            User.id.label("member_id"),
            User.family_name,
            User.given_name,
            User.display_name,
            User.reading,
            User.name_key,
        )
        .join(User, User.id == Registration.attendee_id)
        .outerjoin(Slot, Slot.id == Registration.slot_id)
        .where(Registration.event_id == event.id, Registration.ticket_hash.is_not(None))
        .order_by(Registration.id)
    )
    rows = db.session.execute(query)
    return [_card(row, entries.get(row.id, []), row.member_id in banned) for row in rows]


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
