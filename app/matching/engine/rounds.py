"""Rounds: who sits with whom, and when; everybody seated, nobody twice, nobody who must not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from app.matching.engine.bound import best_possible
from app.matching.engine.floor import Floor, Order, Tables
from app.matching.engine.groups import paired_as_groups
from app.matching.engine.house import House, Round
from app.matching.engine.mending import mended
from app.matching.engine.pairs import pair_rounds
from app.matching.engine.pool import Pair, Pool
from app.matching.engine.tables import table_rounds

PAIR: Final = 2
LARGEST: Final = 8


class Stopped(StrEnum):
    """Why there are fewer rounds than asked for.

    All who may meet have met; or some have not, but no further round was found that lets them.
    """

    EVERYONE_MET = "everyone_met"
    NOTHING_NEW = "nothing_new"
    NOBODY_TO_SEAT = "nobody_to_seat"


class NoSeat(StrEnum):
    """Why somebody has no seat in a round."""

    ALONE = "alone"
    NOBODY_ALLOWED = "nobody_allowed"
    NO_PLACE = "no_place"


@dataclass(frozen=True)
class Format:
    """What the organizer asks for: so many rounds in all, tables of at most `size`, 2 to 8.

    Raises ValueError for anything else.
    """

    rounds: int
    size: int = PAIR
    seed: int = 0
    house: House = field(default_factory=House)

    def __post_init__(self) -> None:
        if self.rounds < 1 or not PAIR <= self.size <= LARGEST:
            raise ValueError("At least one round, of tables of 2 to 8.")


@dataclass(frozen=True)
class LeftOut:
    """Somebody without a seat in a round; rounds are counted from 1."""

    round: int
    person: int
    reason: NoSeat


@dataclass(frozen=True)
class Parted:
    """Two who belong together and do not sit so in a round."""

    round: int
    one: int
    other: int


@dataclass(frozen=True)
class Quality:
    """What the new rounds are worth. `total` and `bound` are points of first meetings.

    Nothing could reach more than `bound`; often nothing can reach it. `repeats` counts pairs
    that meet again, `parted` the rounds in which two who belong together do not sit so.
    `hostless` counts tables without a host where there are hosts enough, `same_trade` pairs of one
    industry at a table where industries are to mix.
    """

    total: float
    bound: float
    repeats: int
    left_out: tuple[LeftOut, ...]
    stopped: Stopped | None = None
    parted: tuple[Parted, ...] = ()
    hostless: int = 0
    same_trade: int = 0

    @property
    def share(self) -> float:
        """`total` as a part of `bound`, 0 to 1."""
        return self.total / self.bound if self.bound else 1.0


@dataclass(frozen=True)
class Plan:
    """All rounds, those that happened first, `kept` of them."""

    rounds: tuple[Round, ...]
    kept: int
    quality: Quality


def plan(pool: Pool, wanted: Format, past: Sequence[Round] = ()) -> Plan:
    """The rounds that happened, unchanged, and the rest planned for those who are in the pool.

    In this order: nobody beside someone they must not meet, nobody without a seat, those together
    who belong together, nobody twice with the same person, hosts spread, nobody in a second trio,
    most points. A round that would bring no new meeting is not planned. The same pool, format and
    past give the same plan.
    """
    floor = Floor.of(pool, past, wanted.house)
    count = max(0, wanted.rounds - len(past))
    new: list[Tables] = []
    if count and floor.seatable:
        new = _planned(pool, floor, wanted, past)
    rounds = (*past, *(_with_ids(pool, tables) for tables in new))
    return Plan(rounds, len(past), _quality(pool, floor, new, wanted, len(past)))


def mend(pool: Pool, rounds: Sequence[Round], wanted: Format, kept: int = 0) -> Plan:
    """A plan changed least after people came or left, in milliseconds; the first `kept` stay.

    Rounds that are missing are not added: that is for `plan`.
    """
    floor = Floor.of(pool, rounds[:kept], wanted.house)
    new = mended(floor, [_places(pool, tables) for tables in rounds[kept:]], wanted.size)
    changed = (*rounds[:kept], *(_with_ids(pool, tables) for tables in new))
    return Plan(changed, kept, _quality(pool, floor, new, wanted, kept, is_close=False))


def worth_of(pool: Pool, rounds: Sequence[Round], wanted: Format, kept: int = 0) -> Quality:
    """What rounds changed by hand are worth, the first `kept` of which have happened."""
    floor = Floor.of(pool, rounds[:kept], wanted.house)
    new = [_places(pool, tables) for tables in rounds[kept:]]
    return _quality(pool, floor, new, wanted, kept, is_close=False)


def _planned(pool: Pool, floor: Floor, wanted: Format, past: Sequence[Round]) -> list[Tables]:
    locked = {
        number - 1 - len(past): floor.kept(_places(pool, tables))
        for number, tables in wanted.house.locked.items()
        if number > len(past)
    }
    order = Order(wanted.rounds - len(past), wanted.size, wanted.seed, locked)
    if wanted.size > PAIR or (locked and floor.kin.any()):
        return table_rounds(floor, order)
    if floor.kin.any():
        return paired_as_groups(floor, order)
    return pair_rounds(floor, order)


def _places(pool: Pool, tables: Round) -> list[list[int]]:
    """The tables by place, of those who are here."""
    return [[pool.place[it] for it in table if it in pool.place] for table in tables]


def _with_ids(pool: Pool, tables: Tables) -> Round:
    return tuple(tuple(pool.people[it].id for it in table) for table in tables)


def _quality(
    pool: Pool,
    floor: Floor,
    new: Sequence[Tables],
    wanted: Format,
    kept: int,
    *,
    is_close: bool = True,
) -> Quality:
    """What the new rounds are worth; after a change by hand a bound found quickly must do."""
    after = floor.copy()
    total, repeats = 0.0, 0
    for tables in new:
        total += after.gain(tables)
        repeats += after.repeats(tables)
        after.seat(tables)
    return Quality(
        total,
        best_possible(floor, new, total, is_close=is_close) if new else 0.0,
        repeats,
        _left_out(pool, floor, new, kept),
        _stopped(after, len(new), wanted.rounds - kept),
        tuple(_parted(pool, wanted.house.together, new, kept)),
        sum(_hostless(floor, tables) for tables in new),
        sum(_same_trade(floor, table) for tables in new for table in tables),
    )


def _parted(
    pool: Pool, together: Iterable[Pair], new: Sequence[Tables], kept: int
) -> Iterator[Parted]:
    pairs = sorted(pool.places(together))
    for number, tables in enumerate(new, start=kept + 1):
        table_of = {it: at for at, table in enumerate(tables) for it in table}
        for a, b in pairs:
            if table_of.get(a, -1) != table_of.get(b, -2):
                yield Parted(number, pool.people[a].id, pool.people[b].id)


def _hostless(floor: Floor, tables: Tables) -> int:
    """Tables without a host, beyond those that cannot have one."""
    hosted = sum(bool(floor.hosts[list(table)].any()) for table in tables)
    return max(0, min(int(floor.hosts.sum()), len(tables)) - hosted)


def _same_trade(floor: Floor, table: Sequence[int]) -> int:
    trades = Counter(int(it) for it in floor.trade[list(table)] if it >= 0)
    return sum(count * (count - 1) // 2 for count in trades.values())


def _stopped(after: Floor, planned: int, asked: int) -> Stopped | None:
    if planned >= asked:
        return None
    if not after.seatable:
        return Stopped.NOBODY_TO_SEAT
    return Stopped.NOTHING_NEW if after.new.any() else Stopped.EVERYONE_MET


def _left_out(pool: Pool, floor: Floor, new: Sequence[Tables], kept: int) -> tuple[LeftOut, ...]:
    """Everyone without a seat, round by round; when nobody has one, for the first alone."""
    found = []
    for number, tables in enumerate(new or [[]], start=kept + 1):
        seated = {it for table in tables for it in table}
        found += [
            LeftOut(number, person.id, _why(floor, at))
            for at, person in enumerate(pool.people)
            if at not in seated
        ]
    return tuple(found)


def _why(floor: Floor, at: int) -> NoSeat:
    if len(floor.worth) == 1:
        return NoSeat.ALONE
    return NoSeat.NO_PLACE if floor.allowed[at].any() else NoSeat.NOBODY_ALLOWED
