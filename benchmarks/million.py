"""The exact ten best for a million people, counted from some of them; memory and time."""

import resource
import time

import numpy as np

from app.cli.figures import Figure
from app.matching.engine import index as indexes
from app.matching.engine.index import Index
from benchmarks.rig.community import a_community, an_index

MEMBERS, THREADS = 1_000_000, 2
# Viewers that are timed, whole kinds of them, as they would be handed out; then counted as all.
STRETCHES, EACH = 20, 500


def measure() -> list[Figure]:
    """What one process needs with two threads, shelf by shelf."""
    if indexes.kernel is None:
        return [Figure("a million people need Numba: requirements-fast.lock", 0, "")]
    crowd = a_community(MEMBERS)
    small = an_index(a_community(1_000), is_fast=True)
    small.best_of_all(threads=THREADS)
    index = an_index(crowd, is_fast=True)
    began = time.perf_counter()
    shelves = len(index.stacks)
    made = time.perf_counter() - began
    seconds, used = _seconds(index)
    name = f"ten best of {MEMBERS:,} for all, {THREADS} threads"
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Figure(f"{name}, counted from {STRETCHES * EACH:,}", made + seconds, "s"),
        Figure("the same: processor time", made + used, "s"),
        Figure("the same: one viewer", 1e6 * used / MEMBERS, "µs"),
        Figure("shelves", shelves, ""),
        Figure("memory of the whole process", megabytes, "MB"),
    ]


def _seconds(index: Index) -> tuple[float, float]:
    crowd = index.crowd
    order = np.lexsort((crowd.flags, crowd.industry, crowd.sets, crowd.topics))
    firsts = np.linspace(0, MEMBERS - EACH, STRETCHES).astype(int)
    viewers = np.concatenate([order[at : at + EACH] for at in firsts])
    began, used = time.perf_counter(), time.process_time()
    index.best_of(viewers, threads=THREADS)
    many = MEMBERS / len(viewers)
    return many * (time.perf_counter() - began), many * (time.process_time() - used)
