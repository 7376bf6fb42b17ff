"""Numbers for tables: those that people know by now stay where most of them are."""

from collections.abc import Collection, Mapping, Sequence

Table = Sequence[int]


def numbered(
    tables: Sequence[Table],
    before: Mapping[int, Collection[int]],
    kept: Mapping[int, Table],
) -> dict[int, Table]:
    """A number for each table, from 1 on; `kept` are those whose number is settled.

    A table takes the number at which most of its people sat `before`, so that whoever has read
    theirs on the wall walks to the right place.
    """
    found: dict[int, Table] = dict(kept)
    rest = list(range(len(tables)))
    for _same, number, place in _alike(tables, before):
        if place in rest and number not in found:
            found[number] = tables[place]
            rest.remove(place)
    free = (it for it in range(1, len(tables) + len(kept) + 1) if it not in found)
    return found | {number: tables[place] for number, place in zip(free, rest, strict=False)}


def _alike(
    tables: Sequence[Table], before: Mapping[int, Collection[int]]
) -> list[tuple[int, int, int]]:
    """How many people a table has in common with one from before, the most first."""
    sat = {person: number for number, people in before.items() for person in people}
    pairs: dict[tuple[int, int], int] = {}
    for place, table in enumerate(tables):
        for number in (sat[it] for it in table if it in sat):
            pairs[number, place] = pairs.get((number, place), 0) + 1
    return sorted(
        ((same, number, place) for (number, place), same in pairs.items() if same > 1),
        key=lambda it: (-it[0], it[1], it[2]),
    )
