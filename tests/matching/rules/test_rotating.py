"""A first plan that needs no thinking."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.rules.mending import Manners
from app.matching.rules.rotating import rotated


@pytest.mark.parametrize(("people", "size", "rounds"), [(25, 5, 5), (20, 4, 4), (49, 7, 6)])
def test_nobody_meets_twice_where_there_are_tables_enough(people, size, rounds):
    plan = rotated(range(people), range(1, rounds + 1), Manners(size), {})
    pairs = [it for one in plan for table in one.values() for it in combinations(table, 2)]
    assert len(set(pairs)) == len(pairs)


@given(st.integers(2, 40), st.integers(2, 8), st.integers(1, 12))
def test_everybody_has_a_seat_in_every_round(people, size, rounds):
    for tables in rotated(range(people), range(1, rounds + 1), Manners(size), {}):
        assert sorted(it for table in tables.values() for it in table) == [*range(people)]
        assert all(2 <= len(table) <= max(3, size) for table in tables.values())


def test_locked_tables_stay_and_nobody_sits_beside_whom_they_must_not_meet():
    manners = Manners(3, frozenset({(1, 2), (5, 6)}))
    (tables,) = rotated(range(9), [2], manners, {2: {2: (0, 4, 8)}})
    assert tables[2] == (0, 4, 8)
    assert sorted(it for table in tables.values() for it in table) == [*range(9)]
    assert not any({1, 2} <= set(table) or {5, 6} <= set(table) for table in tables.values())
