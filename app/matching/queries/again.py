"""「また会いましたね」: evenings at which two people have both been before."""

from collections.abc import Collection

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.queries.clauses import was_there
from app.connections.people import SHOWN_TO_PARTICIPANTS
from app.events.models import Event
from app.kit.db import another, db
from app.matching.reading import among
from app.registrations.models import Registration
from app.registrations.states import State


def evenings_shared(viewer: User, ids: Collection[int], event: Event | None) -> dict[int, int]:
    """By person, at how many evenings other than `event` both were and let each other see it.

    Whoever hides from the other participants is at none of them.
    """
    mine, theirs = another(Registration, "my_evening"), another(Registration, "their_evening")
    both = sa.and_(
        *(
            sa.and_(
                one.state == State.CONFIRMED,
                one.list_visibility.in_(SHOWN_TO_PARTICIPANTS),
                was_there(one.id),
            )
            for one in (mine, theirs)
        )
    )
    query = (
        sa.select(theirs.attendee_id, sa.func.count(theirs.event_id.distinct()))
        .join(mine, mine.event_id == theirs.event_id)
        .where(mine.attendee_id == viewer.id, among(theirs.attendee_id, ids), both)
        .group_by(theirs.attendee_id)
    )
    if event is not None:
        query = query.where(theirs.event_id != event.id)
    return {person: int(times) for person, times in db.session.execute(query)} if ids else {}
