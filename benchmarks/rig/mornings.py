"""The morning after many evenings: who came, sat together and connected, and who has left since."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.rules import Kind, Method
from app.connections.models import Connection, Side
from app.connections.rules import Origin, in_pair_order
from app.connections.rules import State as Tie
from app.demo.crowd.people import settle
from app.demo.crowd.rules import Size
from app.demo.crowd.writing import put, put_numbered
from app.events.models import Event
from app.groups.models import Group
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import public_id
from app.matching.models import Round, Seat
from app.matching.rules.seating import RoundState
from app.moderation.operations import block
from app.notifications.insisting import insist
from app.notifications.operations import turn_off
from app.notifications.rules import Topic
from app.registrations.models import Registration
from app.registrations.states import ListVisibility, State
from app.registrations.tickets import ticket_hash
from app.safety.operations import close_account
from benchmarks.rig import people

AGO = timedelta(hours=40)
TABLE = 4
ROUNDS = 2

Row = dict[str, Any]


@dataclass(frozen=True)
class Morning:
    """Everybody who came, evening by evening."""

    host: User
    group: Group
    evenings: list[list[int]]

    @property
    def guests(self) -> list[int]:
        return [guest for evening in self.evenings for guest in evening]


@dataclass(frozen=True)
class Gone:
    """Addresses nothing may go to any more, and who may read nothing of whom."""

    addresses: set[str]
    apart: list[tuple[str, str]]


def a_morning(evenings: int, guests: int, seed: int = 1) -> Morning:
    """So many evenings with so many guests each, over since yesterday and not closed yet."""
    host = people.some_members(1)[0]
    group = people.a_group(host)
    # One person does not get the letters of a hundred hosts.
    turn_off(host, Topic.RECAPS, at=now())
    dice = Random(seed)
    ids = settle(Size(evenings * guests, 1, 1, seed), now(), _quietly)
    parts = [ids[start : start + guests] for start in range(0, len(ids), guests)]
    for part in parts:
        _evening(group, host, part, dice)
    db.session.commit()
    people.tables_known_to_the_planner()
    return Morning(host, group, parts)


def some_leave(morning: Morning, each: int) -> Gone:
    """After the promise so many unsubscribe, close their account, lose their place, or block.

    Schedulers are at work on the same rows meanwhile: like a page, it begins anew when
    PostgreSQL asks for that.
    """
    return insist(lambda: _leaving(morning, each))


def _leaving(morning: Morning, each: int) -> Gone:
    dice = Random(2)
    leaving = dice.sample(morning.guests, 3 * each)
    members = {m.id: m for m in db.session.scalars(sa.select(User).where(User.id.in_(leaving)))}
    addresses = {member.email or "" for member in members.values()}
    for number in leaving[:each]:
        turn_off(members[number], Topic.RECAPS, at=now())
    lost = sa.update(Registration).where(Registration.attendee_id.in_(leaving[each : 2 * each]))
    db.session.execute(lost.values(state=State.REMOVED))
    for number in leaving[2 * each :]:
        close_account(members[number], at=now())
    return Gone(addresses, _some_block(set(leaving), each, dice))


def _some_block(leaving: set[int], each: int, dice: Random) -> list[tuple[str, str]]:
    """People who connected at an evening, and have thought better of it."""
    query = sa.select(Connection.low_id, Connection.high_id).order_by(Connection.id)
    pairs = [(one, other) for one, other in db.session.execute(query)]
    apart = []
    for one, other in dice.sample([p for p in pairs if not set(p) & leaving], each):
        blocker, blocked = db.session.get_one(User, one), db.session.get_one(User, other)
        block(blocker, blocked, at=now())
        apart += [
            (blocker.email or "", blocked.public_id),
            (blocked.email or "", blocker.public_id),
        ]
    return apart


def _evening(group: Group, host: User, guests: list[int], dice: Random) -> None:
    event = people.an_evening(group, host, len(guests))
    event.starts_at, event.ends_at = now() - AGO, now() - AGO + timedelta(hours=2)
    event.published_at = event.made_at = now() - timedelta(days=30)
    places = [_place(event, guest) for guest in guests]
    numbers = put_numbered(Registration, places, _quietly)
    put(Entry, [_entry(event, number) for number in numbers], _quietly)
    _seat(event, guests, dice)
    _tie(event, guests, dice)


def _place(event: Event, guest: int) -> Row:
    name = public_id()
    return {
        "public_id": name,
        "ticket_hash": ticket_hash(name),
        "event_id": event.id,
        "attendee_id": guest,
        "slot_id": event.slots[0].id,
        "state": State.CONFIRMED,
        "list_visibility": ListVisibility.PARTICIPANTS,
        "registered_at": event.starts_at - timedelta(days=9),
    }


def _entry(event: Event, number: int) -> Row:
    return {
        "id": uuid4(),
        "event_id": event.id,
        "registration_id": number,
        "kind": Kind.IN,
        "method": Method.QR,
        "occurred_at": event.starts_at,
        "received_at": event.starts_at,
    }


def _seat(event: Event, guests: list[int], dice: Random) -> None:
    """Tables of four, mixed anew for each round."""
    for number in range(1, ROUNDS + 1):
        mixed = dice.sample(guests, len(guests))
        round_ = _round(event.id, number, event.starts_at)
        rows = [
            {"round_id": round_, "member_id": guest, "table_no": place // TABLE + 1}
            for place, guest in enumerate(mixed)
        ]
        put(Seat, rows, _quietly)


def _round(event_id: int, number: int, at: datetime) -> int:
    row = Round(
        event_id=event_id,
        number=number,
        size=TABLE,
        seed=number,
        state=RoundState.RUNNING,
        planned_at=at,
        began_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def _tie(event: Event, guests: list[int], dice: Random) -> None:
    """About two new connections for everybody."""
    at = event.starts_at
    pairs = {in_pair_order(*dice.sample(guests, 2)) for _ in guests}
    rows = [
        {
            "low_id": low,
            "high_id": high,
            "state": Tie.ACTIVE,
            "origin": Origin.MET,
            "asked_by_id": low,
            "event_id": event.id,
            "asked_at": at,
            "connected_at": at,
        }
        for low, high in sorted(pairs)
    ]
    numbers = put_numbered(Connection, rows, _quietly)
    sides = [
        {
            "connection_id": number,
            "owner_id": owner,
            "shares": dice.choice((["email"], [])),
            "changed_at": at,
        }
        for number, row in zip(numbers, rows, strict=True)
        for owner in (row["low_id"], row["high_id"])
    ]
    put(Side, sides, _quietly)


def _quietly(_number: int) -> None:
    """Nobody watches how far it has come."""
