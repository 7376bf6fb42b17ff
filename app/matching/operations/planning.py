"""Planning the rounds that have not begun, and saying what the plan is worth."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db, lock
from app.matching.engine import rounds as engine
from app.matching.engine.house import Round as Arrangement
from app.matching.models import Round, Seat, Seating, TableLock
from app.matching.operations.steps import write_down
from app.matching.rules.mending import Manners
from app.matching.rules.numbering import numbered
from app.matching.rules.rotating import rotated
from app.matching.rules.seating import PlanState, RoundState
from app.matching.surveys import Survey, survey, tables_in, times_met

Tables = Mapping[int, Sequence[int]]

# So many may come or go, in hundredths of the people, or in people, before all is planned anew;
# and a plan that was put right may be worth so much less, compared with the best there can be.
FEW_SHARE, FEW_PEOPLE = 10, 2
LITTLE_LESS = 0.03


def make_plan(event: Event, seating: Seating, *, by: User | None, at: datetime) -> bool:
    """Plan the rounds that have not begun over everybody who is meant.

    False when the tables were changed meanwhile: then nothing is written, and it has to be done
    again. Locks the plan of the event, once it has been thought out.
    """
    version, found = seating.version, survey(event, seating.wish)
    plan = engine.plan(found.pool, found.format, past=found.past)
    if lock(seating).version != version:
        return False
    _write_rounds(event, found, plan.rounds[plan.kept :], by=by, at=at)
    _settle(seating, found, plan, at)
    return True


def put_right(event: Event, seating: Seating, *, at: datetime) -> bool:
    """Seat those who came, and let those go who left; nobody else moves.

    Where many came or went, or the tables would suffer, all is planned anew. False when the tables
    were changed meanwhile. Locks the plan of the event, once it has been thought out.
    """
    version, found = seating.version, survey(event, seating.wish)
    mended = _mended(found, seating)
    plan = mended or engine.plan(found.pool, found.format, past=found.past)
    if lock(seating).version != version:
        return False
    tables = plan.rounds[plan.kept :]
    _write_rounds(event, found, tables, by=None, at=at, keeps_numbers=mended is not None)
    _settle(seating, found, plan, at)
    return True


def make_shift(event: Event, seating: Seating, *, by: User | None, at: datetime) -> None:
    """Seat everybody somehow and at once, while a worker thinks of something better.

    The caller holds the plan of the event.
    """
    found = survey(event, seating.wish)
    people = [person.id for person in found.pool.people]
    Random(found.format.seed).shuffle(people)
    numbers = range(len(found.begun) + 1, found.format.rounds + 1)
    manners = Manners(found.format.size, found.pool.apart, times_met(found.begun))
    locked = {one.number: {it: one.tables[it] for it in one.locked} for one in found.waiting}
    tables = [tuple(one.values()) for one in rotated(people, numbers, manners, locked)]
    _write_rounds(event, found, tables, by=by, at=at)
    quality = engine.worth_of(found.pool, [*found.past, *tables], found.format, len(found.begun))
    seating.worth = worth_told(quality) | {"is_makeshift": True}
    seating.planned_for, seating.planned_at = sorted(people), at
    db.session.flush()


def judge(event: Event, seating: Seating) -> bool:
    """Say anew what the tables are worth, after they have been changed by hand."""
    version = seating.version
    found = survey(event, seating.wish)
    rounds = [*found.past, *(tables_in(one) for one in found.waiting)]
    quality = engine.worth_of(found.pool, rounds, found.format, kept=len(found.begun))
    if lock(seating).version != version:
        return False
    seating.worth = worth_told(quality) | {"by_hand": True}
    seating.state = PlanState.SETTLED
    return True


def _settle(seating: Seating, found: Survey, plan: engine.Plan, at: datetime) -> None:
    if found.format.rounds > plan.kept:
        seating.worth = worth_told(plan.quality)
    seating.planned_for = sorted(person.id for person in found.pool.people)
    seating.planned_at, seating.state = at, PlanState.SETTLED
    seating.version += 1
    db.session.flush()


def _mended(found: Survey, seating: Seating) -> engine.Plan | None:
    """The plan with the least change; None where planning anew serves people better."""
    people = {person.id for person in found.pool.people}
    strangers = people ^ set(seating.planned_for)
    few = max(FEW_PEOPLE, len(people) * FEW_SHARE // 100)
    is_complete = len(found.begun) + len(found.waiting) == found.format.rounds
    if len(strangers) > few or not is_complete or any(one.locked for one in found.waiting):
        return None
    rounds = [*found.past, *(tables_in(one) for one in found.waiting)]
    plan = engine.mend(found.pool, rounds, found.format, kept=len(found.begun))
    return plan if _is_as_good(plan.quality, seating.worth) else None


def _is_as_good(quality: engine.Quality, before: Mapping[str, Any]) -> bool:
    share = before["total"] / before["bound"] if before.get("bound") else 1.0
    return (
        quality.share >= share - LITTLE_LESS
        and quality.repeats <= before.get("repeats", 0)
        and len(quality.left_out) <= len(before.get("left_out", ()))
        and len(quality.parted) <= len(before.get("parted", ()))
    )


def worth_told(quality: engine.Quality) -> dict[str, Any]:
    """What a plan is worth, as it is kept: numbers, and ids of those it is about."""
    # Where nobody new is left to meet, nobody is left out.
    is_whole = quality.stopped in (engine.Stopped.EVERYONE_MET, engine.Stopped.NOTHING_NEW)
    left_out = () if is_whole and not quality.total else quality.left_out
    return {
        "total": round(quality.total, 2),
        "bound": round(quality.bound, 2),
        "repeats": quality.repeats,
        "left_out": [[one.round, one.person, str(one.reason)] for one in left_out],
        "stopped": str(quality.stopped or ""),
        "parted": [[one.round, one.one, one.other] for one in quality.parted],
        "hostless": quality.hostless,
        "same_trade": quality.same_trade,
    }


def seat_all(round_: Round, tables: Tables) -> None:
    """Seat people at these tables, and nobody anywhere else."""
    before = {seat.member_id: seat.table_no for seat in round_.seats}
    after = {member_id: number for number, table in tables.items() for member_id in table}
    gone = Seat.member_id.in_(before.keys() - after.keys())
    if not before.keys() <= after.keys():
        db.session.execute(sa.delete(Seat).where(Seat.round_id == round_.id, gone))
    rows = [
        {"round_id": round_.id, "member_id": member_id, "table_no": number}
        for member_id, number in after.items()
        if before.get(member_id) != number
    ]
    if rows:
        row = insert(Seat)
        moved = row.on_conflict_do_update(
            index_elements=[Seat.round_id, Seat.member_id],
            set_={"table_no": row.excluded.table_no},
        )
        db.session.execute(moved, rows)
    db.session.expire(round_, ["seats"])


def _write_rounds(
    event: Event,
    found: Survey,
    planned: Sequence[Arrangement],
    *,
    by: User | None,
    at: datetime,
    keeps_numbers: bool = False,
) -> None:
    waiting = {one.number: one for one in found.waiting}
    for number, tables in enumerate(planned, start=len(found.begun) + 1):
        round_ = waiting.pop(number, None)
        if round_ is None:
            round_ = _new_round(event, number, found, at)
            write_down(round_, None, RoundState.PLANNED, by=by, at=at)
        round_.size, round_.seed = found.format.size, found.format.seed
        round_.planned_at = at
        _seat(round_, tables, keeps_numbers)
    for round_ in waiting.values():
        write_down(round_, RoundState.PLANNED, None, by=by, at=at)
        db.session.delete(round_)
    db.session.flush()


def _new_round(event: Event, number: int, found: Survey, at: datetime) -> Round:
    round_ = Round(
        event_id=event.id,
        number=number,
        state=RoundState.PLANNED,
        size=found.format.size,
        seed=found.format.seed,
        planned_at=at,
        seats=[],
        locks=[],
    )
    db.session.add(round_)
    db.session.flush()
    return round_


def _seat(round_: Round, tables: Sequence[Sequence[int]], keeps_numbers: bool) -> None:
    """Seat everybody; a locked table keeps its number, and its lock while two of it are there."""
    before = {number: set(round_.tables.get(number, ())) for number in round_.locked}
    kept: dict[int, Sequence[int]] = {}
    others: list[Sequence[int]] = []
    for table in tables:
        number = next((it for it, people in before.items() if set(table) <= people), None)
        if number is None or number in kept:
            others.append(table)
        else:
            kept[number] = table
    _unlock(round_, set(before) - set(kept))
    seat_all(round_, numbered(others, round_.tables if keeps_numbers else {}, kept))


def _unlock(round_: Round, numbers: set[int]) -> None:
    if numbers:
        gone = TableLock.table_no.in_(numbers)
        db.session.execute(sa.delete(TableLock).where(TableLock.round_id == round_.id, gone))
        db.session.expire(round_, ["locks"])
