from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.engine.house import House, joined
from app.matching.engine.rounds import Format, plan, worth_of
from tests.matching.engine.worlds import a_crowd, briefly, may_meet, pairs_at, pools


def ids_of(pool):
    return [person.id for person in pool.people]


def tables_with(person, made):
    return [next(table for table in tables if person in table) for tables in made.rounds]


def test_those_who_belong_together_sit_so_in_every_round():
    crowd = a_crowd(40)
    a, b, c, d, *_ = ids_of(crowd)
    made = plan(crowd, Format(4, 5, house=House(frozenset({(a, b), (b, c)}))))
    assert all({a, b, c} <= set(table) for table in tables_with(a, made))
    assert (made.quality.repeats, made.quality.parted, made.quality.left_out) == (0, (), ())
    assert not all(d in table for table in tables_with(a, made))


def test_in_rounds_of_pairs_two_who_belong_together_take_turns_with_a_third():
    crowd = a_crowd(21)
    a, b, *_ = ids_of(crowd)
    made = plan(crowd, Format(5, 2, house=House(frozenset({(b, a)}))))
    thirds = [set(table) - {a, b} for table in tables_with(a, made)]
    assert all({a, b} < set(table) and len(table) == 3 for table in tables_with(a, made))
    assert len({min(it) for it in thirds}) == 5
    assert (made.quality.repeats, made.quality.left_out, made.quality.parted) == (0, (), ())


def test_who_is_kept_apart_is_never_put_together_and_that_is_said():
    crowd = a_crowd(12)
    a, b, *_ = ids_of(crowd)
    house = House(together=frozenset({(a, b)}))
    made = plan(replace(crowd, apart=frozenset({(b, a)})), Format(2, 4, house=house))
    assert [(it.round, {it.one, it.other}) for it in made.quality.parted] == [
        (1, {a, b}),
        (2, {a, b}),
    ]


def test_more_who_belong_together_than_a_table_holds_are_parted_and_that_is_said():
    crowd = a_crowd(12)
    a, *others = ids_of(crowd)
    house = House(together=frozenset((a, other) for other in others[:4]))
    made = plan(crowd, Format(1, 3, house=house))
    assert made.quality.parted
    assert made.quality.left_out == ()


@pytest.mark.parametrize(("hosts", "tables"), [(8, 8), (16, 8), (5, 8)])
def test_hosts_are_spread_as_evenly_as_can_be(hosts, tables):
    crowd = a_crowd(4 * tables)
    chosen = frozenset(ids_of(crowd)[:hosts])
    made = plan(crowd, Format(3, 4, house=House(hosts=chosen)))
    for round_ in made.rounds:
        counts = [len(chosen & set(table)) for table in round_]
        assert max(counts) - min(counts) <= 1
    assert (made.quality.hostless, made.quality.repeats) == (0, 0)


def test_where_industries_mix_one_trade_meets_others():
    crowd = a_crowd(32)
    people = tuple(replace(it, industry=at % 8) for at, it in enumerate(crowd.people))
    crowd = replace(crowd, people=people)
    mixed = plan(crowd, Format(3, 4, house=House(mixes=True)))
    assert (mixed.quality.same_trade, mixed.quality.repeats) == (0, 0)


@pytest.mark.parametrize("size", [2, 4])
def test_a_locked_table_stays_and_nobody_there_meets_again(size):
    crowd = a_crowd(33)
    locked = tuple(sorted(ids_of(crowd)[:size]))
    made = plan(crowd, Format(4, size, house=House(locked={3: (locked,)})))
    assert locked in made.rounds[2]
    assert (made.quality.repeats, made.quality.left_out) == (0, ())


def test_a_locked_table_is_kept_for_those_who_are_still_here():
    crowd = a_crowd(20)
    house = House(locked={1: ((1000, 1001, 9999), (1002, 8888)), 9: ((1003, 1004),)})
    made = plan(crowd, Format(2, 4, house=house))
    assert any({1000, 1001} <= set(table) for table in made.rounds[0])
    assert made.quality.left_out == ()


def test_with_every_seat_locked_the_one_who_comes_late_finds_one_all_the_same():
    crowd = a_crowd(9)
    ids = ids_of(crowd)
    locked = {1: (tuple(ids[:4]), tuple(ids[4:8]))}
    made = plan(crowd, Format(1, 5, house=House(locked=locked)))
    assert made.quality.left_out == ()


def test_a_plan_changed_by_hand_is_judged_as_it_is():
    crowd = a_crowd(8)
    form = Format(2, 4)
    made = plan(crowd, form)
    assert worth_of(crowd, made.rounds, form) == made.quality
    again = worth_of(crowd, (made.rounds[0], made.rounds[0]), form)
    assert again.repeats == 12
    assert again.total < made.quality.total


def houses(people):
    ids = st.sampled_from(people)
    return st.builds(
        House,
        together=st.frozensets(st.tuples(ids, ids), max_size=2),
        hosts=st.frozensets(ids, max_size=3),
        mixes=st.booleans(),
        locked=st.dictionaries(
            st.integers(1, 3),
            st.lists(ids, min_size=2, max_size=3, unique=True).map(lambda it: (tuple(it),)),
            max_size=2,
        ),
    )


@briefly
@given(st.data(), pools(least=4, most=9), st.integers(2, 5), st.integers(1, 3))
def test_no_house_seats_people_beside_whom_they_must_not_meet_or_forgets_anybody(
    data, pool, size, rounds
):
    form = Format(rounds, size, 1, data.draw(houses(ids_of(pool))))
    made = plan(pool, form)
    people = {person.id: person for person in pool.people}
    for number, tables in enumerate(made.rounds, start=1):
        for pair in pairs_at(tables):
            assert may_meet(pool, *(people[it] for it in pair))
        seated = Counter(it for table in tables for it in table)
        without = {it.person for it in made.quality.left_out if it.round == number}
        assert set(seated) | without == set(people)
        assert not without & set(seated)
        assert max(seated.values()) == 1
    assert plan(pool, form) == made


def test_groups_are_whoever_is_tied_by_way_of_others():
    assert joined([1, 2, 3, 4, 5], [(1, 2), (4, 2), (9, 3)]) == [[1, 2, 4], [3], [5]]
