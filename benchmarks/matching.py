"""Lists for a hundred thousand, rounds of pairs and tables, fairness, reasons and learning."""

import resource
import time
from collections.abc import Callable
from dataclasses import astuple, replace
from itertools import combinations
from typing import TypeVar

import networkx as nx
import numpy as np

from app.cli.figures import Figure
from app.matching.engine import index as indexes
from app.matching.engine.balance import BALANCE
from app.matching.engine.columns import Columns
from app.matching.engine.export import exported
from app.matching.engine.index import Index
from app.matching.engine.kept import Kept, Row
from app.matching.engine.learning import Verdict, learn
from app.matching.engine.people import Kind, Person
from app.matching.engine.pool import Pool
from app.matching.engine.rounds import Format, Plan, mend, plan
from app.matching.engine.suggest import suggest
from benchmarks.rig.community import a_community, an_index, as_people
from benchmarks.rig.crowd import a_crowd
from benchmarks.rig.loop import points_of

MEMBERS = 100_000
# Viewers that are timed, and then counted as all: the loop's work is the same for each of them.
PLAIN_SAMPLE, LOOP_ROWS, LOOP_OTHERS, CHANGES = 100, 4, 3_000, 300
THREADS = 2
PAIRED = (30, 31, 33, 43, 46, 55, 75, 100, 151, 300, 301, 501, 1_000)
TABLES = ((8, 4, 9), (7, 4, 7), (16, 4, 5), (5, 3, 7))
COMMUNITIES = 300
T = TypeVar("T")


def measure() -> list[Figure]:
    """The figures of docs/matching.md, each beside what one would do without thinking."""
    return [*_lists(), *_pairs(), *_tables(), *_late(), *_fairness(), *_reasons(), *_learning()]


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def _lists() -> list[Figure]:
    crowd = a_community(MEMBERS)
    loop = _seconds_of_the_loop(crowd)
    viewers = np.random.default_rng(1).choice(MEMBERS, PLAIN_SAMPLE, replace=False)
    plain = _prepared(crowd, is_fast=False)
    seconds, _ = _timed(lambda: plain.best_of(viewers))
    seconds *= MEMBERS / PLAIN_SAMPLE
    name = f"ten best of {MEMBERS:,} for all"
    found = [
        Figure(f"{name}, NumPy alone, one thread", seconds, "s", loop / seconds, "faster: loop")
    ]
    if indexes.kernel is None:
        return found
    fast = _prepared(crowd, is_fast=True)
    began = time.process_time()
    seconds, kept = _timed(lambda: Kept.of(fast, threads=THREADS))
    used = time.process_time() - began
    single = [_timed(lambda at=at: fast.best_of(viewers[at : at + 1]))[0] for at in range(500)]
    return [
        Figure(f"{name}, Numba, {THREADS} threads", seconds, "s", loop / seconds, "faster: loop"),
        Figure("the same: processor time", used, "s"),
        Figure("the same: memory of the whole process", _megabytes(), "MB"),
        *found,
        Figure("ten best for one, 99 in 100 within", 1e3 * float(np.quantile(single, 0.99)), "ms"),
        *_changes(kept, seconds),
    ]


def _changes(kept: Kept, anew: float) -> list[Figure]:
    """One member after the other changes, and all lists with them."""
    dice, took, used = np.random.default_rng(2), [], []
    for _ in range(CHANGES):
        at = int(dice.integers(MEMBERS))
        row = _changed(kept.index.crowd, at, dice)
        began = time.thread_time()
        took.append(_timed(lambda at=at, row=row: kept.change(at, row))[0])
        used.append(time.thread_time() - began)
    same = np.array_equal(replace(kept.index).best_of_all(threads=THREADS).keys, kept.best.keys)
    late = float(np.quantile(took[3:], 0.99))
    return [
        Figure(
            "one changes, all lists exact, 99 in 100 within",
            1e3 * late,
            "ms",
            anew / late,
            "made anew",
        ),
        Figure("the same: processor time", 1e3 * float(np.quantile(used[3:], 0.99)), "ms"),
        Figure("lists other than made anew", float(not same), "", must_be=0),
    ]


def _changed(crowd: Columns, at: int, dice: np.random.Generator) -> Row:
    """About a fifth of what they have for something that somebody else has."""
    mine, theirs = crowd.has.row(at), crowd.has.row(int(dice.integers(MEMBERS)))
    part = [mine[dice.random(len(mine)) < 0.8], theirs[dice.random(len(theirs)) < 0.2]]
    tokens = np.unique(np.concatenate(part)).astype(np.int32)
    traits = (crowd.industry[at], crowd.sets[at], np.sum(tokens < 3), crowd.flags[at])
    return Row(tokens, *map(int, traits))


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _prepared(crowd: Columns, *, is_fast: bool) -> Index:
    index = an_index(crowd, is_fast=is_fast)
    index.best_of(np.arange(3))
    return index


def _seconds_of_the_loop(crowd: Columns) -> float:
    """What scoring one pair after the other would take, from a few rows of it."""
    some = a_community(LOOP_OTHERS)
    people, world = as_people(some)
    seconds, _ = _timed(
        lambda: [
            points_of(viewer, other, world) for viewer in people[:LOOP_ROWS] for other in people
        ]
    )
    return seconds / (LOOP_ROWS * LOOP_OTHERS) * len(crowd.ids) ** 2


def _pairs() -> list[Figure]:
    found, shares, wrong, large = [], {}, 0, 0.0
    for size in PAIRED:
        pool = a_crowd(size)
        pool.scores.sum()
        large, made = _timed(lambda pool=pool: plan(pool, Format(5)))
        shares[size] = made.quality.share
        wrong += made.quality.repeats + len(made.quality.left_out)
    even = min(share for size, share in shares.items() if size % 2 == 0)
    odd = min(share for size, share in shares.items() if size % 2)
    pool = a_crowd(100)
    pool.scores.sum()
    ours, _ = _timed(lambda: plan(pool, Format(1)))
    theirs, _ = _timed(lambda: nx.max_weight_matching(_everybody(pool), maxcardinality=True))
    found.append(Figure("one round of pairs for 100", ours, "s", theirs / ours, "faster: networkx"))
    found.append(Figure(f"five rounds of pairs for {PAIRED[-1]:,}", large, "s"))
    found.append(Figure("pairs: least part of the bound, even numbers", 100 * even, "%"))
    found.append(Figure("pairs: least part of the bound, odd numbers", 100 * odd, "%"))
    found.append(Figure("pairs: repeats and people without a seat", wrong, "", must_be=0))
    return found


def _everybody(pool: Pool) -> "nx.Graph[int]":
    graph: nx.Graph[int] = nx.Graph()
    for a, b in combinations(range(len(pool.people)), 2):
        graph.add_edge(a, b, weight=round(1e6 * pool.scores[a, b]))
    return graph


def _tables() -> list[Figure]:
    repeats = 0
    for tables, size, rounds in TABLES:
        made = plan(a_crowd(tables * size), Format(rounds, size))
        repeats += made.quality.repeats + len(made.quality.left_out)
    pool = a_crowd(300)
    pool.scores.sum()
    seconds, made = _timed(lambda: plan(pool, Format(5, 6)))
    chance = _worth_by_chance(pool)
    return [
        Figure("tables 8-4-9, 7-4-7, 16-4-5, 5-3-7: repeats", repeats, "pairs", must_be=0),
        Figure("five rounds at tables of six for 300", seconds, "s"),
        Figure(
            "the same: part of a loose bound",
            100 * made.quality.share,
            "%",
            made.quality.total / chance,
            "seats by lot",
        ),
        Figure("the same: repeats", made.quality.repeats, "pairs", must_be=0),
    ]


def _worth_by_chance(pool: Pool) -> float:
    dice, met = np.random.default_rng(1), set()
    for _ in range(5):
        for table in dice.permutation(len(pool.people)).reshape(-1, 6):
            met |= set(combinations(sorted(table.tolist()), 2))
    return float(sum(pool.scores[pair] for pair in met))


def _late() -> list[Figure]:
    form = Format(5)
    before = plan(a_crowd(300), form)

    def arrived() -> Plan:
        return mend(a_late_crowd, before.rounds, form, kept=2)

    a_late_crowd = a_crowd(301)
    mended, made = _timed(arrived)
    anew, _ = _timed(lambda: plan(a_crowd(301), form, before.rounds[:2]))
    is_kept = made.rounds[:2] == before.rounds[:2]
    return [
        Figure("one comes late to 300", 1e3 * mended, "ms", anew / mended, "faster: planned anew"),
        Figure("rounds that happened and changed", float(not is_kept), "", must_be=0),
    ]


def _fairness() -> list[Figure]:
    crowd = a_crowd(1_000)
    people = tuple(Person(it.id) if it.id % 5 == 0 else it for it in crowd.people)
    pool = Pool(people, crowd.world)
    pool.scores.sum()
    seconds, lists = _timed(lambda: suggest(pool, k=10))
    shown = np.bincount([it for row in lists.places for it in row], minlength=1_000)
    best = np.sort(np.where(pool.suggestable, pool.scores, 0), axis=1)
    top = np.argsort(-np.where(pool.suggestable, pool.scores, 0), axis=1)[:, :10]
    alone = np.bincount(top.ravel(), minlength=1_000)
    chosen = [
        [it for it in row if (int(pool.ids[at]), int(pool.ids[it])) not in lists.chance]
        for at, row in enumerate(lists.places)
    ]
    mine = np.array([pool.scores[at, row].sum() for at, row in enumerate(chosen)])
    whole = np.array([best[at, -len(row) :].sum() for at, row in enumerate(chosen)])
    parts = mine[whole > 0] / whole[whole > 0]
    return [
        Figure("fair lists for 1,000, a fifth of them empty", seconds, "s"),
        Figure("shown to nobody", float((shown == 0).sum()), "people", must_be=0),
        Figure("shown to nobody by everybody's own ten", float((alone == 0).sum()), "people"),
        Figure("shown most often", float(shown.max()), "times", shown.max() / alone.max(), "own"),
        Figure("points kept of everybody's own best", 100 * mine.sum() / whole.sum(), "%"),
        Figure("points kept by whom it costs most", 100 * float(parts.min()), "%"),
    ]


def _reasons() -> list[Figure]:
    pool = a_crowd(300)
    told = exported(pool, suggest(pool, k=10), plan(pool, Format(3, 4)).rounds, 10)
    gaps = [
        abs(sum(reason["points"] for reason in it["reasons"]) - it["score"])
        for row in told["suggestions"].values()
        for it in row
    ]
    return [Figure("reasons of a whole export: furthest from the score", max(gaps), "points")]


def _learning() -> list[Figure]:
    worse = used = 0
    table = np.array(astuple(BALANCE[Kind.SOCIAL]))
    for number in range(COMMUNITIES):
        dice = np.random.default_rng(number)
        own = dice.dirichlet(np.ones(7))
        part = dice.choice([0.0, 0.3, 1.0])
        taste = (1 - part) * table + part * own
        values, liked = _answers(dice, taste, int(dice.choice([30, 60, 100, 300])))
        lesson = learn(values, liked, BALANCE[Kind.SOCIAL])
        if lesson.verdict is Verdict.BETTER:
            used += 1
            values, liked = _answers(dice, taste, 10_000)
            ours = _auc(values @ np.array(astuple(lesson.balance)), liked)
            worse += ours < _auc(values @ table, liked)
    return [
        Figure("communities that used what was learned", 100 * used / COMMUNITIES, "%"),
        Figure("communities made worse by it", 100 * worse / COMMUNITIES, "%"),
    ]


def _answers(
    dice: np.random.Generator, taste: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    values = dice.random((count, 7)) ** 2
    found = values @ taste
    odds = 1.2 * (found - found.mean()) / found.std() - 0.5
    return values, dice.random(count) < 1 / (1 + np.exp(-odds))


def _auc(points: np.ndarray, liked: np.ndarray) -> float:
    ranks = np.argsort(np.argsort(points)) + 1.0
    yes = int(liked.sum())
    return float((ranks[liked].sum() - yes * (yes + 1) / 2) / (yes * (len(liked) - yes)))
