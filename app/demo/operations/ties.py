"""Who knows whom, what they share and remember, and who is kept apart."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.accounts.models import User
from app.connections.models import Connection, Side
from app.connections.rules import Origin, State, in_pair_order
from app.demo.operations.evenings import Evenings
from app.demo.operations.people import People
from app.demo.rules import Calendar, lot
from app.demo.story import ATTENDEE, TONIGHT, Page, Row, listed, pages, table
from app.events.models import Event
from app.kit.db import db
from app.matching.models.likes import Like
from app.moderation.operations import block

BEFORE_THE_END = timedelta(minutes=25)
BEFORE_THE_START = timedelta(hours=3)
WISHES = (
    ("gaku.shimizu", ATTENDEE),
    ("wataru.murakami", ATTENDEE),
    ("wataru.murakami", "gaku.shimizu"),
)
WITHIN_MINUTES = 30


@dataclass(frozen=True)
class Half:
    """What one of two people shares with the other, and remembers of them."""

    owner: User
    shares: list[str] = field(default_factory=list)
    note: str = ""
    noted_at: datetime | None = None


@dataclass(frozen=True)
class Tie:
    """Two people who have both said yes at `at`. `event` is where they met."""

    halves: tuple[Half, Half]
    at: datetime
    event: Event | None = None


def connect_everybody(evenings: Evenings, people: People) -> None:
    """Tie those who met at an event, with what each of them shares and has noted."""
    notes = {(note["by"], note["about"]): note for note in pages("notes")}
    ties = []
    for row in table("connections"):
        event = evenings[row["event"]]
        minutes = lot("met", row["a"], row["b"], of=WITHIN_MINUTES)
        met_at = event.ends_at - BEFORE_THE_END + timedelta(minutes=minutes)
        halves = (
            _half(row, "a", people, notes.get((row["a"], row["b"])), met_at),
            _half(row, "b", people, notes.get((row["b"], row["a"])), met_at),
        )
        ties.append(Tie(halves, met_at, event))
    tie_up(ties)


def tie_up(ties: list[Tie]) -> None:
    """Write ties down, all at once."""
    connections = [_connection(tie) for tie in ties]
    db.session.add_all(connections)
    db.session.flush()
    db.session.add_all(
        Side(
            connection_id=connection.id,
            owner_id=half.owner.id,
            shares=sorted(half.shares),
            note=half.note,
            changed_at=half.noted_at or tie.at,
        )
        for tie, connection in zip(ties, connections, strict=True)
        for half in tie.halves
    )
    db.session.flush()


def wish_to_meet(evenings: Evenings, people: People) -> None:
    """Some have marked others for tonight; whoever marks one of them back finds that out."""
    event = evenings[TONIGHT]
    for who, whom in WISHES:
        at = event.starts_at - BEFORE_THE_START
        db.session.add(
            Like(member_id=people[who].id, liked_id=people[whom].id, event_id=event.id, at=at)
        )


def keep_apart(people: People, days: Calendar) -> None:
    """The one block of this community."""
    for row in table("blocks"):
        at = days.on(int(row["day"]), "23:10")
        block(people[row["blocker"]], people[row["blocked"]], at=at)


def _half(row: Row, side: str, people: People, note: Page | None, met_at: datetime) -> Half:
    owner, shares = people[row[side]], listed(row[f"shared_by_{side}"])
    if note is None:
        return Half(owner, shares)
    return Half(owner, shares, note["text"], met_at + timedelta(days=note["days_after"]))


def _connection(tie: Tie) -> Connection:
    one, other = (half.owner.id for half in tie.halves)
    low_id, high_id = in_pair_order(one, other)
    return Connection(
        low_id=low_id,
        high_id=high_id,
        state=State.ACTIVE,
        origin=Origin.MET if tie.event else Origin.INTRODUCTION,
        asked_by_id=one,
        event_id=tie.event.id if tie.event else None,
        asked_at=tie.at,
        connected_at=tie.at,
    )
