"""Planning tables behind the page, and planning again as people come and go."""

import logging
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from app.events.models import Event
from app.kit.clock import now
from app.kit.db import db, raise_if_passing
from app.kit.progress import tell
from app.kit.queue import enqueue, job, ring
from app.kit.singly import one_by_one
from app.matching.models import Seating
from app.matching.operations.planning import judge, make_plan, put_right
from app.matching.queries.rounds import people_meant, plans_under_way, rounds_of, waiting_plans
from app.matching.rules.seating import PlanState
from app.matching.surveys import apart_at_tables, times_met

log = logging.getLogger(__name__)

FEWEST = 2
STEPS = 3


@job
def plan_tables() -> None:
    """Make one plan that waits, and ring again if another one does."""
    if work_on_one(now()) and _waits():
        enqueue(plan_tables)


def sweep(at: datetime) -> int:
    """See who came and who left, and plan again for them; returns how many plans were made here.

    Rings for plans whose bell was lost; makes one here if Redis is away.
    """
    one_by_one(db.session.scalars(plans_under_way(at)), partial(_notice, at=at))
    db.session.flush()
    if not _waits() or ring(plan_tables):
        return 0
    return work_on_one(at)


def work_on_one(at: datetime) -> int:
    """Make or judge the plan that has waited longest; 0 when there is none.

    One that cannot be made is marked, so that it is not tried for ever.
    """
    seating = db.session.scalars(waiting_plans().limit(1)).one_or_none()
    if seating is None:
        return 0
    event = db.session.get_one(Event, seating.event_id)
    tell(progress_name(event), 1, STEPS)
    try:
        with db.session.begin_nested():
            _work(event, seating, at)
    except Exception as reason:
        # Whatever is wrong with one plan, others wait behind it.
        raise_if_passing(reason)
        log.exception("The tables of event %s could not be planned", event.public_id)
        seating.state = PlanState.FAILED
    tell(progress_name(event), STEPS, STEPS)
    return 1


def progress_name(event: Event) -> str:
    """What the progress of an event's plan is told under."""
    return f"rounds:{event.public_id}"


def _work(event: Event, seating: Seating, at: datetime) -> None:
    match seating.state:
        case PlanState.CHANGED:
            judge(event, seating)
        case PlanState.STIRRED:
            put_right(event, seating, at=at)
        case _:
            make_plan(event, seating, by=None, at=at)


def _notice(seating: Seating, at: datetime) -> None:
    """See that others are here than the plan was made for, or that two may not meet any more."""
    event = db.session.get_one(Event, seating.event_id)
    people = people_meant(event, seating.who)
    if len(people) < FEWEST:
        return
    to_come = times_met([one for one in rounds_of(event, is_named=False) if not one.has_begun])
    apart = apart_at_tables(event, people, seating.crossing)
    has_quarrel = any(pair in to_come or pair[::-1] in to_come for pair in apart)
    if has_quarrel or people != set(seating.planned_for):
        ask = sa.update(Seating).where(
            Seating.event_id == event.id,
            Seating.state == PlanState.SETTLED,
            Seating.version == seating.version,
        )
        stirred = {"state": PlanState.STIRRED, "asked_at": at, "version": seating.version + 1}
        db.session.execute(ask.values(**stirred))


def _waits() -> bool:
    return (
        db.session.scalar(waiting_plans().with_only_columns(Seating.event_id).limit(1)) is not None
    )
