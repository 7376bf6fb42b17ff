"""Rules by which something comes again (RFC 5545, RRULE), worked out day by day and within bounds.

Source: RFC 5545, 3.3.10. What comes more often than daily is no event people register for.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, product

from app.imports.rules.programmes.entries import LATEST, Impossible, Why

DAILY, WEEKLY, MONTHLY, YEARLY = "DAILY", "WEEKLY", "MONTHLY", "YEARLY"
MOST_PERIODS = 40_000
MOST_A_DAY = 24
_MOST_DIGITS = 6
_TOO_OFTEN = {"HOURLY", "MINUTELY", "SECONDLY"}
_WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?Z?)?")
_LIMITS = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYSETPOS": (-366, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 60),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """When something comes again. `until` is a local time, the last one that counts."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    is_until_utc: bool = False
    week_starts: int = 0
    by_day: tuple[tuple[int, int], ...] = ()
    by: tuple[tuple[str, frozenset[int]], ...] = ()

    @property
    def is_endless(self) -> bool:
        return self.count is None and self.until is None

    def having(self, name: str) -> frozenset[int]:
        return dict(self.by).get(name, frozenset())


def read_rule(text: str) -> Rule:
    """The rule a line states. Raises Impossible."""
    told = dict(part.split("=", 1) for part in text.strip().upper().split(";") if "=" in part)
    frequency = told.get("FREQ", "").strip()
    if frequency in _TOO_OFTEN:
        raise Impossible(Why.TOO_OFTEN)
    if frequency not in (DAILY, WEEKLY, MONTHLY, YEARLY):
        raise Impossible(Why.BAD_RULE, text[:80])
    try:
        return Rule(
            frequency,
            interval=_positive(told.get("INTERVAL", "1")),
            count=_positive(told["COUNT"]) if "COUNT" in told else None,
            until=stamp(told["UNTIL"]) if "UNTIL" in told else None,
            is_until_utc=told.get("UNTIL", "").endswith("Z"),
            week_starts=_WEEKDAYS[told.get("WKST", "MO")],
            by_day=_days(told.get("BYDAY", "")),
            by=tuple((name, _numbers(told[name], name)) for name in _LIMITS if told.get(name)),
        )
    except (ValueError, KeyError):
        raise Impossible(Why.BAD_RULE, text[:80]) from None


def read_exception(text: str) -> Rule:
    """A rule of exception, as older calendars have them. Raises Impossible."""
    rule = read_rule(text)
    if rule.interval > 1 or not rule.is_endless or rule.having("BYSETPOS"):
        raise Impossible(Why.BAD_RULE, text[:80])
    return rule


def falls_on(rule: Rule, day: date) -> bool:
    """Whether a rule that counts nothing names that day."""
    return _fits(rule, day)


def stamp(text: str) -> datetime:
    """A date, or date and time, of the calendar's own spelling, without its zone.

    Raises ValueError.
    """
    found = _STAMP.fullmatch(text.strip().upper())
    if found is None:
        raise ValueError(text[:40])
    year, month, day_, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(year, month, day_, hour, minute, min(second, 59))  # noqa: DTZ001


def occurrences(rule: Rule, start: datetime, since: datetime | None = None) -> Iterator[datetime]:
    """Local times by the rule, in order. The start itself is always the first of them.

    With `since`, what is long before it is passed over, unless the rule counts.
    """
    for number, found in enumerate(_from_start(rule, start, since), 1):
        if rule.until is not None and found > rule.until and found != start:
            return
        if rule.count is not None and number > rule.count:
            return
        yield found


def _from_start(rule: Rule, start: datetime, since: datetime | None) -> Iterator[datetime]:
    yield start
    skipped = 0
    if since is not None and rule.count is None and since > start:
        skipped = max(0, _periods_between(rule, start, since) // rule.interval - 1)
    times = _times(rule, start)
    for number in islice(range(skipped, skipped + MOST_PERIODS), MOST_PERIODS):
        first = _period(rule, start.date(), number)
        if first is None:
            return
        found = sorted(
            datetime.combine(day, clock)
            for day, clock in product(_days_of(rule, first, start.date()), times)
        )
        yield from (one for one in _set_positions(rule, found) if one > start)


def _periods_between(rule: Rule, start: datetime, since: datetime) -> int:
    days = (since - start).days
    return days // {DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366}[rule.frequency]


def _times(rule: Rule, start: datetime) -> list[time]:
    hours = sorted(rule.having("BYHOUR")) or [start.hour]
    minutes = sorted(rule.having("BYMINUTE")) or [start.minute]
    seconds = sorted(min(59, it) for it in rule.having("BYSECOND")) or [start.second]
    if len(hours) * len(minutes) * len(seconds) > MOST_A_DAY:
        raise Impossible(Why.TOO_OFTEN)
    return [time(*clock) for clock in product(hours, minutes, seconds)]


def _period(rule: Rule, start: date, number: int) -> date | None:
    """The first day of the period of that number; None once years run out."""
    steps = number * rule.interval
    try:
        if rule.frequency == DAILY:
            first = start + timedelta(days=steps)
        elif rule.frequency == WEEKLY:
            monday = start - timedelta(days=(start.weekday() - rule.week_starts) % 7)
            first = monday + timedelta(weeks=steps)
        elif rule.frequency == MONTHLY:
            years, month = divmod(start.month - 1 + steps, 12)
            first = date(start.year + years, month + 1, 1)
        else:
            first = date(start.year + steps, 1, 1)
    except (OverflowError, ValueError):
        return None
    return first if first.year < LATEST else None


def _days_of(rule: Rule, first: date, start: date) -> list[date]:
    """The days of a period on which it comes."""
    if rule.frequency in (DAILY, WEEKLY):
        length = 1 if rule.frequency == DAILY else 7
        days = [first + timedelta(days=number) for number in range(length)]
        if rule.frequency == WEEKLY and not rule.by_day:
            days = [day for day in days if day.weekday() == start.weekday()]
        return [day for day in days if _fits(rule, day)]
    months = sorted(rule.having("BYMONTH")) or range(1, 13)
    if rule.frequency == MONTHLY:
        months = [first.month]
    elif _is_by_date(rule) and not rule.having("BYMONTH") and not rule.having("BYMONTHDAY"):
        months = [start.month]
    return [
        day
        for month in months
        for day in _of_month(rule, first.year, month, start)
        if _fits(rule, day)
    ]


def _is_by_date(rule: Rule) -> bool:
    """Whether nothing but months and their days says when."""
    return not (rule.by_day or rule.having("BYYEARDAY") or rule.having("BYWEEKNO"))


def _of_month(rule: Rule, year: int, month: int, start: date) -> Iterator[date]:
    length = calendar.monthrange(year, month)[1]
    wanted = rule.having("BYMONTHDAY")
    if not wanted:
        wanted = frozenset({start.day}) if _is_by_date(rule) else frozenset(range(1, length + 1))
    for number in sorted({day if day > 0 else length + 1 + day for day in wanted}):
        if 1 <= number <= length:
            yield date(year, month, number)


def _fits(rule: Rule, day: date) -> bool:
    year = 366 if calendar.isleap(day.year) else 365
    month = calendar.monthrange(day.year, day.month)[1]
    of_year = day.timetuple().tm_yday
    return (
        _is_among(rule.having("BYMONTH"), day.month)
        and _is_among(rule.having("BYMONTHDAY"), day.day, month)
        and _is_among(rule.having("BYYEARDAY"), of_year, year)
        and _fits_week(rule, day)
        and (not rule.by_day or any(_is_day(rule, day, *one) for one in rule.by_day))
    )


def _is_among(wanted: frozenset[int], number: int, of: int | None = None) -> bool:
    """Whether a number is wanted, counted from the front or from the back of `of`."""
    return not wanted or number in wanted or (of is not None and number - of - 1 in wanted)


def _fits_week(rule: Rule, day: date) -> bool:
    wanted = rule.having("BYWEEKNO")
    if not wanted:
        return True
    year, week, _ = day.isocalendar()
    return _is_among(wanted, week, date(year, 12, 28).isocalendar().week)


def _is_day(rule: Rule, day: date, number: int, weekday: int) -> bool:
    """Whether a day is that weekday: any (0), or the first, second, last of its month or year."""
    if day.weekday() != weekday:
        return False
    if not number or rule.frequency in (DAILY, WEEKLY):
        return True
    if rule.frequency == MONTHLY or rule.having("BYMONTH"):
        at, of = day.day, calendar.monthrange(day.year, day.month)[1]
    else:
        at, of = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
    return number == (at - 1) // 7 + 1 if number > 0 else -number == (of - at) // 7 + 1


def _set_positions(rule: Rule, found: list[datetime]) -> list[datetime]:
    wanted = rule.having("BYSETPOS")
    if not wanted:
        return found
    return [one for at, one in enumerate(found, 1) if _is_among(wanted, at, len(found))]


def _positive(text: str) -> int:
    number = int(text) if len(text) <= _MOST_DIGITS else 0
    if number < 1:
        raise ValueError(text[:40])
    return number


def _numbers(text: str, name: str) -> frozenset[int]:
    lowest, highest = _LIMITS[name]
    found = frozenset(int(part) for part in text.split(",") if len(part) <= _MOST_DIGITS)
    if not found or min(found) < lowest or max(found) > highest or (lowest and 0 in found):
        raise ValueError(text[:40])
    return found


def _days(text: str) -> tuple[tuple[int, int], ...]:
    found = [_BY_DAY.fullmatch(part.strip()) for part in filter(None, text.split(","))]
    return tuple((int(one[1] or 0), _WEEKDAYS[one[2]]) for one in _all(found))


def _all(found: list[re.Match[str] | None]) -> Iterator[re.Match[str]]:
    for one in found:
        if one is None:
            raise ValueError
        yield one
