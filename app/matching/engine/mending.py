"""A plan changed least when somebody comes late or leaves: everybody else stays where they are."""

from collections.abc import Sequence

from app.matching.engine.floor import TRIO, Floor, Tables


def mended(floor: Floor, rounds: Sequence[Tables], size: int) -> list[Tables]:
    """These rounds, by place, with a seat for all who can have one, at tables of at most `size`.

    Nobody beside whom they must not sit, nobody twice with the same person where it can be helped.
    Whoever has lost their table, or never had one, sits where it is worth most.
    """
    after = floor.copy()
    for tables in rounds:
        after.seat(tables)
    found: list[Tables] = []
    for tables in rounds:
        # What this round itself brings is not yet there while it is being mended.
        after.rise(tables)
        calm = [after.calmed(table)[0] for table in tables]
        seated = [table for table in calm if len(table) > 1]
        at_table = {it for table in seated for it in table}
        for person in floor.seatable:
            if person not in at_table:
                seated = _seated(after, seated, person, size)
                at_table = {it for table in seated for it in table}
        after.seat(seated)
        found.append(sorted(sorted(table) for table in seated))
    return found


def _seated(floor: Floor, tables: list[list[int]], person: int, size: int) -> list[list[int]]:
    """The tables with one more person, by whichever of these ways costs least; else unchanged."""
    alone = set(floor.seatable).difference([person], *tables)
    ways: list[tuple[list[list[int]], list[list[int]]]] = []
    ways += [([], [[person, other]]) for other in alone]
    ways += [([table], [[*table, person]]) for table in tables if len(table) < max(size, TRIO)]
    ways += [
        ([table], [[it for it in table if it != other], [person, other]])
        for table in tables
        if len(table) > 2  # noqa: PLR2004 -- two would leave one alone
        for other in table
    ]
    able = [
        way for way in ways if all(floor.is_peaceful(table) for table in way[1] if len(table) > 1)
    ]
    if not able:
        return tables
    gone, come = min(able, key=lambda way: _cost(floor, way, size))
    return [*(table for table in tables if table not in gone), *come]


def _cost(
    floor: Floor, way: tuple[list[list[int]], list[list[int]]], size: int
) -> tuple[int, int, float]:
    """Tables too large or of two where more are meant, then repeats, then the points lost."""
    gone, come = way
    odd = sum(len(table) != size for table in come) - sum(len(table) != size for table in gone)
    again = floor.repeats(come) - floor.repeats(gone)
    return (
        odd + 2 * again,
        sum(_in_second_trio(floor, table) for table in come),
        floor.gain(gone) - floor.gain(come),
    )


def _in_second_trio(floor: Floor, table: Sequence[int]) -> int:
    return int(floor.in_trio[list(table)].sum()) if len(table) == TRIO else 0
