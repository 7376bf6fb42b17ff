"""Timers: offers that run out, waits that become pointless, seats that want passing on."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa

from app.events.models import Event
from app.events.occurrences import short_series
from app.kit.db import db
from app.kit.singly import one_by_one
from app.registrations import operations, queries


def lapse(at: datetime) -> int:
    """End what has run out, event by event, and pass the seats on; returns how many moved."""
    due = queries.overdue_offers(at).union(queries.awaited_events(at))
    return one_by_one(_events(due), partial(operations.lapse, at=at))


def fill(at: datetime) -> int:
    """Pass on any seat that is free while somebody waits; returns how many moved.

    Finds nothing on a good day: every change has filled already.
    """
    return one_by_one(_events(queries.awaited_events(at)), partial(operations.fill, at=at))


def _events(ids: "sa.Select[int] | sa.CompoundSelect[int]") -> list[Event]:
    return list(db.session.scalars(sa.select(Event).where(Event.id.in_(ids)).order_by(Event.id)))


def draw(at: datetime) -> int:
    """Draw the lots of every lottery whose day has come; returns how many people moved.

    One that waits for a public value is left to the organizers, who are told.
    """
    return one_by_one(_events(queries.due_draws(at)), partial(operations.draw, by=None, at=at))


def pair(at: datetime) -> int:
    """Tell those whose friend has not answered in time; returns how many."""
    return operations.give_up_waiting(at)


def keep_series(at: datetime) -> int:
    """Make the evenings that series lack ahead; returns how many."""
    short = db.session.scalars(short_series(at)).all()
    return one_by_one(short, partial(operations.keep_ahead, at=at))
