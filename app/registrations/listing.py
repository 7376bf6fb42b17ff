"""Lists of events, as somebody asks for them: what is on, what has been, what suits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import request
from flask_babel import get_timezone

from app.accounts.models import User
from app.events.finding import areas_in_use, between, found
from app.events.models import Event
from app.events.queries import best_first, listed_events, past, upcoming
from app.kit.db import db
from app.kit.paging import Page, paginate
from app.registrations.finder import FinderForm
from app.registrations.months import MOST_EVENTS, Month, month_asked, month_of
from app.registrations.queries import Left, seats_left, with_free_seats
from app.registrations.suggesting import Suggested, reader_of, suggested

PER_PAGE = 12
# Of so many evenings to come the ones that suit are chosen.
LOOKED_THROUGH = 300


class Sight(StrEnum):
    """Which list it is."""

    NEXT = "next"
    MINE = "mine"
    PAST = "past"


@dataclass(frozen=True)
class Listing:
    """One page of a list of events, and the form that asked for it."""

    sight: Sight
    form: FinderForm
    page: Page[Event]
    left: dict[int, Left]
    why: dict[int, list[str]]
    is_blank: bool = False

    @property
    def kept(self) -> dict[str, str]:
        """What was asked for, to go along with a link to a sister page."""
        return kept()


NOT_KEPT = {"page", "past", "mine", "month"}


def listing(viewer: User | None, at: datetime) -> Listing:
    """What the address asks for, as far as this viewer may see it."""
    form = finder(viewer, at)
    if "past" in request.args:
        return _shown(Sight.PAST, form, past(_asked(form, viewer), at))
    events = upcoming(_asked(form, viewer), at)
    if viewer is not None and "mine" in request.args:
        return _chosen(form, viewer, events)
    return _shown(Sight.NEXT, form, events)


def finder(viewer: User | None, at: datetime) -> FinderForm:
    """The form of filters; it offers the places where something is on."""
    used = areas_in_use(upcoming(listed_events(viewer), at))
    return FinderForm(at.astimezone(get_timezone() or ZoneInfo("UTC")).date(), used)


@dataclass(frozen=True)
class Sheet:
    """One month of a calendar, and the form that asked for it."""

    form: FinderForm
    month: Month
    kept: dict[str, str]


def sheet(viewer: User | None, at: datetime) -> Sheet:
    """The month the address asks for, with what this viewer may see of it."""
    form = finder(viewer, at)
    first = month_asked(form.today)
    end = first + timedelta(days=31)
    events = between(_asked(form, viewer), first, end.replace(day=1) - timedelta(days=1))
    shown = db.session.scalars(events.order_by(Event.starts_at, Event.id).limit(MOST_EVENTS))
    return Sheet(form, month_of(first, form.today, list(shown)), kept())


def kept() -> dict[str, str]:
    """What was asked for, to go along with a link to a sister page."""
    asked = request.args.to_dict()
    return {name: value for name, value in asked.items() if value and name not in NOT_KEPT}


def _asked(form: FinderForm, viewer: User | None) -> sa.Select[Event]:
    filters = form.filters
    events = found(listed_events(viewer), filters)
    return with_free_seats(events) if filters.has_seats else events


def _shown(sight: Sight, form: FinderForm, events: sa.Select[Event]) -> Listing:
    text = form.filters.text
    page = paginate(best_first(events, text) if text else events, _number(), PER_PAGE)
    return Listing(sight, form, page, seats_left([*page.items]), {})


def _chosen(form: FinderForm, member: User, events: sa.Select[Event]) -> Listing:
    reader = reader_of(member)
    candidates = list(db.session.scalars(events.limit(LOOKED_THROUGH)))
    chosen = suggested(candidates, member, reader)
    page = _cut(chosen, _number())
    shown = [each.event for each in page.items]
    return Listing(
        Sight.MINE,
        form,
        Page(shown, page.number, page.has_next),
        seats_left(shown),
        {each.event.id: each.reasons for each in page.items},
        reader.is_blank,
    )


def _cut(chosen: list[Suggested], number: int) -> Page[Suggested]:
    number = max(1, min(number, 1 + len(chosen) // PER_PAGE))
    rest = chosen[(number - 1) * PER_PAGE :]
    return Page(rest[:PER_PAGE], number, len(rest) > PER_PAGE)


def _number() -> int:
    return request.args.get("page", 1, int)
