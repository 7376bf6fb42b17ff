"""Asking for a plan: a small one is made at once, a large one by a worker."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.events.models import Event
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.kit.queue import enqueue
from app.matching import jobs
from app.matching.engine.rounds import PAIR
from app.matching.models import Seating
from app.matching.operations.planning import judge, make_plan, make_shift, put_right
from app.matching.operations.refusals import TooFewPeople, TooFewSeated
from app.matching.queries.rounds import people_meant, rounds_of
from app.matching.rules.seating import SEATED_AT_ONCE, PlanState, Who, Wish, is_quick
from app.matching.surveys import seed_of


def plan_rounds(event: Event, wish: Wish, *, by: User | None, at: datetime) -> Seating:
    """Plan the rounds that have not begun; those that have stay as they are.

    A plan that takes long is left to a worker: then the answer's state is ASKED, and a makeshift
    stands in for it unless there are very many people. Locks the plan
    of the event. Raises TooFewPeople, TooFewSeated.
    """
    people = people_meant(event, wish.who)
    if len(people) < PAIR:
        raise TooFewPeople if wish.who == Who.ARRIVED else TooFewSeated
    seating = _asked(event, wish, by, at)
    note(event.group, Deed.ROUNDS_PLANNED, by=by, at=at, event=event, details=_counted(wish))
    if is_quick(len(people), wish.size):
        make_plan(event, seating, by=by, at=at)
        return seating
    if len(people) <= SEATED_AT_ONCE:
        make_shift(event, seating, by=by, at=at)
    enqueue(jobs.plan_tables)
    return seating


def plan_again(event: Event, seating: Seating, people: Collection[int], *, at: datetime) -> None:
    """The same wish over those who are concerned now; there may be nobody left to plan for."""
    if len(people) < PAIR:
        return
    lock(seating)
    seating.version += 1
    if seating.state != PlanState.ASKED:
        seating.state, seating.asked_at = PlanState.STIRRED, at
    if is_quick(len(people), seating.size):
        put_right(event, seating, at=at)
    else:
        enqueue(jobs.plan_tables)


def judge_again(event: Event, seating: Seating) -> None:
    """Say what the tables are worth, now that they have been changed by hand."""
    if seating.state == PlanState.SETTLED:
        seating.state = PlanState.CHANGED
    if seating.state == PlanState.CHANGED and is_quick(len(seating.planned_for), seating.size):
        judge(event, seating)
    else:
        enqueue(jobs.plan_tables)


def _asked(event: Event, wish: Wish, by: User | None, at: datetime) -> Seating:
    """The row of the plan, made where there is none, with the new wish on it."""
    begun = sum(one.has_begun for one in rounds_of(event, is_named=False))
    asked = {
        "rounds": max(wish.rounds, begun),
        "size": wish.size,
        "who": wish.who,
        "minutes": wish.minutes,
        "seed": seed_of(event, wish),
        "mixes": wish.mixes,
        "spreads": wish.spreads,
        "crossing": wish.crossing,
        "state": PlanState.ASKED,
        "asked_at": at,
        "asked_by_id": by.id if by else None,
    }
    row = insert(Seating).values(event_id=event.id, worth={}, planned_for=[], version=0, **asked)
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=[Seating.event_id], set_=asked | {"version": Seating.version + 1}
        )
    )
    return lock(db.session.get_one(Seating, event.id))


def _counted(wish: Wish) -> dict[str, int]:
    return {"count": wish.rounds}
