"""Suggestions for events of 40, 300 and 1,000 people, and five rounds of pairs for 300."""

import heapq
import time
from itertools import combinations

from app.cli.figures import Figure
from app.matching.engine.pool import Pool
from app.matching.engine.rounds import Format, Quality, plan
from app.matching.engine.score import score
from app.matching.engine.suggest import suggest
from benchmarks.rig.crowd import a_crowd

SIZES = (40, 300, 1_000)
SHOWN = 4
TRIALS = 3
# The plain loop's work grows with the square, so it serves a few viewers and is timed by viewer.
VIEWERS_OF_THE_LOOP = 20
PAIRED, ROUNDS = 300, 5


def measure() -> list[Figure]:
    """Everybody's list with its reasons, beside a loop that scores one pair after the other."""
    return [*(_lists(size) for size in SIZES), *_rounds()]


def _lists(size: int) -> Figure:
    rate = max(_suggestions_per_second(a_crowd(size)) for _ in range(TRIALS))
    plain = max(_suggestions_per_second_of_the_loop(a_crowd(size)) for _ in range(TRIALS))
    return Figure(f"lists for {size:,} people", rate, "suggestions/s", rate / plain, "plain loop")


def _suggestions_per_second(pool: Pool) -> float:
    began = time.perf_counter()
    lists = suggest(pool, k=SHOWN)
    given = sum(len(lists.of(person.id)) for person in pool.people)
    return given / (time.perf_counter() - began)


def _suggestions_per_second_of_the_loop(pool: Pool) -> float:
    """Each viewer's best by scoring everybody else in turn; not fair to all, no reasons."""
    viewers = pool.people[:VIEWERS_OF_THE_LOOP]
    began = time.perf_counter()
    for viewer in viewers:
        others = (other for other in pool.people if other is not viewer)
        heapq.nlargest(SHOWN, others, key=lambda other: score(viewer, other, pool.world))
    return len(viewers) * SHOWN / (time.perf_counter() - began)


def _rounds() -> list[Figure]:
    seconds, quality = min((_planned(a_crowd(PAIRED)) for _ in range(TRIALS)), key=lambda it: it[0])
    plain = min(_seconds_of_scoring_all(a_crowd(PAIRED)) for _ in range(TRIALS))
    name = f"{ROUNDS} rounds of pairs for {PAIRED}"
    return [
        Figure(name, seconds, "s", seconds / plain, "scoring every pair by the plain loop"),
        Figure(f"{name}: points of what could at best be had", 100 * quality.share, "%"),
        Figure(f"{name}: pairs that meet twice", quality.repeats, "pairs", must_be=0),
        Figure(f"{name}: people without a seat", len(quality.left_out), "people", must_be=0),
    ]


def _planned(pool: Pool) -> tuple[float, Quality]:
    began = time.perf_counter()
    made = plan(pool, Format(ROUNDS))
    return time.perf_counter() - began, made.quality


def _seconds_of_scoring_all(pool: Pool) -> float:
    """What the loop needs for the scores alone, before anybody is seated."""
    began = time.perf_counter()
    for one, other in combinations(pool.people, 2):
        score(one, other, pool.world)
    return time.perf_counter() - began
