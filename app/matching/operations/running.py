"""Rounds begin and end when an organizer says so."""

from collections import Counter
from datetime import datetime

from app.accounts.models import User
from app.events.models import Event
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.matching.engine.rounds import PAIR
from app.matching.models import Round, Seating
from app.matching.operations.asking import plan_again
from app.matching.operations.planning import seat_all
from app.matching.operations.refusals import NothingToBegin, NotItsTurn, RoundMovedOn
from app.matching.operations.steps import step
from app.matching.pairings import Pair
from app.matching.queries.rounds import people_meant, rounds_of, seating_of
from app.matching.rules.mending import Manners, mended
from app.matching.rules.seating import Crossing, RoundState, Who
from app.matching.surveys import apart_at_tables, times_met


def begin(event: Event, number: int, *, by: User, at: datetime) -> Round:
    """Begin a round for those who are there now; the one before it ends.

    Whoever came since the plan was made sits down, whoever left gets up. Locks the plan of the
    event. Raises NothingToBegin, NotItsTurn, RoundMovedOn.
    """
    seating = _held(event)
    rounds = rounds_of(event, is_named=False)
    round_ = _next(rounds, number)
    for running in (one for one in rounds if one.state == RoundState.RUNNING):
        step(running, RoundState.OVER, by=by, at=at, reason="next_began", ended_at=at)
    people = _sit_down(event, seating, round_, rounds)
    step(round_, RoundState.RUNNING, by=by, at=at, began_at=at, ended_at=None)
    note(event.group, Deed.ROUND_BEGUN, by=by, at=at, event=event, details={"number": number})
    if seating is not None and set(seating.planned_for) != people:
        plan_again(event, seating, people, at=at)
    return round_


def begin_next(event: Event, *, by: User, at: datetime) -> Round:
    """Begin the first round that has not begun. Raises NothingToBegin, RoundMovedOn."""
    waiting = [one.number for one in rounds_of(event, is_named=False) if not one.has_begun]
    if not waiting:
        raise NothingToBegin
    return begin(event, waiting[0], by=by, at=at)


def end(event: Event, number: int, *, by: User, at: datetime) -> Round:
    """End the round that is running. Raises RoundMovedOn."""
    _held(event)
    round_ = _running(event, number)
    step(round_, RoundState.OVER, by=by, at=at, ended_at=at)
    note(event.group, Deed.ROUND_ENDED, by=by, at=at, event=event, details={"number": number})
    return round_


def take_back(event: Event, number: int, *, by: User, at: datetime) -> Round:
    """A round was begun by mistake: it waits again. Raises RoundMovedOn."""
    _held(event)
    round_ = _running(event, number)
    step(round_, RoundState.PLANNED, by=by, at=at, reason="taken_back", began_at=None)
    note(event.group, Deed.ROUND_TAKEN_BACK, by=by, at=at, event=event, details={"number": number})
    return round_


def manners_at(
    event: Event, seating: Seating | None, people: set[int], met: Counter[Pair]
) -> Manners:
    """What holds at the tables of this evening."""
    crossing = seating.crossing if seating else Crossing.ANYBODY
    size = seating.size if seating else PAIR
    return Manners(size, apart_at_tables(event, people, crossing), met)


def _held(event: Event) -> Seating | None:
    """The plan of the event, so that nobody else changes its rounds meanwhile."""
    seating = seating_of(event)
    if seating is None:
        lock(event)
        return None
    lock(seating).version += 1
    return seating


def _next(rounds: list[Round], number: int) -> Round:
    round_ = next((one for one in rounds if one.number == number), None)
    if round_ is None:
        raise NothingToBegin
    if round_.has_begun:
        raise RoundMovedOn
    if any(one.number < number and not one.has_begun for one in rounds):
        raise NotItsTurn
    return round_


def _running(event: Event, number: int) -> Round:
    for round_ in rounds_of(event, is_named=False):
        if round_.number == number and round_.state == RoundState.RUNNING:
            return round_
    raise RoundMovedOn


def _sit_down(
    event: Event, seating: Seating | None, round_: Round, rounds: list[Round]
) -> set[int]:
    """Put the round right for those who are there; their ids."""
    people = people_meant(event, seating.who if seating else Who.ARRIVED)
    met = times_met([one for one in rounds if one.has_begun])
    manners = manners_at(event, seating, people, met)
    tables = mended(round_.tables, people, manners, round_.locked).tables
    if tables != {number: tuple(sorted(table)) for number, table in round_.tables.items()}:
        seat_all(round_, tables)
        db.session.flush()
    return people
