"""Evenings that come again: the rule, its dates, and what one evening's plan is on another day.

Plain values. A rule is kept as a part of RFC 5545's RRULE: by weeks, by the n-th weekday of the
month, or by the day of the month.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo

from app.events.rules import Plan, SlotPlan

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = 7
LAST = -1
LAST_NUMBERED = 4
MONTHS = 12
# Beyond this many months a rule that finds no day finds none at all.
PATIENCE = 12 * 12
_NUMBER = re.compile(r"(?P<before>第|#|[Nn]o\. ?|[Vv]ol\. ?)(?P<number>\d{1,4})")


class By(StrEnum):
    """What the days of a rule have in common."""

    WEEK = "week"
    WEEKDAY = "weekday"
    DAY = "day"


@dataclass(frozen=True)
class Rule:
    """Every `interval` weeks or months: on `weekday` (0 is Monday), the `nth` of it, or on `day`.

    `nth` is 1 to 4, or -1 for the last one of the month.
    """

    by: By
    interval: int = 1
    weekday: int = 0
    nth: int = 0
    day: int = 0

    def __str__(self) -> str:
        every = f";INTERVAL={self.interval}" if self.interval > 1 else ""
        name = WEEKDAYS[self.weekday]
        return {
            By.WEEK: f"FREQ=WEEKLY{every};BYDAY={name}",
            By.WEEKDAY: f"FREQ=MONTHLY{every};BYDAY={self.nth}{name}",
            By.DAY: f"FREQ=MONTHLY{every};BYMONTHDAY={self.day}",
        }[self.by]


@dataclass(frozen=True)
class Recurrence:
    """How a series goes on: its rule, how many evenings are ready ahead, and whether in public."""

    rule: Rule
    keeps_ahead: int = 3
    publishes: bool = False
    skipped: tuple[date, ...] = ()


def rule_of(text: str) -> Rule:
    """The rule that `text` spells. Raises ValueError for one we do not write ourselves."""
    parts = dict(part.split("=", 1) for part in text.split(";"))
    interval = int(parts.get("INTERVAL", "1"))
    if "BYMONTHDAY" in parts:
        return Rule(By.DAY, interval, day=int(parts["BYMONTHDAY"]))
    weekday = WEEKDAYS.index(parts["BYDAY"][-2:])
    if parts["FREQ"] == "WEEKLY":
        return Rule(By.WEEK, interval, weekday)
    return Rule(By.WEEKDAY, interval, weekday, nth=int(parts["BYDAY"][:-2]))


def rules_through(day: date) -> list[Rule]:
    """The rules an evening on `day` may be the first of, the likeliest first."""
    weekday, nth = day.weekday(), (day.day - 1) // WEEK + 1
    numbered = [nth] if nth <= LAST_NUMBERED else []
    is_last = (day + timedelta(days=WEEK)).month != day.month
    monthly = [Rule(By.WEEKDAY, 1, weekday, n) for n in (*numbered, *([LAST] if is_last else []))]
    return [
        *monthly,
        Rule(By.DAY, day=day.day),
        Rule(By.WEEK, 1, weekday),
        Rule(By.WEEK, 2, weekday),
        replace(monthly[0], interval=2),
    ]


def dates(rule: Rule, first: date) -> Iterator[date]:
    """The days of `rule` from `first` on, which may be one itself.

    A month without such a day is left out; a rule that never finds one again ends.
    """
    if rule.by == By.WEEK:
        start = first + timedelta(days=(rule.weekday - first.weekday()) % WEEK)
        yield from (start + timedelta(weeks=rule.interval * n) for n in count())
    missed = 0
    for n in count():
        year, month = divmod(first.year * MONTHS + first.month - 1 + n * rule.interval, MONTHS)
        found = _in_month(rule, year, month + 1)
        missed = missed + 1 if found is None else 0
        if missed > PATIENCE:
            return
        if found is not None and found >= first:
            yield found


def on_day(plan: Plan, day: date) -> Plan:
    """The same evening on another day: local times and distances in days stay as they are.

    Where the clocks are changed during the evening itself, it lasts as long as ever.
    """
    zone = ZoneInfo(plan.timezone)
    days = day - plan.starts_at.astimezone(zone).date()
    starts_at, ends_at = (_moved(at, days, zone) for at in (plan.starts_at, plan.ends_at))
    return replace(
        plan,
        starts_at=starts_at,
        ends_at=ends_at if ends_at > starts_at else starts_at + (plan.ends_at - plan.starts_at),
        opens_at=plan.opens_at and _moved(plan.opens_at, days, zone),
        closes_at=plan.closes_at and _moved(plan.closes_at, days, zone),
        slots=tuple(_slot_moved(slot, days, zone) for slot in plan.slots),
    )


def as_new(plan: Plan) -> Plan:
    """A plan for an event that does not exist yet."""
    return replace(plan, slots=tuple(replace(slot, slot_id=None) for slot in plan.slots))


def numbered_on(title: str, steps: int = 1) -> str:
    """The title of the `steps`-th evening after: 第11回 → 第12回, #3 → #4; others stay."""
    return _NUMBER.sub(lambda found: _counted_on(found, steps), title, count=1)


def next_of_its_kind(day: date, after: date) -> date:
    """The same weekday of the month as `day` (the second Thursday), later than `after`."""
    rule = rules_through(day)[0]
    return next(found for found in dates(rule, day) if found > max(after, day))


def _counted_on(found: re.Match[str], steps: int) -> str:
    digits = found["number"]
    plain = str(int(digits) + steps).zfill(len(digits) if digits.startswith("0") else 0)
    is_wide = any(unicodedata.east_asian_width(digit) == "F" for digit in digits)
    wide = plain.translate({ord("0") + n: ord("０") + n for n in range(10)})
    return found["before"] + (wide if is_wide else plain)


def _in_month(rule: Rule, year: int, month: int) -> date | None:
    """The day of `rule` in that month, if it has one."""
    first = date(year, month, 1)
    after = date(year + month // MONTHS, month % MONTHS + 1, 1)
    if rule.by == By.DAY:
        found = first + timedelta(days=rule.day - 1)
    elif rule.nth == LAST:
        end = after - timedelta(days=1)
        found = end - timedelta(days=(end.weekday() - rule.weekday) % WEEK)
    else:
        found = first + timedelta(days=(rule.weekday - first.weekday()) % WEEK)
        found += timedelta(weeks=rule.nth - 1)
    return found if found < after else None


def _slot_moved(slot: SlotPlan, days: timedelta, zone: ZoneInfo) -> SlotPlan:
    at = slot.lottery_at
    return slot if at is None else replace(slot, lottery_at=_moved(at, days, zone))


def _moved(at: datetime, days: timedelta, zone: ZoneInfo) -> datetime:
    """The same time by the clock, some days later; an hour the clocks skip comes an hour later."""
    local = at.astimezone(zone).replace(tzinfo=None, fold=0) + days
    return local.replace(tzinfo=zone).astimezone(UTC)
