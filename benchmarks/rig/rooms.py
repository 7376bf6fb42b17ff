"""Whole rooms of people in a few statements, for pages that must not grow slow."""

from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.rules import Kind, Method
from app.events.models import Event
from app.events.rules import Status
from app.groups.models import Action, Group, Membership
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.profiles.models import Profile
from app.registrations.models import Change, Registration
from app.registrations.states import State

FAMILIES = ("佐藤", "鈴木", "髙橋", "田中", "伊藤", "渡邉", "山本", "中村", "小林", "加藤")
READINGS = ("さとう", "すずき", "たかはし", "たなか", "いとう", "わたなべ", "やまもと")
GIVEN = ("美咲", "蓮", "ミナ", "健", "Aoi", "さくら", "陽菜", "大輔")
STATES = (
    *([State.CONFIRMED] * 10),
    *([State.WAITLISTED] * 4),
    *([State.CANCELLED] * 3),
    *(State.PENDING, State.OFFERED, State.LAPSED),
)


def a_crowd(number: int, marker: str) -> list[int]:
    """The ids of `number` new members."""
    at = now() - timedelta(days=400)
    rows = [
        {
            "email": f"{marker}{n}@example.org",
            "email_verified_at": at,
            "family_name": FAMILIES[n % len(FAMILIES)],
            "given_name": f"{GIVEN[n % len(GIVEN)]}",
            "reading": f"{READINGS[n % len(READINGS)]} {n}",
            "joined_at": at,
            "locale": "ja",
        }
        for n in range(number)
    ]
    ids = list(db.session.scalars(sa.insert(User).returning(User.id), rows))
    companies = ("日和百貨店", "霞ヶ関水産", "ＡＢＣ商事", "")
    db.session.execute(
        sa.insert(Profile),
        [
            {"member_id": one, "company": companies[n % 4], "visibility": {"company": "public"}}
            for n, one in enumerate(ids)
        ],
    )
    return ids


def they_join(group: Group, ids: list[int]) -> None:
    """Make them belong, spread over two years."""
    at = now()
    db.session.execute(
        sa.insert(Membership),
        [
            {
                "group_id": group.id,
                "member_id": one,
                "role": Role.MEMBER,
                "joined_at": at - timedelta(days=n % 700),
            }
            for n, one in enumerate(ids)
        ],
    )


def they_register(event: Event, ids: list[int], *, seated: bool = False) -> list[int]:
    """Put them on the list in every state (or all with a seat), each step in the log."""
    begun = event.starts_at - timedelta(days=40)
    rows = [_row(event, one, n, begun, seated=seated) for n, one in enumerate(ids)]
    query = sa.insert(Registration).returning(Registration.id, sort_by_parameter_order=True)
    placed = list(db.session.scalars(query, rows))
    steps = [
        {"registration_id": one, "to_state": to, "from_state": before, "at": at, "reason": "x"}
        for one, row in zip(placed, rows, strict=True)
        for before, to, at in _steps(row["state"], row["registered_at"])
    ]
    db.session.execute(sa.insert(Change), steps)
    return placed


def they_come(event: Event, placed: list[int]) -> None:
    """Let every second of them in."""
    at = event.starts_at
    rows = [
        {
            "id": uuid4(),
            "event_id": event.id,
            "registration_id": one,
            "kind": Kind.IN,
            "method": Method.QR,
            "occurred_at": at,
            "received_at": at,
        }
        for one in placed[::2]
    ]
    db.session.execute(sa.insert(Entry), rows)


def a_past(group: Group, ids: list[int], evenings: int) -> None:
    """Evenings the group has behind it, each with the same people."""
    for n in range(evenings):
        starts_at = now() - timedelta(days=30 * (n + 1))
        event = Event(
            slug=f"past-{group.id}-{n}",
            group_id=group.id,
            title=f"第{n}回",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            status=Status.CLOSED,
            attendance_taken=True,
            made_at=starts_at,
            changed_at=starts_at,
        )
        db.session.add(event)
        db.session.flush()
        they_come(event, they_register(event, ids, seated=True))


def a_busy_log(group: Group, lines: int) -> None:
    """A log of that many lines."""
    at = now()
    rows = [
        {
            "group_id": group.id,
            "kind": "confirmed",
            "details": {"count": n},
            "at": at - timedelta(minutes=n),
        }
        for n in range(lines)
    ]
    db.session.execute(sa.insert(Action), rows)


def _row(
    event: Event, member_id: int, n: int, begun: datetime, *, seated: bool
) -> dict[str, object]:
    state = State.CONFIRMED if seated else STATES[n % len(STATES)]
    slot = event.slots[n % len(event.slots)] if event.slots else None
    holds = state in (State.CONFIRMED, State.OFFERED)
    return {
        "public_id": f"{event.slug}-{n}",
        "event_id": event.id,
        "attendee_id": member_id,
        "slot_id": slot.id if slot and holds else None,
        "wishes": [one.id for one in event.slots],
        "state": state,
        "queue_no": n + 1 if state == State.WAITLISTED else None,
        "offer_expires_at": event.starts_at if state == State.OFFERED else None,
        "purpose": "friends",
        "registered_at": begun + timedelta(minutes=8 * n),
    }


def _steps(state: object, at: datetime) -> list[tuple[State | None, State, datetime]]:
    if state in (State.CANCELLED, State.LAPSED):
        return [(None, State.CONFIRMED, at), (State.CONFIRMED, state, at + timedelta(days=2))]
    return [(None, state, at)]
