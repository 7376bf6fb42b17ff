import pytest

from tests.factories import a_member


@pytest.mark.parametrize("number", [2**31, 2**63 - 1, 10**40])
def test_a_number_no_row_can_have_leads_nowhere(browser, number):
    mine = browser.sign_in(a_member())
    assert mine.post(f"/account/keys/{number}/revocation").status_code == 404
    assert mine.post(f"/connections/targets/{number}").status_code == 404


def test_the_largest_number_a_row_can_have_is_looked_for(browser):
    path = f"/account/keys/{2**31 - 1}/revocation"
    assert browser.sign_in(a_member()).post(path).status_code == 404
