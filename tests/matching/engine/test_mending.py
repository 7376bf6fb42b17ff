from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.engine.people import Person
from app.matching.engine.rounds import Format, mend, plan
from tests.matching.engine.worlds import a_crowd, briefly, may_meet, pairs_at, pools


@pytest.mark.parametrize("size", [2, 4])
@pytest.mark.parametrize("people", [40, 41])
def test_one_who_comes_late_gets_a_seat_in_every_round_to_come_and_few_are_moved(people, size):
    form = Format(5, size)
    before = plan(a_crowd(people), form)
    made = mend(a_crowd(people + 1), before.rounds, form, kept=2)
    assert made.rounds[:2] == before.rounds[:2]
    assert (made.quality.left_out, made.quality.repeats) == ((), 0)
    for old, new in zip(before.rounds[2:], made.rounds[2:], strict=True):
        assert len(set(new) - set(old)) <= 2


@pytest.mark.parametrize("size", [2, 4])
def test_when_somebody_leaves_the_one_left_alone_joins_others(size):
    crowd = a_crowd(40)
    form = Format(4, size)
    before = plan(crowd, form)
    made = mend(replace(crowd, people=crowd.people[1:]), before.rounds, form, kept=1)
    assert made.rounds[0] == before.rounds[0]
    assert (made.quality.left_out, made.quality.repeats) == ((), 0)


def test_nothing_has_changed_and_nothing_is():
    crowd, form = a_crowd(30), Format(4, 5)
    made = plan(crowd, form)
    assert mend(crowd, made.rounds, form, kept=1).rounds == made.rounds


@briefly
@given(pools(least=3, most=9), st.integers(2, 5), st.integers(0, 2))
def test_mending_seats_nobody_twice_or_beside_whom_they_must_not_meet(pool, size, kept):
    form = Format(3, size)
    before = plan(replace(pool, people=pool.people[:-1]), form)
    now = replace(pool, people=(*pool.people[1:], Person(500)))
    made = mend(now, before.rounds, form, min(kept, len(before.rounds)))
    people = {person.id: person for person in now.people}
    for tables in made.rounds[made.kept :]:
        seated = [it for table in tables for it in table]
        assert len(seated) == len(set(seated))
        assert all(len(table) > 1 for table in tables)
        for pair in pairs_at(tables):
            assert may_meet(now, *(people[it] for it in pair))
