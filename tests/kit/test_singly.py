"""One thing after the other, each for itself."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from app.accounts.models import User
from app.kit.db import db
from app.kit.singly import one_by_one
from tests.factories import a_member


def rename(member: User) -> None:
    member.given_name = "Ren"
    db.session.flush()
    if member.family_name == "Broken":
        db.session.execute(sa.text("SELECT 1 / 0"))


def test_what_is_wrong_with_one_keeps_nobody_else_waiting(app, caplog):
    first, broken, last = a_member("Aoi"), a_member("Aoi", "Broken"), a_member("Aoi")
    assert one_by_one([first, broken, last], rename) == 2
    db.session.expire_all()
    assert [each.given_name for each in (first, broken, last)] == ["Ren", "Aoi", "Ren"]
    assert "User could not be looked after" in caplog.text


def test_what_a_deed_counts_is_added_up(app):
    assert one_by_one([2, 3, True], int) == 6


def test_while_the_database_is_away_all_of_it_waits(app):
    done = []

    def lose_the_line(number: int) -> None:
        done.append(number)
        raise OperationalError("SELECT 1", None, Exception("gone"), connection_invalidated=True)

    with pytest.raises(OperationalError):
        one_by_one([1, 2], lose_the_line)
    assert done == [1]
