"""Rounds of pairs: matchings of maximum weight, one after another, and a trio for the odd one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

from app.matching.engine.bound import seat_prices
from app.matching.engine.floor import TRIO, Floor, Order, Tables
from app.matching.engine.trios import disjoint_trios, trio_gains

Liking = NDArray[np.int64]
Edge = tuple[int, int, int]

# Each one's best so many; the optimum hardly ever lies beyond.
WIDTH: Final = 40
# Meeting someone new outweighs any points.
_NEW: Final = 10**12
_GRAINS: Final = 1_000_000
# Small rooms with many rounds can run into a corner: others are tried as long as it is cheap.
_TRIES: Final = 2_000
# Up to so many people each round is looked at again.
_FEW: Final = 400
# Choices of trios waver by so many points in turn. Up to so many people that many for each of them
# are tried, and no more than that; for more people as many as are cheap.
_WAVERS: Final = (0.5, 1.0, 2.0)
_ROOM, _EACH, _CHOICES, _TRIOS = 60, 5, 200, 8_000
# What a trio costs in points when it brings a pair together again, or one person into a second.
_AGAIN, _SECOND_TRIO = 10_000.0, 1_000.0


@dataclass(frozen=True, order=True)
class Verdict:
    """How a plan does; smaller is better, the first that differs decides.

    Rounds count as missing only while anyone is left to meet anyone new.
    """

    missing: int
    left_out: int
    repeats: int
    second_trios: int
    loss: float

    @property
    def is_clean(self) -> bool:
        return not (self.missing or self.left_out or self.repeats or self.second_trios)


def pair_rounds(floor: Floor, order: Order) -> list[Tables]:
    """Up to so many rounds of pairs, fewer when nobody is left to meet anyone new."""
    best = _in_turn(floor, order, np.ones_like(floor.worth))
    judged = judge(floor, best, order.rounds)
    for other in _with_chosen_trios(floor, order, -judged.loss):
        best, judged = min((best, judged), (other, judge(floor, other, order.rounds)), key=_verdict)
    for other in _others(floor, order):
        if judged.is_clean:
            break
        best, judged = min((best, judged), (other, judge(floor, other, order.rounds)), key=_verdict)
    other = best if order.locked else _polished(floor, order, best)
    return min((best, judged), (other, judge(floor, other, order.rounds)), key=_verdict)[0]


def _verdict(judged: tuple[list[Tables], Verdict]) -> Verdict:
    return judged[1]


def judge(floor: Floor, plan: Sequence[Tables], rounds: int) -> Verdict:
    """How `plan` does on this floor, for those who can be seated at all."""
    after = floor.copy()
    seatable = len(floor.seatable)
    left_out = repeats = second_trios = 0
    gain = 0.0
    for tables in plan:
        left_out += seatable - sum(map(len, tables))
        repeats += after.repeats(tables)
        gain += after.gain(tables)
        second_trios += sum(int(after.in_trio[t].sum()) for t in tables if len(t) == TRIO)
        after.seat(tables)
    missing = rounds - len(plan) if after.new.any() else 0
    return Verdict(missing, left_out, repeats, second_trios, -gain)


def _others(floor: Floor, order: Order) -> Iterator[list[Tables]]:
    """Other plans worth a look: a round robin, and the same method with a wavering hand."""
    rng = np.random.default_rng(order.seed)
    people = floor.seatable
    all_new = floor.new[np.ix_(people, people)].sum() == len(people) * (len(people) - 1)
    if len(people) % 2 == 0 and all_new and not order.locked:
        yield _round_robin(floor, people, order.rounds)
    for _ in range(_TRIES // (len(people) * order.rounds + 1)):
        noise = rng.random(floor.worth.shape)
        yield _in_turn(floor, order, noise + noise.T)


def _round_robin(floor: Floor, people: Sequence[int], rounds: int) -> list[Tables]:
    """The best rounds of the tournament in which everybody meets everybody once."""
    first, *circle = people
    half = len(people) // 2
    tournament: list[Tables] = []
    for turn in range(len(circle)):
        row = [first, *circle[turn:], *circle[:turn]]
        tournament.append([[row[at], row[-1 - at]] for at in range(half)])
    tournament.sort(key=floor.gain, reverse=True)
    return tournament[:rounds]


def _in_turn(floor: Floor, order: Order, bias: NDArray[np.float64]) -> list[Tables]:
    """One round after another, each the best for itself; tables that stay are known beforehand."""
    after = floor.copy()
    for tables in order.locked.values():
        after.seat(tables)
    liking = np.rint(floor.worth * bias * _GRAINS).astype(np.int64) + 1
    plan: list[Tables] = []
    for at in range(order.rounds):
        held = order.locked.get(at, ())
        tables = _pair_up(_without(after, held), liking)
        if not held and not after.meets_anyone_new(tables):
            break
        after.seat(tables)
        plan.append(sorted(sorted(table) for table in (*tables, *held)))
    return plan


def _trios_first(floor: Floor, order: Order, trios: Tables) -> list[Tables]:
    """Rounds in which the trios are chosen first; what they bring is not planned again."""
    after = floor.copy()
    for trio in trios:
        after.seat([trio])
    liking = np.rint(floor.worth * _GRAINS).astype(np.int64) + 1
    plan: list[Tables] = []
    for at in range(order.rounds):
        held = [list(trio) for trio in trios[at : at + 1]]
        tables = sorted(sorted(it) for it in (*_pair_up(_without(after, held), liking), *held))
        if not held and not after.meets_anyone_new(tables):
            break
        after.seat(tables)
        plan.append(tables)
    return plan


def _with_chosen_trios(floor: Floor, order: Order, about: float) -> Iterator[list[Tables]]:
    """Plans around the trios that gain most, where rounds come to `about` so many points."""
    if len(floor.seatable) % 2 == 0 or order.locked:
        return
    worth = np.where(floor.new, floor.worth, 0.0)
    fresh = floor.new & ~floor.in_trio & ~floor.in_trio[:, None]
    prices = seat_prices(worth, min(order.rounds, len(worth) - 1), about)
    gains = np.where(fresh, trio_gains(worth, prices), -np.inf)
    rng = np.random.default_rng(order.seed)
    tried: list[list[list[int]]] = []
    for turn in range(_choices(len(worth), order.rounds)):
        waver = _WAVERS[turn % len(_WAVERS)] if turn else 0.0
        noise = np.triu(rng.normal(0.0, waver, gains.shape))
        trios = disjoint_trios(gains + noise + noise.T, order.rounds)
        if trios in tried:
            continue
        tried.append(trios)
        yield _polished(floor, order, _trios_first(floor, order, trios))


def _choices(people: int, rounds: int) -> int:
    """So many ways to choose trios are tried: of few people it matters more which three."""
    if people <= _ROOM:
        return min(_CHOICES, _EACH * people)
    return 1 + _TRIOS // (people * rounds)


def _polished(floor: Floor, order: Order, plan: list[Tables]) -> list[Tables]:
    """The pairs of each round once more, now that all other rounds are known."""
    if len(floor.worth) > _FEW:
        return plan
    after = floor.copy()
    for tables in plan:
        after.seat(tables)
    liking = np.rint(floor.worth * _GRAINS).astype(np.int64) + 1
    better: list[Tables] = []
    for tables in plan:
        after.rise(tables)
        trios = [list(table) for table in tables if len(table) == TRIO]
        pairs = _pair_up(_without(after, trios), liking)
        better.append(sorted(sorted(it) for it in (*pairs, *trios)))
        after.seat(better[-1])
    return better


def _without(floor: Floor, held: Tables) -> Floor:
    """The floor for everybody else, while some stay where they are."""
    if not held:
        return floor
    allowed = floor.allowed.copy()
    for table in held:
        allowed[list(table)] = allowed[:, list(table)] = False
    return replace(floor, allowed=allowed)


def _pair_up(floor: Floor, liking: Liking) -> Tables:
    """One round: as many as can be seated, then as many new meetings as can be, then points."""
    people = floor.seatable
    edges = [*_best_edges(floor.new, liking, _NEW)]
    if len(people) % 2:
        edges += _edges_to_nobody(floor, people, liking)
    tables, loose = _matched(floor, edges)
    if len(loose) > len(people) % 2:
        edges += _best_edges(floor.allowed & ~floor.new, liking, 0)
        edges += _all_edges(floor, loose, liking)
        tables, loose = _matched(floor, edges)
    for person in loose:
        tables = _with(floor, tables, person)
    return sorted(sorted(table) for table in tables)


def _best_edges(wanted: NDArray[np.bool_], liking: Liking, bonus: int) -> Iterator[Edge]:
    """The edges to each one's best, every edge once."""
    size = len(liking)
    ranked = np.where(wanted, liking, 0)
    width = min(WIDTH, size)
    columns = np.argpartition(ranked, -width, axis=1)[:, -width:]
    chosen = np.zeros_like(wanted)
    np.put_along_axis(chosen, columns, values=True, axis=1)
    rows, columns = np.nonzero(np.triu((chosen | chosen.T) & wanted))
    weights = liking[rows, columns] + bonus
    return zip(rows.tolist(), columns.tolist(), weights.tolist(), strict=True)


def _all_edges(floor: Floor, people: Iterable[int], liking: Liking) -> Iterator[Edge]:
    new = floor.new
    for a in people:
        for b in np.flatnonzero(floor.allowed[a]).tolist():
            yield a, b, int(liking[a, b]) + (_NEW if new[a, b] else 0)


def _edges_to_nobody(floor: Floor, people: Sequence[int], liking: Liking) -> Iterator[Edge]:
    """The odd one pairs with nobody, and joins a pair later: whoever gains most by two at once."""
    fresh = [it for it in people if not floor.in_trio[it]] or people
    two_best = np.sort(np.where(floor.new, liking, 0), axis=1)[:, -2:].sum(axis=1)
    return ((it, len(liking), int(two_best[it]) + _NEW) for it in fresh)


def _matched(floor: Floor, edges: Sequence[Edge]) -> tuple[list[list[int]], list[int]]:
    """The heaviest matching among the largest, and those it leaves single."""
    people = floor.seatable
    nobody = len(floor.worth)
    graph: rx.PyGraph[None, int] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * (nobody + 1))
    graph.add_edges_from(edges)
    found = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    pairs = sorted(sorted(pair) for pair in found if nobody not in pair)
    return pairs, sorted(set(people).difference(*pairs))


def _with(floor: Floor, tables: list[list[int]], person: int) -> list[list[int]]:
    """The tables with one more person: a trio out of a pair, or out of two pairs mixed anew.

    Unchanged when there is no way to seat the person.
    """
    pairs = [table for table in tables if len(table) < TRIO]
    for taken in (1, 2):
        ways = [
            (way, chosen)
            for chosen in combinations(pairs, taken)
            if any(floor.allowed[person, it] for table in chosen for it in table)
            for way in _ways([person, *(it for table in chosen for it in table)])
            if all(floor.allowed[a, b] for table in way for a, b in combinations(table, 2))
        ]
        if ways:
            way, chosen = min(ways, key=lambda it: _cost(floor, it[0]) - _cost(floor, it[1]))
            return [*(table for table in tables if table not in chosen), *way]
    return tables


def _ways(people: Sequence[int]) -> Iterator[list[list[int]]]:
    """All ways to make a trio of some and a pair of the rest."""
    for trio in combinations(people, TRIO):
        rest = [it for it in people if it not in trio]
        yield [list(trio), rest] if rest else [list(trio)]


def _cost(floor: Floor, tables: Tables) -> float:
    again = sum(int(floor.in_trio[table].sum()) for table in tables if len(table) == TRIO)
    return floor.repeats(tables) * _AGAIN + again * _SECOND_TRIO - floor.gain(tables)
