"""What is planned while a page is asked for."""

import pytest

from app.matching.rules.seating import is_quick


@pytest.mark.parametrize(
    ("people", "size", "quick"),
    [(30, 2, True), (32, 2, False), (9, 2, True), (11, 2, False), (10, 2, True), (6, 3, False)],
)
def test_pairs_of_few_are_planned_at_once_and_an_odd_number_by_a_worker(people, size, quick):
    assert is_quick(people, size) is quick
