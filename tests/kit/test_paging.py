import sqlalchemy as sa

from app.accounts.models import User
from app.kit.paging import paginate
from tests.factories import a_member


def names(number: int, per_page: int = 2):
    page = paginate(sa.select(User).order_by(User.id), number, per_page)
    return [member.given_name for member in page.items], page.has_previous, page.has_next


def test_a_long_list_comes_a_page_at_a_time():
    for name in "abcde":
        a_member(name)
    assert names(1) == (["a", "b"], False, True)
    assert names(2) == (["c", "d"], True, True)
    assert names(3) == (["e"], True, False)


def test_page_numbers_out_of_reach_do_no_harm():
    a_member("a")
    assert names(0) == names(-5) == (["a"], False, False)
    assert names(10**12) == ([], True, False)


def test_a_list_that_fills_its_page_has_no_next():
    for name in "ab":
        a_member(name)
    assert names(1) == (["a", "b"], False, False)
