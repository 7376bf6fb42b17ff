from itertools import combinations

import numpy as np
import pytest

from app.matching.engine.designs import Field, design


@pytest.mark.parametrize(
    ("tables", "size", "rounds"),
    [
        (8, 4, 9),
        (7, 4, 7),
        (16, 4, 5),
        (5, 3, 7),
        (9, 3, 13),
        (16, 4, 21),
        (49, 7, 50),
        (50, 6, 5),
        (4, 4, 5),
        (3, 3, 4),
        (2, 5, 1),
    ],
)
def test_a_known_plan_seats_everybody_in_each_round_and_nobody_meets_twice(tables, size, rounds):
    plan = design(tables, size, rounds)
    assert plan.shape == (rounds, tables, size)
    assert all(sorted(it.ravel()) == list(range(tables * size)) for it in plan)
    met = [pair for it in plan for table in it for pair in combinations(sorted(table.tolist()), 2)]
    assert len(met) == len(set(met))


@pytest.mark.parametrize(("tables", "size", "rounds"), [(4, 4, 6), (6, 4, 5), (2, 4, 2), (1, 3, 2)])
def test_where_no_plan_is_known_none_is_made_up(tables, size, rounds):
    assert design(tables, size, rounds) is None


@pytest.mark.parametrize("size", [2, 3, 4, 5, 8, 9, 16, 25, 27])
def test_in_a_field_everything_but_nought_can_be_divided_by(size):
    field = Field.of_size(size)
    everything = np.arange(size)
    assert np.array_equal(field.plus[0], everything)
    assert np.array_equal(field.times[1], everything)
    for row in range(1, size):
        assert sorted(field.times[row]) == sorted(field.plus[row]) == everything.tolist()


@pytest.mark.parametrize("size", [1, 6, 10, 12, 24])
def test_there_is_no_field_of_other_sizes(size):
    assert Field.of_size(size) is None
