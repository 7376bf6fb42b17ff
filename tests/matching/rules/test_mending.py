"""Tables put right when people come and go at the last moment."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.matching.rules.mending import Manners, mended

people = st.integers(1, 14)


@st.composite
def rooms(draw):
    size = draw(st.integers(2, 8))
    at_table = draw(st.permutations(range(1, 15)))[: draw(st.integers(0, 14))]
    tables = {
        number: tuple(at_table[start : start + size])
        for number, start in enumerate(range(0, len(at_table), size), start=1)
    }
    here = draw(st.sets(people))
    apart = frozenset(draw(st.sets(st.tuples(people, people), max_size=8)))
    locked = draw(st.sets(st.sampled_from(sorted(tables)))) if tables else set()
    return tables, here, Manners(size, apart), locked


@given(rooms())
def test_everybody_who_is_here_has_one_place_or_is_named(room):
    tables, here, manners, locked = room
    now = mended(tables, here, manners, locked)
    seated = [it for table in now.tables.values() for it in table]
    assert sorted([*seated, *now.without]) == sorted(here)
    assert all(2 <= len(table) <= max(3, manners.size) for table in now.tables.values())


@given(rooms())
def test_nobody_sits_beside_somebody_they_must_not_meet(room):
    _tables, _here, manners, _locked = room
    now = mended(*room)
    for table in now.tables.values():
        for pair in combinations(table, 2):
            assert not {pair, pair[::-1]} & manners.apart


@given(rooms())
def test_nobody_joins_a_locked_table_as_long_as_it_stands(room):
    tables, here, manners, locked = room
    now = mended(tables, here, Manners(manners.size), locked)
    for number in locked:
        left = set(tables[number]) & here
        assert len(left) < 2 or set(now.tables[number]) == left


def test_who_stays_and_has_company_keeps_the_table():
    now = mended({1: (1, 2, 3), 2: (4, 5, 6)}, {1, 2, 4, 5, 6, 7}, Manners(3))
    assert now.tables == {1: (1, 2, 7), 2: (4, 5, 6)}


def test_a_late_one_makes_a_trio_and_two_late_ones_a_pair():
    pairs = {1: (1, 2), 2: (3, 4)}
    assert mended(pairs, {1, 2, 3, 4, 5}, Manners(2)).tables == {1: (1, 2, 5), 2: (3, 4)}
    assert mended(pairs, {1, 2, 3, 4, 5, 6}, Manners(2)).tables[3] == (5, 6)


def test_who_comes_to_full_tables_is_joined_by_somebody():
    now = mended({1: (1, 2, 3, 4)}, {1, 2, 3, 4, 5}, Manners(4))
    assert sorted(map(len, now.tables.values())) == [2, 3]
    assert now.without == ()


def test_late_ones_sit_where_they_have_met_fewest():
    manners = Manners(3, met={(1, 9): 1, (3, 9): 0})
    assert mended({1: (1, 2), 2: (3, 4)}, {1, 2, 3, 4, 9}, manners).tables[2] == (3, 4, 9)


def test_two_people_who_must_not_meet_are_named():
    assert mended({}, {1, 2}, Manners(2, frozenset({(2, 1)}))).without == (1, 2)
