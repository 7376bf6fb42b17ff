"""What a change by hand does to the tables of a round: who meets whom anew, and who again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

Pair = tuple[int, int]
Tables = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True)
class Change:
    """One person goes to a table; where `other` is given, they change places.

    `table` None: the person gets up. `gain` is in points, `of` what the tables it touches are
    worth at best, before or after; `again` the pairs who would meet a second time and do not now.
    """

    person: int
    table: int | None
    other: int | None = None
    gain: float = 0.0
    of: float = 0.0
    again: tuple[Pair, ...] = ()

    @property
    def share(self) -> int:
        """What is gained or lost, in hundredths of what those tables are worth."""
        return round(100 * self.gain / self.of) if self.of else 0


def table_of(tables: Tables, person: int) -> int | None:
    """The number of somebody's table."""
    return next((number for number, table in tables.items() if person in table), None)


def changed(
    tables: Tables, person: int, to: int | None, other: int | None = None
) -> dict[int, tuple[int, ...]]:
    """The tables after the change; one that nobody is left at is gone."""
    here = table_of(tables, person)
    after = {
        number: [it for it in table if it not in (person, other)]
        for number, table in tables.items()
    }
    if to is not None:
        after.setdefault(to, []).append(person)
    if other is not None and here is not None:
        after[here].append(other)
    return {number: tuple(sorted(table)) for number, table in sorted(after.items()) if table}


def weighed(
    change: Change,
    before: Tables,
    after: Tables,
    worth: Callable[[int, int], float],
    has_met: Callable[[Pair], bool],
) -> Change:
    """The change with its cost: `before` and `after` are the tables it touches."""
    old, new = set(_pairs(before)), set(_pairs(after))
    was = sum(worth(*pair) for pair in old if not has_met(pair))
    first = sum(worth(*pair) for pair in new if not has_met(pair))
    again = tuple(sorted(pair for pair in new - old if has_met(pair)))
    return replace(change, gain=first - was, of=max(was, first), again=again)


def _pairs(tables: Tables) -> Iterable[Pair]:
    for table in tables.values():
        yield from combinations(sorted(table), 2)
