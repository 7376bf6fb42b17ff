"""What a first event begins with, and which step comes next."""

from datetime import date, timedelta

import pytest

from app.hosting.rules import (
    DAYS_AHEAD,
    GOOD_TO_HAVE,
    STAGES,
    STARTS,
    Sort,
    Step,
    checklist,
    usual_times,
)
from app.hosting.wording import SORT_HINTS, SORTS, STEP_HINTS, STEPS, TEXTS, TITLES


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("day", range(8))
def test_the_first_suggestion_is_three_weeks_ahead_on_its_weekday(sort, day):
    today = date(2027, 2, 22) + timedelta(days=day)
    begins, ends = usual_times(STARTS[sort], today)
    assert timedelta(days=DAYS_AHEAD) <= begins.date() - today < timedelta(days=DAYS_AHEAD + 7)
    assert begins.weekday() == STARTS[sort].weekday
    assert ends - begins == STARTS[sort].lasts


def test_every_step_stands_once_and_has_its_words():
    steps = [step for steps in STAGES.values() for step in steps]
    assert sorted(steps) == sorted(Step)
    assert STEPS.keys() == STEP_HINTS.keys() == set(Step)
    assert SORTS.keys() == SORT_HINTS.keys() == TITLES.keys() == TEXTS.keys() == set(Sort)


def test_what_is_good_to_have_is_never_the_next_thing_to_do():
    assert checklist(frozenset()).next == Step.DATE
    needed = frozenset(set(Step) - GOOD_TO_HAVE)
    almost = checklist(needed)
    assert almost.next is None
    assert (almost.done, almost.number) == (len(needed), len(Step))
    assert checklist(needed - {Step.ARRIVED}).next == Step.ARRIVED
