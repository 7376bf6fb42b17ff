"""What the pages of tables show, put together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.kit.progress import Progress, told
from app.matching.jobs.rounds import progress_name
from app.matching.models import Round, Seating
from app.matching.queries.lists import who_shows_themselves
from app.matching.queries.phones import ends_at
from app.matching.queries.rounds import (
    people_meant,
    round_at,
    rounds_without_seats,
    seating_of,
)
from app.matching.rules.seating import TO_BE_DONE, PlanState, RoundState, Who
from app.matching.sentences import Told, percent_of, said_of

# A projector turns its pages; so many people can be read on one, and for so long.
PER_PAGE, PAGE_SECONDS = 40, 12


@dataclass(frozen=True)
class Desk:
    """The tables of an evening, for those who plan them. `round` is the one that is shown."""

    seating: Seating | None
    rounds: Sequence[Round]
    round: Round | None
    here: int
    said: list[Told]
    percent: int | None
    ends_at: datetime | None
    without: list[User] = field(default_factory=list)

    @property
    def running(self) -> Round | None:
        return next((one for one in self.rounds if one.state == RoundState.RUNNING), None)

    @property
    def next(self) -> Round | None:
        return next((one for one in self.rounds if not one.has_begun), None)

    @property
    def version(self) -> int:
        return self.seating.version if self.seating else 0


@dataclass(frozen=True)
class Look:
    """How the plan stands, for a page that waits or looks again."""

    is_being_planned: bool
    has_failed: bool
    has_changed: bool
    progress: Progress | None
    here: int


@dataclass(frozen=True)
class Board:
    """One page of the projector. `tables` are (number, people); nobody who hides is named."""

    round: Round | None
    is_next: bool
    tables: list[tuple[int, list[User | None]]]
    page: int
    pages: int
    ends_at: datetime | None
    has_next: bool


def desk_of(event: Event, number: int | None) -> Desk:
    """The tables as the organizers see them, one round of them in full."""
    seating, rounds = seating_of(event), rounds_without_seats(event)
    running = next((one for one in rounds if one.state == RoundState.RUNNING), None)
    people = people_meant(event, seating.who if seating else Who.ARRIVED)
    shown = _in_full(event, _chosen(rounds, number))
    return Desk(
        seating=seating,
        rounds=rounds,
        round=shown,
        here=len(people),
        said=said_about(seating),
        percent=percent_of(seating.worth) if seating else None,
        ends_at=ends_at(running, seating.minutes if seating else None),
        without=_without(shown, people),
    )


def said_about(seating: Seating | None) -> list[Told]:
    """What there is to say of a plan, the most important first."""
    worth = seating.worth if seating else {}
    return said_of(worth, _named_in(worth))


def look_at(event: Event, seen: int) -> Look:
    """Whether there is something new since version `seen`."""
    seating = seating_of(event)
    state = seating.state if seating else PlanState.SETTLED
    return Look(
        is_being_planned=state in TO_BE_DONE,
        has_failed=state == PlanState.FAILED,
        has_changed=seating is not None and seating.version != seen,
        progress=told(progress_name(event)),
        here=len(people_meant(event, seating.who if seating else Who.ARRIVED)),
    )


def board_of(event: Event, page: int | None, at: datetime) -> Board:
    """The round that runs, or the one to come; the page turns by the clock unless it is held."""
    seating, rounds = seating_of(event), rounds_without_seats(event)
    running = next((one for one in rounds if one.state == RoundState.RUNNING), None)
    to_come = next((one for one in rounds if not one.has_begun), None)
    shown = _in_full(event, running or to_come)
    tables = _named_tables(event, shown) if shown else []
    sheets = _sheets(tables)
    turn = int(at.timestamp()) // PAGE_SECONDS if page is None else page - 1
    number = turn % len(sheets) if sheets else 0
    return Board(
        round=shown,
        is_next=running is None and shown is not None,
        tables=sheets[number] if sheets else [],
        page=number + 1,
        pages=len(sheets),
        ends_at=ends_at(running, seating.minutes if seating else None),
        has_next=running is not None and to_come is not None,
    )


def _chosen(rounds: Sequence[Round], number: int | None) -> Round | None:
    """The round asked for, else the one that runs, else the next one, else the last."""
    asked = next((one for one in rounds if one.number == number), None)
    running = next((one for one in rounds if one.state == RoundState.RUNNING), None)
    to_come = next((one for one in rounds if not one.has_begun), None)
    return asked or running or to_come or (rounds[-1] if rounds else None)


def _in_full(event: Event, round_: Round | None) -> Round | None:
    """That round with everybody's seat and whose it is."""
    return round_at(event, round_.number, is_named=True) if round_ is not None else None


def _without(round_: Round | None, people: set[int]) -> list[User]:
    """Who is meant and has no place in a round that is not over."""
    if round_ is None or round_.state == RoundState.OVER:
        return []
    missing = people - {seat.member_id for seat in round_.seats}
    query = sa.select(User).where(User.id.in_(missing)).order_by(User.name_key, User.id)
    return list(db.session.scalars(query)) if missing else []


def _named_in(worth: dict[str, list[list[int]]]) -> dict[int, User]:
    ids = {it[1] for it in worth.get("left_out", ())}
    ids |= {it for _number, *pair in worth.get("parted", ()) for it in pair}
    if not ids:
        return {}
    return {user.id: user for user in db.session.scalars(sa.select(User).where(User.id.in_(ids)))}


def _named_tables(event: Event, round_: Round) -> list[tuple[int, list[User | None]]]:
    """Each table with its people, None for whoever does not show themselves or is not here."""
    shown = who_shows_themselves(event)
    found: dict[int, list[User | None]] = {}
    for seat in round_.seats:
        name = seat.member if seat.member_id in shown else None
        found.setdefault(seat.table_no, []).append(name)
    return list(found.items())


def _sheets(
    tables: list[tuple[int, list[User | None]]],
) -> list[list[tuple[int, list[User | None]]]]:
    """The tables in pages that can be read from the back of a room."""
    sheets: list[list[tuple[int, list[User | None]]]] = []
    room = 0
    for table in tables:
        if len(table[1]) > room:
            sheets.append([])
            room = PER_PAGE
        sheets[-1].append(table)
        room -= len(table[1])
    return sheets


def seconds_left(ends: datetime | None, at: datetime) -> int:
    """How long a round is still meant to last."""
    return max(0, int((ends - at) / timedelta(seconds=1))) if ends else 0
