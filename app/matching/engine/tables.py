"""Rounds of tables for more than two."""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np

from app.matching.engine.floor import Floor, Tables
from app.matching.engine.seating import Effort, Room, Seats

# Where people must be kept apart, so many smaller tables more are tried.
_MORE_TABLES: Final = 2
# Swaps in all, over tables and rounds, before each round gets fewer of them.
_WORK: Final = 8_000


def table_rounds(floor: Floor, rounds: int, size: int, seed: int) -> list[Tables]:
    """Up to `rounds` rounds of tables of at most `size`, as even as can be."""
    people = floor.seatable
    fewest = -(-len(people) // size)
    plan: list[Tables] = []
    for count in range(fewest, max(fewest, min(fewest + _MORE_TABLES, len(people) // 2)) + 1):
        plan = _settled(floor, people, count, rounds, seed)
        if all(_is_peaceful(floor, table) for tables in plan for table in tables):
            break
    return _while_new(floor, [_at_peace(floor, tables, size) for tables in plan])


def _settled(
    floor: Floor, people: Sequence[int], count: int, rounds: int, seed: int
) -> list[Tables]:
    here = np.ix_(people, people)
    before = floor.meetings[here].astype(np.float64)
    room = Room(floor.worth[here], floor.allowed[here], before, count)
    effort = Effort(swaps=max(10, min(60, _WORK // (20 * rounds))))
    if count == 1:
        return [[list(people)]] * rounds
    seats = room.settle(rounds, effort, np.random.default_rng(seed))
    return [_by_place(tables, people) for tables in seats]


def _by_place(tables: Seats, people: Sequence[int]) -> Tables:
    return [[people[it] for it in row if it < len(people)] for row in tables.tolist()]


def _is_peaceful(floor: Floor, table: Sequence[int]) -> bool:
    return all(floor.allowed[a, b] for a, b in combinations(table, 2))


def _at_peace(floor: Floor, tables: Tables, size: int) -> Tables:
    """The same tables without forbidden meetings; who has to rise sits where it is allowed."""
    calm = [list(table) for table in tables]
    risen: list[int] = []
    for table in calm:
        while not _is_peaceful(floor, table):
            quarrels = (~floor.allowed[np.ix_(table, table)]).sum(axis=1)
            risen.append(table.pop(int(quarrels.argmax())))
    for person in [*risen, *(table[0] for table in calm if len(table) == 1)]:
        calm = _reseated(floor, calm, person, size)
    return sorted(sorted(table) for table in calm if len(table) > 1)


def _reseated(floor: Floor, tables: list[list[int]], person: int, size: int) -> list[list[int]]:
    """The tables with `person` where it is worth most, or alone if nobody may be joined."""
    if any(person in table and len(table) > 1 for table in tables):
        return tables
    others = [[it for it in table if it != person] for table in tables]
    open_tables = [
        table
        for table in others
        if 0 < len(table) < size and all(floor.allowed[person, it] for it in table)
    ]
    if open_tables:
        max(open_tables, key=lambda table: floor.worth[person, table].sum()).append(person)
    else:
        others.append([person])
    return [table for table in others if table]


def _while_new(floor: Floor, plan: Sequence[Tables]) -> list[Tables]:
    """The rounds that bring a new meeting."""
    after = floor.copy()
    kept: list[Tables] = []
    for tables in plan:
        if after.meets_anyone_new(tables):
            kept.append(tables)
            after.seat(tables)
    return kept
