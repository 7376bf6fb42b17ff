"""What a series has made so far, and the days it comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.events.models import Event, Series
from app.events.queries import HELD
from app.events.recurring import Rule, dates, rule_of
from app.events.rules import Openness, Status
from app.kit.db import db

# Of what is to come, a page names so many.
MOST_AHEAD = 3


@dataclass(frozen=True)
class Occurrence:
    """One day of a series: the evening made for it, if there is one already."""

    day: date
    event: Event | None = None
    is_skipped: bool = False


def series_of(event: Event) -> Series | None:
    """The series the event is one of."""
    return db.session.get(Series, event.series_id) if event.series_id else None


def evenings(series: Series) -> list[Event]:
    """Every evening made so far, in the order of their days."""
    query = sa.select(Event).where(Event.series_id == series.id).order_by(Event.occurs_on)
    return list(db.session.scalars(query))


def pattern(series: Series) -> Event | None:
    """The evening later ones are made like: the last that was not changed by itself."""
    query = (
        sa.select(Event)
        .where(Event.series_id == series.id)
        .order_by(Event.is_one_off, Event.occurs_on.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def following(event: Event, at: datetime) -> list[Event]:
    """The evenings of the same series after `event` that have neither ended nor been called off."""
    query = (
        sa.select(Event)
        .where(Event.series_id == event.series_id, Event.occurs_on > event.occurs_on)
        .where(Event.ends_at > at, Event.status.in_((Status.DRAFT, Status.PUBLISHED)))
        .order_by(Event.occurs_on)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Run:
    """What one evening's page says of its series: how often it comes, what is next, what was.

    No rule once the series has ended.
    """

    rule: Rule | None
    ahead: Sequence[Event]
    before: Event | None

    @property
    def others(self) -> list[Event]:
        return [*self.ahead, *filter(None, (self.before,))]


def run_of(event: Event, at: datetime) -> Run | None:
    """The series as everybody may hear of it; None for an evening that stands alone."""
    series = series_of(event)
    if series is None:
        return None
    others = (
        sa.select(Event)
        .where(Event.series_id == series.id, Event.id != event.id, Event.status.in_(HELD))
        .where(Event.openness == Openness.PUBLIC)
    )
    ahead = others.where(Event.ends_at > at).order_by(Event.starts_at).limit(MOST_AHEAD)
    before = others.where(Event.ends_at <= at).order_by(Event.starts_at.desc()).limit(1)
    return Run(
        rule=rule_of(series.rule) if series.ended_at is None else None,
        ahead=db.session.scalars(ahead).all(),
        before=db.session.scalars(before).one_or_none(),
    )


def today_of(event: Event, at: datetime) -> date:
    """The date where the event takes place."""
    return at.astimezone(ZoneInfo(event.timezone)).date()


def days_ahead(series: Series, today: date, most: int) -> list[date]:
    """The next days of the series from `today` on, those that are left out not counted."""
    found = (day for day in dates(rule_of(series.rule), series.starts_on) if day >= today)
    return list(islice((day for day in found if day not in series.skipped), most))


def preview(rule: Rule, first: date, most: int) -> list[date]:
    """The days an evening on `first` would come again by `rule`."""
    return list(islice((day for day in dates(rule, first) if day > first), most))


def calendar_of(series: Series, today: date, most: int) -> list[Occurrence]:
    """The days ahead with what has been made for them, those left out among them."""
    made = {event.occurs_on: event for event in evenings(series)}
    ahead = (day for day in dates(rule_of(series.rule), series.starts_on) if day >= today)
    return [
        Occurrence(day, made.get(day), day in series.skipped and day not in made)
        for day in islice(ahead, most)
    ]


def short_series(at: datetime) -> sa.Select[Series]:
    """Series that go on and have fewer evenings ahead than they keep."""
    ahead = (
        sa.select(sa.func.count())
        .where(Event.series_id == Series.id, Event.ends_at > at)
        .scalar_subquery()
    )
    return (
        sa.select(Series)
        .where(Series.ended_at.is_(None), ahead < Series.keeps_ahead)
        .order_by(Series.id)
    )
