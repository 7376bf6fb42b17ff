import re

import pytest
from hypothesis import given
from hypothesis.strategies import integers
from werkzeug.routing import IntegerConverter

from app.web.numbers import LARGEST, Number
from tests.factories import a_member


@pytest.mark.parametrize("number", [2**31, 2**63 - 1, 10**40])
def test_a_number_no_row_can_have_leads_nowhere(browser, number):
    mine = browser.sign_in(a_member())
    assert mine.post(f"/account/keys/{number}/revocation").status_code == 404
    assert mine.post(f"/connections/targets/{number}").status_code == 404


def test_the_largest_number_a_row_can_have_is_looked_for(browser):
    path = f"/account/keys/{2**31 - 1}/revocation"
    assert browser.sign_in(a_member()).post(path).status_code == 404


def test_no_address_of_the_house_takes_a_number_no_row_can_have(app):
    numbered = [
        (rule.rule, part.max)
        for rule in app.url_map.iter_rules()
        for part in rule._converters.values()
        if isinstance(part, IntegerConverter)
    ]
    assert len(numbered) > 20
    assert [rule for rule, most in numbered if most is None or most > LARGEST] == []


@given(integers(min_value=0, max_value=2**34), integers(min_value=0, max_value=3))
def test_an_address_takes_each_number_a_row_can_have_and_no_other(number, zeros):
    written = "0" * zeros + str(number)
    assert bool(re.fullmatch(Number.regex, written)) == (number <= LARGEST)


@pytest.mark.parametrize("number", [LARGEST - 1, LARGEST, LARGEST + 1, 10**9, 10**10, 0])
def test_an_address_ends_where_the_numbers_of_rows_end(number):
    assert bool(re.fullmatch(Number.regex, str(number))) == (number <= LARGEST)
