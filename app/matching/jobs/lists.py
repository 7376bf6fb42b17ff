"""Lists worked out ahead, when what they rest on has changed."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from flask import current_app

from app.kit.clock import now
from app.kit.db import db
from app.kit.progress import tell
from app.kit.queue import enqueue, job, ring
from app.kit.singly import one_by_one
from app.matching.models.lists import Listing
from app.matching.operations.listing import forget_listings, want, work_out
from app.matching.queries.marks import (
    evenings_past,
    mark_of_community,
    marks_of_evenings,
    marks_of_presence,
)
from app.matching.rules.listing import COMMUNITY, PATIENCE, SETTLES, occasion_of, week_of


@job
def make_lists() -> None:
    """Make the lists that have waited longest, and ring again if others wait."""
    if work_on_one(now()) and _waits(now()):
        enqueue(make_lists)


def keep_lists(at: datetime) -> int:
    """See which lists are out of date and have them made; returns how many were made here.

    When Redis has been away for a while, one is made by whoever looks.
    """
    _notice(at)
    forget_listings(evenings_past(at))
    if not _waits(at):
        return 0
    if ring(make_lists) and not _waits(at - PATIENCE):
        return 0
    return work_on_one(at)


def work_on_one(at: datetime) -> int:
    """Make the lists that have waited longest; 0 when none wait that nobody else works on."""
    query = sa.select(Listing).where(Listing.wanted_at <= at - SETTLES)
    query = query.order_by(Listing.wanted_at, Listing.id).limit(1)
    query = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    listing = db.session.scalars(query).one_or_none()
    if listing is None:
        return 0
    if not one_by_one([listing], partial(_make, at=at)):
        listing.wanted_at = at + PATIENCE  # others wait behind it
    return 1


def _make(listing: Listing, *, at: datetime) -> None:
    work_out(listing, at=at, tick=partial(tell, listing.occasion))


def _notice(at: datetime) -> None:
    for event_id, mark in marks_of_evenings(at).items():
        want(occasion_of(event_id, is_here=False), event_id, mark, at=at)
    for event_id, mark in marks_of_presence(at).items():
        want(occasion_of(event_id, is_here=True), event_id, mark, at=at)
    week = week_of(at, current_app.config["BABEL_DEFAULT_TIMEZONE"])
    want(COMMUNITY, None, mark_of_community(week), at=at)
    db.session.flush()


def _waits(at: datetime) -> bool:
    query = sa.select(Listing.id).where(Listing.wanted_at <= at - SETTLES).limit(1)
    return db.session.scalars(query).first() is not None
