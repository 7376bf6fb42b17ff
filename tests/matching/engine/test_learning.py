from dataclasses import astuple
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.engine.balance import BALANCE
from app.matching.engine.learning import ENOUGH, GATE, Verdict, learn
from app.matching.engine.people import Kind
from tests.matching.engine.worlds import thoroughly

TABLE = BALANCE[Kind.SOCIAL]
FLAT = np.array([0.02, 0.02, 0.02, 0.02, 0.9, 0.01, 0.01])


def answers(taste, count, seed=1):
    """People liked the more, the more `taste` finds for it."""
    dice = np.random.default_rng(seed)
    values = dice.random((count, 7)) ** 2
    found = values @ np.asarray(taste)
    odds = 3 * (found - found.mean()) / found.std()
    return values, dice.random(count) < 1 / (1 + np.exp(-odds))


def test_where_taste_is_as_the_table_says_the_table_stays():
    for seed in range(20):
        assert learn(*answers(astuple(TABLE), 200, seed), TABLE).balance == TABLE


def test_a_taste_of_its_own_is_learned_from_enough_answers_and_proves_itself():
    lesson = learn(*answers(FLAT, 600), TABLE)
    assert lesson.verdict is Verdict.BETTER
    assert lesson.balance == lesson.learned
    assert lesson.balance.industry > 0.5 > TABLE.industry
    low, high = lesson.interval
    assert 0 < low < lesson.gain < high
    assert lesson.gain > GATE * (high - low) / (2 * 1.96)


def test_few_answers_are_left_to_the_parent():
    lesson = learn(*answers(FLAT, ENOUGH - 1), TABLE)
    assert (lesson.verdict, lesson.balance, lesson.n) == (Verdict.TOO_FEW, TABLE, ENOUGH - 1)


@pytest.mark.parametrize("said", [True, False])
def test_from_all_yes_or_all_no_there_is_nothing_to_learn(said):
    values, _ = answers(FLAT, 100)
    assert learn(values, np.full(100, said), TABLE).verdict is Verdict.TOO_FEW


def test_nobody_has_said_anything_yet():
    assert learn(np.empty((0, 7)), [], TABLE).verdict is Verdict.TOO_FEW


def test_one_eager_person_is_one_voice():
    values, liked = answers(FLAT, 600)
    alone = learn(values, liked, TABLE, viewers=np.arange(600))
    crowd = learn(values, liked, TABLE, viewers=np.arange(600) // 200)
    width = [it.interval[1] - it.interval[0] for it in (alone, crowd)]
    assert width[1] != width[0]
    assert learn(values, liked, TABLE, viewers=np.zeros(600)).verdict is Verdict.NOT_BETTER


def test_a_term_the_table_leaves_out_stays_out():
    table = BALANCE[Kind.COMMUNITY]
    values, liked = answers([0, 0, 0, 0, 0, 1, 0], 600)
    assert learn(values, liked, table).learned.topic == 0


@thoroughly
@given(st.integers(30, 80), st.integers(0, 99), st.sampled_from(Kind))
def test_learned_shares_are_never_below_nothing_and_make_up_as_much_as_the_table(n, seed, kind):
    values, liked = answers(FLAT, n, seed)
    lesson = learn(values, liked, BALANCE[kind])
    assert min(astuple(lesson.learned)) >= 0
    assert isclose(sum(astuple(lesson.learned)), sum(astuple(BALANCE[kind])), abs_tol=1e-3)
    assert learn(values, liked, BALANCE[kind]) == lesson


def test_values_without_answers_are_refused():
    with pytest.raises(ValueError, match="One answer"):
        learn(np.zeros((3, 7)), [True], TABLE)
