"""Numbers that tables keep."""

from hypothesis import given
from hypothesis import strategies as st

from app.matching.rules.numbering import numbered


def test_a_table_keeps_the_number_at_which_most_of_it_sat():
    before = {1: (1, 2, 3), 2: (4, 5, 6), 3: (7, 8, 9)}
    after = numbered([(1, 4, 7), (2, 3, 10), (5, 6, 11), (8, 9, 12)], before, {})
    assert after == {1: (2, 3, 10), 2: (5, 6, 11), 3: (8, 9, 12), 4: (1, 4, 7)}


def test_what_is_settled_stays_settled():
    assert numbered([(1, 2)], {1: (1, 2)}, {1: (3, 4)}) == {1: (3, 4), 2: (1, 2)}


@given(st.permutations(range(12)), st.permutations(range(12)), st.integers(2, 5))
def test_every_table_has_a_number_of_its_own_and_none_is_lost(old, new, size):
    before = {at: old[at * size : at * size + size] for at in range(12 // size)}
    tables = [tuple(new[at : at + size]) for at in range(0, 12, size)]
    found = numbered(tables, {at + 1: table for at, table in before.items()}, {})
    assert sorted(found.values()) == sorted(tables)
    assert all(1 <= number <= max(len(tables), len(before)) for number in found)
