"""Lists that are fair to all, for many thousands of people: the flow of `flow`, by OR-tools.

Its cost-scaling push-relabel takes seconds where one shortest path after the other takes hours.
Optional, like Numba: without it the lists are the same, and later.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

_solver: Any = import_module("ortools.graph.python.min_cost_flow") if find_spec("ortools") else None

Places = NDArray[np.int64]
# How much worse than the worst list one showing too many, or too few, is.
_WORSE = 4


def is_there() -> bool:
    """Whether OR-tools is installed."""
    return _solver is not None


def shared_out(
    pairs: tuple[Places, Places, Places], lengths: Places, low: Places, high: Places
) -> NDArray[np.bool_] | None:
    """Which of `pairs` (viewers, persons, gains) are shown, as `flow.fair` says it.

    None where the solver gives up, as it does when the gains are too great to be multiplied by
    the number of people. Source: Goldberg: An efficient implementation of a scaling minimum-cost
    flow algorithm, 1997.
    """
    viewer, person, gain = pairs
    size, total = len(lengths), int(lengths.sum())
    network = _solver.SimpleMinCostFlow()
    top = int(gain.max(initial=0)) + 1
    network.add_arcs_with_capacity_and_unit_cost(
        viewer, person + size, np.ones(len(viewer), np.int64), top - gain
    )
    everyone, end = np.arange(size, 2 * size), np.full(size, 2 * size)
    # Each person's first showings are wanted, those after them allowed, any more a last resort.
    for capacity, cost in ((low, -_WORSE * top), (high - low, 0), (total, _WORSE * top)):
        network.add_arcs_with_capacity_and_unit_cost(
            everyone, end, np.broadcast_to(capacity, size).astype(np.int64), np.full(size, cost)
        )
    network.set_nodes_supplies(np.arange(size), lengths.astype(np.int64))
    network.set_node_supply(2 * size, -total)
    if network.solve() != network.OPTIMAL:
        return None
    return np.asarray(network.flows(np.arange(len(viewer))) > 0)
