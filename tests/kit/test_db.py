import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from app.accounts.models import User
from app.attendance.rules import Code as Answer
from app.kit.clock import now
from app.kit.db import Model, db, errand, is_passing, lock, raise_if_passing
from tests.factories import a_member


def test_a_locked_row_makes_the_next_one_wait_and_then_see(own_app):
    member_id = a_member("Zero").id
    held, order = threading.Event(), []

    def rename(name: str, first: bool) -> None:
        with own_app.app_context():
            if not first:
                held.wait()
            member = db.session.get_one(User, member_id)
            lock(member)
            held.set()
            order.append((name, member.given_name))
            member.given_name = name
            db.session.commit()

    threads = [threading.Thread(target=rename, args=("One", True))]
    threads.append(threading.Thread(target=rename, args=("Two", False)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order == [("One", "Zero"), ("Two", "One")]


def test_instants_come_back_aware_of_their_zone(app):
    member = a_member()
    db.session.refresh(member)
    assert member.joined_at.utcoffset() is not None


def test_codes_are_kept_by_their_value(app):
    # What the door answers is spelled as other programs know it, in capitals.
    kinds = [
        column
        for table in Model.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Enum) and column.type.enum_class is not Answer
    ]
    assert kinds
    assert all(value == value.lower() for column in kinds for value in column.type.enums)


def error(sqlstate: str | None) -> OperationalError:
    class Fault(Exception):
        pass

    fault = Fault()
    fault.sqlstate = sqlstate
    return OperationalError("", {}, fault)


def test_what_may_pass_is_raised_again_and_the_rest_is_left_to_the_caller():
    with pytest.raises(OperationalError):
        raise_if_passing(error("40P01"))
    for fault in (error("23505"), ValueError("a broken row")):
        raise_if_passing(fault)


def test_only_what_may_pass_is_worth_another_try():
    assert all(is_passing(error(code)) for code in (None, "40P01", "57P01", "08006"))
    assert not any(is_passing(error(code)) for code in ("23505", "22P05", "53100"))


def test_rows_point_at_members_by_one_kind_of_key(app):
    assert User.__table__.c.joined_at.type.timezone
    assert now().tzinfo is not None


def test_everything_one_transaction_writes_down_carries_the_same_name(own_app):
    first, again = errand(), errand()
    db.session.execute(sa.text("select 1"))
    db.session.commit()
    assert first == again != ""
    assert errand() != first
    db.session.rollback()
