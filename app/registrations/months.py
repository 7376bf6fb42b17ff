"""A month of evenings, laid out in weeks as the reader's calendar does."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from flask import request

from app.events.models import Event
from app.web.times import language

MOST_EVENTS = 600
MOST_A_DAY = 4
LONGEST_STAY = 31
YEARS = range(2000, 2101)
TITLES = {"ja": "y年M月", "en": "MMMM y"}


@dataclass(frozen=True)
class Day:
    """One square of the calendar. Of many evenings only the first few are named."""

    date: date
    is_outside: bool
    is_today: bool
    events: list[Event] = field(default_factory=list)

    @property
    def named(self) -> list[Event]:
        return self.events[:MOST_A_DAY]

    @property
    def others(self) -> int:
        return len(self.events) - len(self.named)


@dataclass(frozen=True)
class Month:
    """Weeks of days, whole weeks at both ends."""

    first: date
    weeks: list[list[Day]]

    @property
    def title(self) -> str:
        return str(format_date(self.first, TITLES[language()], locale=language()))

    @property
    def last(self) -> date:
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])

    @property
    def before(self) -> str:
        """The month before, as addresses spell it."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.last + timedelta(days=1):%Y-%m}"

    @property
    def days(self) -> list[Day]:
        """The days of this month on which something is on."""
        return [day for week in self.weeks for day in week if day.events and not day.is_outside]


def month_asked(today: date) -> date:
    """The first day of the month in the address; of this one where it names none."""
    try:
        asked = datetime.strptime(request.args.get("month", ""), "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        return today.replace(day=1)
    return asked if asked.year in YEARS else today.replace(day=1)


def month_of(first: date, today: date, events: Sequence[Event]) -> Month:
    """The month that begins with `first`, with the evenings on their days."""
    layout = calendar.Calendar(first_weekday()).monthdatescalendar(first.year, first.month)
    weeks = [[Day(day, day.month != first.month, day == today) for day in week] for week in layout]
    squares = {day.date: day for week in weeks for day in week}
    for event in events:
        for day in _days_of(event):
            if day in squares:
                squares[day].events.append(event)
    return Month(first, weeks)


def first_weekday() -> int:
    """With which day weeks begin where the reader lives: 0 is Monday, 6 Sunday."""
    if language() == "ja":
        return 6
    for tag, _quality in request.accept_languages:
        try:
            locale = Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        if locale.language == "en" and locale.territory:
            return int(locale.first_week_day)
    return 0


def _days_of(event: Event) -> list[date]:
    zone = ZoneInfo(event.timezone)
    first = event.starts_at.astimezone(zone).date()
    # What ends at midnight does not reach into the next day.
    last = (event.ends_at.astimezone(zone) - timedelta(microseconds=1)).date()
    return [first + timedelta(days=n) for n in range(min((last - first).days, LONGEST_STAY) + 1)]
