"""Rounds of tables for more than two: a known plan where there is one, else many swaps."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from app.matching.engine.blocks import Matrix
from app.matching.engine.designs import Chairs, design
from app.matching.engine.floor import Floor, Order, Tables
from app.matching.engine.places import placed
from app.matching.engine.pool import Allowed
from app.matching.engine.seating import Effort, Loss, Room, Seats, Wants

# Where people must be kept apart, so many smaller tables more are tried.
_MORE_TABLES: Final = 2
# Swaps for each seat, and at most in all, before each round gets fewer of them.
_WORK_EACH: Final = 120
_WORK: Final = 16_000
# Sweeps, heat from and to, and what meeting again costs at first. The first attempt is for points.
# Where somebody meets again after it, the second looks for any plan without, then for points.
_ATTEMPTS: Final = (
    ((32, (6.0, 0.3), 10.0),),
    ((96, (20.0, 5.0), 50.0), (32, (5.0, 0.2), 10_000.0)),
    ((96, (80.0, 20.0), 400.0), (32, (5.0, 0.2), 10_000.0)),
)
# A plan from algebra is worth a try where so large a part of all pairs is to meet.
_CROWDED: Final = 0.2
# Points for sitting with one's own, and against two hosts, or two of one trade, at a table.
_KIN, _HOSTS, _SAME_TRADE = 2_000.0, -500.0, -25.0


def table_rounds(floor: Floor, order: Order) -> list[Tables]:
    """Up to so many rounds of tables, as even as can be; fewer when nobody new is left to meet."""
    people = floor.seatable
    fewest = -(-len(people) // order.size)
    plan: list[Tables] = []
    for count in range(fewest, max(fewest, min(fewest + _MORE_TABLES, len(people) // 2)) + 1):
        plan = _Evening(floor, people, order, count).planned()
        if all(floor.is_peaceful(table) for tables in plan for table in tables):
            break
    calm = [
        _at_peace(floor, tables, order.size, order.locked.get(at, ()))
        for at, tables in enumerate(plan)
    ]
    return _while_new(floor, calm, order.locked)


class _Evening:
    """All rounds, at about `count` tables each. People are numbered along `people`."""

    def __init__(self, floor: Floor, people: Sequence[int], order: Order, count: int) -> None:
        self.floor, self.people, self.order, self.count = floor, people, order, count
        self.number = {place: at for at, place in enumerate(people)}
        self.wants = wants_of(floor, people)
        self.rng = np.random.default_rng(order.seed)
        self.held = [self._held(at) for at in range(order.rounds)]

    def planned(self) -> list[Tables]:
        """The better of a known plan and of annealed seats, with the tables that stay."""
        if self.count == 1 and not any(self.held):
            return [[list(self.people)]] * self.order.rounds
        room = Room(self.wants)
        met_anyway = self._met_anyway()
        found = [
            (room.loss(room.meetings(seats, met_anyway)), at, seats)
            for at, seats in enumerate(self._candidates(room, met_anyway))
        ]
        seats = min(found, key=lambda it: it[:2])[2]
        return [
            [*([self.people[it] for it in table] for table in held), *self._by_place(tables)]
            for held, tables in zip(self.held, seats, strict=True)
        ]

    def _candidates(self, room: Room, met_anyway: Matrix) -> list[list[Seats]]:
        found = []
        known = self._known_plan()
        if known is not None:
            found.append(self._on_chairs(known))
            forbidden, again, _ = self._judged(room, found[0], met_anyway)
            if not forbidden and not again and self._density() > 2 * _CROWDED:
                return found
        for stages in _ATTEMPTS:
            seats = [self._anyhow(at) for at in range(self.order.rounds)]
            for sweeps, heats, dear in stages:
                effort = Effort(sweeps, self._swaps(sweeps), *heats, dear)
                seats = room.settle(seats, met_anyway, effort, self.rng)
            found.append(seats)
            if self._must_repeat() or not self._judged(room, seats, met_anyway)[1]:
                break
        return found

    def _must_repeat(self) -> bool:
        """Whether some are bound to meet again: too few people, or more at a table than tables."""
        return self._density() > 1 or (self.order.rounds > 1 and self.order.size > self.count)

    def _swaps(self, sweeps: int) -> int:
        """How many swaps each round gets in one sweep."""
        rounds = self.order.rounds
        work = min(_WORK, _WORK_EACH * rounds * len(self.people))
        return max(4, work // (sweeps * rounds))

    @staticmethod
    def _judged(room: Room, seats: list[Seats], met_anyway: Matrix) -> Loss:
        return room.loss(room.meetings(seats, met_anyway))

    def _density(self) -> float:
        """How large a part of all pairs is to meet."""
        meetings = self.order.rounds * (self.order.size - 1)
        return meetings / max(1, len(self.people) - 1)

    def _known_plan(self) -> Chairs | None:
        is_free = not (self.wants.before.any() or self.wants.kin.any() or any(self.held))
        if not is_free or self._density() <= _CROWDED:
            return None
        size = -(-len(self.people) // self.count)
        plan = design(self.count, size, self.order.rounds)
        if plan is None:
            return None
        taken = (plan < len(self.people)).sum(axis=2)
        return plan if taken.min() >= size - 1 else None

    def _on_chairs(self, plan: Chairs) -> list[Seats]:
        """The plan with everybody where they are worth most; chairs left over stay empty."""
        value = self.wants.worth + self.wants.liking
        value = np.where(self.wants.banned, -1e6, value)
        np.fill_diagonal(value, 0.0)
        nobody = len(self.people)
        sitting = np.full(plan.max() + 1, nobody)
        sitting[:nobody] = placed(plan, value, self.rng)
        return list(sitting[plan])

    def _held(self, at: int) -> list[list[int]]:
        """The tables of one round that stay, of those who are here."""
        tables = self.order.locked.get(at, ())
        here = [[self.number[it] for it in table if it in self.number] for table in tables]
        return [table for table in here if len(table) > 1]

    def _met_anyway(self) -> Matrix:
        met = np.zeros((len(self.people),) * 2)
        for table in (table for held in self.held for table in held):
            met[np.ix_(table, table)] += 1
        np.fill_diagonal(met, 0.0)
        return met

    def _anyhow(self, at: int) -> Seats:
        """Everybody not held at some table: groups together, hosts spread, tables even."""
        held = {it for table in self.held[at] for it in table}
        free = [it for it in range(len(self.people)) if it not in held]
        count = max(-(-len(free) // self.order.size), self.count - len(self.held[at]))
        count = max(1, min(count, len(free) // 2))
        depth = -(-len(free) // count)
        tables: list[list[int]] = [[] for _ in range(count)]
        for group in self._groups(free):
            _seat_group(tables, group, depth)
        nobody = len(self.people)
        filled = [[*table, *[nobody] * (depth - len(table))] for table in tables]
        return np.array(filled, dtype=np.intp).reshape(count, depth)

    def _groups(self, free: list[int]) -> list[list[int]]:
        """The free in groups, the largest first, then hosts, then everybody, by lot."""
        lot = {it: at for at, it in enumerate(self.rng.permutation(free).tolist())}
        hosts = self.floor.hosts[list(self.people)]
        groups = self.floor.groups_among([self.people[it] for it in free])
        numbered = [
            sorted((self.number[it] for it in group), key=lot.__getitem__) for group in groups
        ]
        return sorted(numbered, key=lambda it: (-len(it), not hosts[it[0]], lot[it[0]]))

    def _by_place(self, tables: Seats) -> Tables:
        size = len(self.people)
        return [[self.people[it] for it in row if it < size] for row in tables.tolist()]


def wants_of(floor: Floor, people: Sequence[int]) -> Wants:
    """What the house wishes for these people, numbered in this order."""
    here = np.ix_(people, people)
    kin, hosts, trade = floor.kin[here], floor.hosts[list(people)], floor.trade[list(people)]
    liking = _KIN * kin + _HOSTS * (hosts[:, None] & hosts)
    liking += _SAME_TRADE * ((trade[:, None] == trade) & (trade >= 0))
    np.fill_diagonal(liking, 0.0)
    return Wants(
        worth=floor.worth[here],
        liking=liking,
        banned=_off_diagonal(~floor.allowed[here]),
        before=floor.meetings[here].astype(np.float64),
        kin=kin,
    )


def _off_diagonal(matrix: Allowed) -> Allowed:
    np.fill_diagonal(matrix, val=False)
    return matrix


def _seat_group(tables: list[list[int]], group: list[int], depth: int) -> None:
    """At the table with most room; a group that no table has room for is parted."""
    while group:
        table = min(tables, key=len)
        room = depth - len(table)
        table += group[:room]
        group = group[room:]


def _at_peace(floor: Floor, tables: Tables, size: int, locked: Tables) -> Tables:
    """The same tables without forbidden meetings; who has to rise sits where it is allowed."""
    pairs = [floor.calmed(table) for table in tables]
    calm, risen = [table for table, _ in pairs], [it for _, gone in pairs for it in gone]
    full = {tuple(sorted(table)) for table in locked}
    for person in [*risen, *(table[0] for table in calm if len(table) == 1)]:
        calm = _reseated(floor, calm, person, size, full)
    return sorted(sorted(table) for table in calm if len(table) > 1)


def _reseated(
    floor: Floor, tables: list[list[int]], person: int, size: int, full: set[tuple[int, ...]]
) -> list[list[int]]:
    """The tables with `person` where it is worth most, or alone if nobody may be joined."""
    if any(person in table and len(table) > 1 for table in tables):
        return tables
    others = [[it for it in table if it != person] for table in tables]
    open_tables = [
        table
        for table in others
        if 0 < len(table) < size and all(floor.allowed[person, it] for it in table)
    ]

    def welcome(table: list[int]) -> tuple[bool, float]:
        # A table that was to stay as it is comes last; but nobody stands for its sake.
        return tuple(sorted(table)) not in full, float(floor.worth[person, table].sum())

    if open_tables:
        max(open_tables, key=welcome).append(person)
    else:
        others.append([person])
    return [table for table in others if table]


def _while_new(floor: Floor, plan: Sequence[Tables], locked: Mapping[int, Tables]) -> list[Tables]:
    """The rounds that bring a new meeting, or hold a table that stays."""
    after = floor.copy()
    kept: list[Tables] = []
    for at, tables in enumerate(plan):
        if after.meets_anyone_new(tables) or locked.get(at):
            kept.append(tables)
            after.seat(tables)
    return kept
