"""The organizer's wishes for the tables: who belongs together, who hosts, what stays as it is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from app.matching.engine.pool import NO_PAIRS, Pair

# A round as people know it: tables of ids.
Round = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class House:
    """All by id. `together` sit at one table in every round; pairs join up to groups.

    `hosts` are spread over the tables. Where it `mixes`, as few of one industry as can be sit at
    a table. `locked` tables stay exactly as they are, by the number of their round, from 1.
    """

    together: frozenset[Pair] = NO_PAIRS
    hosts: frozenset[int] = frozenset()
    mixes: bool = False
    locked: Mapping[int, Round] = field(default_factory=dict)


def joined(people: Iterable[int], pairs: Collection[Pair]) -> list[list[int]]:
    """`people` in groups: whoever is tied to somebody by one of the pairs is in the same group."""
    group = {person: [person] for person in people}
    for a, b in sorted(pairs):
        if a in group and b in group and group[a] is not group[b]:
            group[a] += group[b]
            for person in group[b]:
                group[person] = group[a]
    return [sorted(it) for it in {id(members): members for members in group.values()}.values()]
