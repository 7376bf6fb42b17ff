"""When an entry of a calendar takes place: once, by its rules, on the dates it lists."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from app.imports.rules.programmes import times
from app.imports.rules.programmes.components import Component
from app.imports.rules.programmes.entries import Impossible, Oddity, Why
from app.imports.rules.programmes.moments import Clocks, Moment, stamps
from app.imports.rules.programmes.recurrence import (
    Rule,
    falls_on,
    occurrences,
    read_exception,
    read_rule,
)

MOST_TIMES = 400
AHEAD = timedelta(days=366)
_ENOUGH = 100_000

Repeat = tuple[datetime, str, times.Oddities]


def repeats(part: Component, start: Moment, clocks: Clocks, at: datetime) -> Iterator[Repeat]:
    """Local times with the name of each and what is odd about it.

    What ends by itself comes in whole; of what goes on without end, or nearly so, the times of
    the year ahead. Raises Impossible.
    """
    rules = [
        _adjusted(read_rule(one.value), start) for one in part.properties.get("RRULE", ())[:10]
    ]
    extra = [start.on_these_clocks(it) for it in stamps(part.properties.get("RDATE", ()), clocks)]
    if not rules and not extra:
        yield start.local, "", []
        return
    left_out = _Out.of(part, start, clocks)
    here = at.astimezone(ZoneInfo(start.zone)).replace(tzinfo=None)
    found, oddity = _all_or_ahead(rules, start, sorted(extra), here, left_out)
    if not found:
        raise Impossible(Why.NO_DATES)
    several = len({local.date() for local in found}) < len(found)
    for number, local in enumerate(found):
        odd = [(oddity, str(len(found)))] if not number else []
        yield local, _name(local, start, several=several), odd


def _name(local: datetime, start: Moment, *, several: bool) -> str:
    """What a time is called in its series: by its day, which stays when the hour moves."""
    if local == start.local:
        return ""
    return f"/{local:%Y%m%dT%H%M}" if several else f"/{local:%Y%m%d}"


def _adjusted(rule: Rule, start: Moment) -> Rule:
    """The rule with its last day on the clocks of the start."""
    if rule.until is None:
        return rule
    until = rule.until
    if rule.is_until_utc and start.zone != "UTC":
        until = start.on_these_clocks(Moment(until, "UTC", "UTC"))
    elif not until.hour and not until.minute and not rule.is_until_utc:
        until = until + timedelta(hours=23, minutes=59, seconds=59)  # a day counts to its end
    return replace(rule, until=until)


def _all_or_ahead(
    rules: list[Rule], start: Moment, extra: list[datetime], here: datetime, out: "_Out"
) -> tuple[list[datetime], Oddity]:
    if not any(rule.is_endless for rule in rules):
        kept = (it for it in islice(_merged(rules, start, extra, None), _ENOUGH) if it not in out)
        found = list(islice(kept, MOST_TIMES + 1))
        if len(found) <= MOST_TIMES:
            return found, Oddity.REPEATED
    limit = here + AHEAD
    since = here - timedelta(days=1)
    coming = takewhile(lambda it: it <= limit, islice(_merged(rules, start, extra, since), _ENOUGH))
    ahead = [it for it in coming if it >= since and it not in out]
    return ahead[:MOST_TIMES], Oddity.ENDLESS


def _merged(
    rules: list[Rule], start: Moment, extra: list[datetime], since: datetime | None
) -> Iterator[datetime]:
    """The times of all rules and dates together, each once, in order."""
    series = [occurrences(rule, start.local, since) for rule in rules]
    last = None
    for found in merge([start.local], extra, *series):
        if found != last and found >= start.local:
            yield found
        last = found


@dataclass(frozen=True)
class _Out:
    """Times that are taken out: those named, whole days, and days by rules of exception."""

    times: frozenset[datetime]
    days: frozenset[date]
    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, part: Component, start: Moment, clocks: Clocks) -> "_Out":
        moments = stamps(part.properties.get("EXDATE", ()), clocks)
        return cls(
            frozenset(start.on_these_clocks(it) for it in moments if not it.is_day),
            frozenset(it.local.date() for it in moments if it.is_day),
            tuple(read_exception(one.value) for one in part.properties.get("EXRULE", ())[:10]),
        )

    def __contains__(self, local: datetime) -> bool:
        is_named = local in self.times or local.date() in self.days
        return is_named or any(falls_on(rule, local.date()) for rule in self.rules)
