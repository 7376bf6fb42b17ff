from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.engine.people import Person
from app.matching.engine.pool import Pool
from app.matching.engine.rounds import Format, NoSeat, Stopped, plan
from tests.matching.engine.worlds import a_crowd, briefly, may_meet, pairs_at, pools, thoroughly

formats = st.builds(
    Format, rounds=st.integers(1, 5), size=st.integers(2, 8), seed=st.integers(0, 9)
)


@briefly
@given(pools(most=9), formats)
def test_nobody_sits_beside_someone_they_must_not_meet(pool, wanted):
    people = {person.id: person for person in pool.people}
    for tables in plan(pool, wanted).rounds:
        for pair in pairs_at(tables):
            assert may_meet(pool, *(people[it] for it in pair))


@briefly
@given(pools(most=9), formats)
def test_in_each_round_everybody_has_one_seat_or_is_told_why_not(pool, wanted):
    made = plan(pool, wanted)
    everyone = {person.id for person in pool.people}
    for number, tables in enumerate(made.rounds, start=1):
        seated = [it for table in tables for it in table]
        without = [it.person for it in made.quality.left_out if it.round == number]
        assert sorted(seated + without) == sorted(everyone)
        assert all(2 <= len(table) <= max(3, wanted.size) for table in tables)


@thoroughly
@given(pools(most=7), st.integers(0, 9))
def test_a_round_of_pairs_leaves_nobody_out_who_could_be_seated(pool, seed):
    made = plan(pool, Format(1, 2, seed))
    unseatable = fewest_left_out(pool)
    assert len(made.quality.left_out) == unseatable


@thoroughly
@given(pools(most=8), st.integers(0, 9))
def test_one_round_of_pairs_is_the_best_there_is(pool, seed):
    pool = replace(pool, people=pool.people[: len(pool.people) // 2 * 2])
    if pool.allowed.sum() != len(pool.people) * (len(pool.people) - 1):
        pool = Pool(
            tuple(
                Person(it.id, it.interests, offers=it.offers, needs=it.needs) for it in pool.people
            )
        )
    made = plan(pool, Format(1, 2, seed))
    assert made.quality.total == pytest.approx(best_pairs(pool), abs=1e-4)


@briefly
@given(pools(most=9), formats, st.randoms(use_true_random=False))
def test_the_same_people_and_seed_give_the_same_plan_in_any_order(pool, wanted, random):
    people = list(pool.people)
    random.shuffle(people)
    assert plan(pool, wanted) == plan(replace(pool, people=tuple(people)), wanted)


@briefly
@given(pools(most=9), formats)
def test_no_plan_is_better_than_its_bound(pool, wanted):
    quality = plan(pool, wanted).quality
    assert quality.total <= quality.bound + 1e-6


@briefly
@given(pools(most=9), formats)
def test_every_round_lets_somebody_meet_someone_new(pool, wanted):
    met = set()
    for tables in plan(pool, wanted).rounds:
        now = set(pairs_at(tables))
        assert now - met
        met |= now


@briefly
@given(pools(least=4, most=9), formats)
def test_rounds_that_happened_stay_and_count(pool, wanted):
    before = plan(pool, replace(wanted, rounds=1))
    late = Person(500)
    now = replace(pool, people=(*pool.people[1:], late))
    made = plan(now, replace(wanted, rounds=3), past=before.rounds)
    assert made.rounds[: made.kept] == before.rounds
    seats = Counter(pair for tables in made.rounds for pair in pairs_at(tables))
    present = {person.id for person in now.people}
    again = sum(count - 1 for pair, count in seats.items() if pair <= present)
    assert made.quality.repeats == again


@pytest.mark.parametrize("size", [4, 6, 8, 10, 16])
def test_everybody_meets_everybody_once_when_there_are_rounds_enough(size):
    made = plan(a_crowd(size), Format(size - 1, 2))
    assert made.quality.repeats == 0
    assert (
        len({pair for tables in made.rounds for pair in pairs_at(tables)}) == size * (size - 1) / 2
    )


@pytest.mark.parametrize(("people", "rounds"), [(30, 5), (41, 5), (40, 8), (75, 6), (120, 5)])
def test_a_crowd_in_pairs_never_meets_twice_and_nobody_is_left_out(people, rounds):
    made = plan(a_crowd(people), Format(rounds, 2))
    assert (made.quality.repeats, made.quality.left_out) == (0, ())
    trios = [it for tables in made.rounds for table in tables if len(table) == 3 for it in table]
    assert len(trios) == len(set(trios)) == (3 * rounds if people % 2 else 0)
    assert made.quality.share > (0.99 if people % 2 else 0.995)


@pytest.mark.parametrize(
    ("people", "rounds", "size"), [(40, 3, 4), (64, 5, 4), (9, 4, 3), (60, 4, 5), (90, 4, 6)]
)
def test_a_crowd_at_tables_never_meets_twice(people, rounds, size):
    made = plan(a_crowd(people), Format(rounds, size))
    assert (made.quality.repeats, made.quality.left_out) == (0, ())
    assert made.quality.share > 0.85


def test_tables_are_as_even_as_can_be():
    made = plan(a_crowd(23), Format(3, 5))
    assert [sorted(map(len, tables)) for tables in made.rounds] == [[4, 4, 5, 5, 5]] * 3


def test_those_to_be_kept_apart_are_never_at_one_table():
    crowd = a_crowd(24)
    ids = [person.id for person in crowd.people]
    apart = frozenset(combinations(ids[:6], 2))
    made = plan(replace(crowd, apart=apart), Format(4, 4))
    assert not {frozenset(it) for it in apart} & {p for t in made.rounds for p in pairs_at(t)}
    assert made.quality.left_out == ()


def test_two_kept_apart_who_would_fill_one_table_get_two():
    pool = Pool(tuple(Person(it) for it in range(1, 6)), apart=frozenset({(1, 2)}))
    (tables,) = plan(pool, Format(1, 8)).rounds
    assert len(tables) == 2
    assert plan(pool, Format(1, 8)).quality.left_out == ()


def test_three_people_and_eight_rounds_make_one_trio_and_stop():
    made = plan(a_crowd(3), Format(8, 2))
    assert [list(map(len, tables)) for tables in made.rounds] == [[3]]
    assert made.quality.stopped is Stopped.EVERYONE_MET


def test_a_plan_that_ends_early_does_not_claim_that_everybody_met():
    """At two tables of six, four who sell and four who want none of it can sit in one way only."""
    people = tuple(
        Person(it, seller=it <= 4, accepts_sales=it not in range(5, 9)) for it in range(1, 13)
    )
    made = plan(Pool(people), Format(6, 6))
    met = {pair for tables in made.rounds for pair in pairs_at(tables)}
    could = [it for it in combinations(people, 2) if may_meet(Pool(people), *it)]
    if made.quality.stopped is Stopped.EVERYONE_MET:
        assert len(met) == len(could)
    if made.quality.stopped is Stopped.NOTHING_NEW:
        assert len(met) < len(could)
    assert made.quality.left_out == ()


def test_one_person_is_told_to_be_alone():
    made = plan(Pool((Person(1),)), Format(2, 2))
    assert made.rounds == ()
    assert made.quality.stopped is Stopped.NOBODY_TO_SEAT
    assert [(it.person, it.reason) for it in made.quality.left_out] == [(1, NoSeat.ALONE)]


def test_nobody_at_all_is_no_trouble():
    made = plan(Pool(()), Format(2, 4))
    assert (made.rounds, made.quality.left_out) == ((), ())


@pytest.mark.parametrize("size", [2, 4])
def test_everybody_blocked_with_everybody_is_said(size):
    apart = frozenset(combinations(range(1, 7), 2))
    made = plan(Pool(tuple(Person(it) for it in range(1, 7)), apart=apart), Format(2, size))
    assert made.rounds == ()
    assert {it.reason for it in made.quality.left_out} == {NoSeat.NOBODY_ALLOWED}
    assert len(made.quality.left_out) == 6


def test_guests_who_may_only_meet_the_host_take_turns():
    guests = range(2, 6)
    pool = Pool(tuple(Person(it) for it in range(1, 6)), apart=frozenset(combinations(guests, 2)))
    made = plan(pool, Format(4, 2))
    assert sorted(table for tables in made.rounds for table in tables) == [(1, it) for it in guests]
    assert {it.reason for it in made.quality.left_out} == {NoSeat.NO_PLACE}


def test_identical_twins_and_empty_profiles_are_seated_all_the_same():
    made = plan(Pool(tuple(Person(it) for it in range(1, 14))), Format(3, 2))
    assert (made.quality.repeats, made.quality.left_out) == (0, ())


def test_someone_who_comes_late_sits_in_the_next_round():
    before = plan(a_crowd(40), Format(5, 2))
    past = before.rounds[:2]
    made = plan(a_crowd(42), Format(5, 2), past)
    assert made.rounds[:2] == past
    assert all(sum(map(len, tables)) == 42 for tables in made.rounds[2:])
    assert made.quality.repeats == 0


def test_a_format_without_rounds_or_with_odd_tables_is_refused():
    for rounds, size in ((0, 2), (1, 1), (1, 9)):
        with pytest.raises(ValueError, match="At least one round"):
            Format(rounds, size)


def fewest_left_out(pool):
    """By trying every way of making pairs and trios."""
    people = pool.people
    meets = {
        frozenset((a, b))
        for a, b in combinations(range(len(people)), 2)
        if may_meet(pool, people[a], people[b])
    }

    @cache
    def fewest(left):
        if not left:
            return 0
        first, *rest = sorted(left)
        found = [1 + fewest(left - {first})]
        for more in (*combinations(rest, 1), *combinations(rest, 2)):
            table = (first, *more)
            if all(frozenset(pair) in meets for pair in combinations(table, 2)):
                found.append(fewest(left - set(table)))
        return min(found)

    return fewest(frozenset(range(len(people))))


def best_pairs(pool):
    """By trying every way of pairing an even number of people."""

    def best(left):
        if not left:
            return 0.0
        first, *rest = left
        return max(
            pool.scores[first, it] + best([other for other in rest if other != it]) for it in rest
        )

    return best(list(range(len(pool.people))))
