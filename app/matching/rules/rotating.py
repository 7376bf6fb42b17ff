"""Seats for the first moment, before a better plan is thought out: everybody moves on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from app.matching.rules.mending import Manners, mended

Tables = dict[int, tuple[int, ...]]


def rotated(
    people: Sequence[int],
    rounds: Sequence[int],
    manners: Manners,
    locked: Mapping[int, Mapping[int, Sequence[int]]],
) -> list[Tables]:
    """Tables for each of the rounds, given by number; `locked` are the tables that stay, by round.

    Who sits on the n-th chair goes on by n tables each round, so that hardly anybody meets twice
    where there are as many tables as chairs. Nobody sits beside somebody they must not meet.
    """
    met = Counter(manners.met)
    plan = []
    for number in rounds:
        fixed = {at: tuple(table) for at, table in locked.get(number, {}).items()}
        held = {it for table in fixed.values() for it in table}
        free = [it for it in people if it not in held]
        seats = fixed | _moved_on(free, number, manners.size, taken=set(fixed))
        tables = mended(seats, people, Manners(manners.size, manners.apart, met), fixed).tables
        met.update(pair for table in tables.values() for pair in combinations(table, 2))
        plan.append(tables)
    return plan


def _moved_on(people: Sequence[int], number: int, size: int, taken: set[int]) -> Tables:
    count = max(1, -(-len(people) // size))
    numbers = [it for it in range(1, count + len(taken) + 1) if it not in taken][:count]
    tables: dict[int, list[int]] = {it: [] for it in numbers}
    for place, person in enumerate(people):
        chair, start = divmod(place, count)
        tables[numbers[(start + number * chair) % count]].append(person)
    return {it: tuple(table) for it, table in tables.items() if table}
