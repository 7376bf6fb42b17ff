"""Tables changed by hand: somebody moves, two change places, a table is locked."""

from datetime import datetime
from itertools import combinations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.events.models import Event
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.matching.models import Round, Seating, TableLock
from app.matching.operations.asking import judge_again
from app.matching.operations.planning import seat_all
from app.matching.operations.refusals import CannotSitThere, RoundIsOver, TablesMovedOn
from app.matching.queries.rounds import rounds_of, seating_of
from app.matching.rules.changing import Change, Tables, changed, table_of
from app.matching.rules.mending import TRIO
from app.matching.rules.seating import RoundState
from app.matching.surveys import apart_at_tables


def change_seat(
    event: Event, number: int, change: Change, version: int, *, by: User, at: datetime
) -> Round:
    """Move somebody, let two change places, or let somebody get up.

    The tables it is about are locked, so that the next plan leaves them as they are. `version` is
    that of the plan the organizer saw. Locks the plan of the event.
    Raises TablesMovedOn, RoundIsOver, CannotSitThere.
    """
    seating, round_ = _held(event, number, version)
    before = dict(round_.tables)
    after = changed(before, change.person, change.table, change.other)
    _check(event, seating, before, after, change)
    seat_all(round_, after)
    touched = {it for it in (table_of(before, change.person), change.table) if it in after}
    if not round_.has_begun:
        _lock_tables(round_, touched, by, at)
    seating.version += 1
    told = {"number": number, "member_id": change.person}
    note(event.group, Deed.SEAT_CHANGED, by=by, at=at, event=event, details=told)
    judge_again(event, seating)
    return round_


def lock_table(
    event: Event, number: int, table_no: int, *, is_locked: bool, by: User, at: datetime
) -> None:
    """Lock a table, or let it be planned again; saying it twice changes nothing.

    Locks the plan of the event. Raises TablesMovedOn, RoundIsOver.
    """
    seating, round_ = _held(event, number, None)
    if round_.has_begun:
        raise RoundIsOver
    if table_no not in round_.tables:
        raise TablesMovedOn
    if is_locked:
        _lock_tables(round_, {table_no}, by, at)
    else:
        lock_ = sa.delete(TableLock).where(TableLock.round_id == round_.id)
        db.session.execute(lock_.where(TableLock.table_no == table_no))
        db.session.expire(round_, ["locks"])
    seating.version += 1


def _held(event: Event, number: int, version: int | None) -> tuple[Seating, Round]:
    seating = seating_of(event)
    if seating is None or version not in (None, lock(seating).version):
        raise TablesMovedOn
    lock(seating)
    round_ = next((one for one in rounds_of(event, is_named=False) if one.number == number), None)
    if round_ is None:
        raise TablesMovedOn
    if round_.state == RoundState.OVER:
        raise RoundIsOver
    return seating, round_


def _check(event: Event, seating: Seating, before: Tables, after: Tables, change: Change) -> None:
    """Whatever the reason is, the answer is the same: nobody learns who keeps whom away."""
    if change.other is not None and table_of(before, change.other) != change.table:
        raise TablesMovedOn
    people = {it for table in after.values() for it in table}
    apart = apart_at_tables(event, people, seating.crossing)
    for number, table in after.items():
        if table == tuple(sorted(before.get(number, ()))):
            continue
        is_full = len(table) > max(TRIO, seating.size, len(before.get(number, ())))
        pairs = set(combinations(table, 2))
        if is_full or len(table) == 1 or any({pair, pair[::-1]} & apart for pair in pairs):
            raise CannotSitThere


def _lock_tables(round_: Round, numbers: set[int], by: User, at: datetime) -> None:
    for number in sorted(numbers):
        row = insert(TableLock).values(round_id=round_.id, table_no=number, by_id=by.id, at=at)
        db.session.execute(row.on_conflict_do_nothing())
    db.session.expire(round_, ["locks"])
