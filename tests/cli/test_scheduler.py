"""The scheduler: one at a time, each watch on its own, nothing lost by a missed tick."""

import inspect
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.cli import scheduler
from app.cli.scheduler import Scheduler, run_due
from app.kit.db import db
from app.timetable import TIMETABLE

AT = datetime(2026, 12, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def two(own_app):
    found = [Scheduler(own_app, seconds=0), Scheduler(own_app, seconds=0)]
    yield found
    for each in found:
        each._resign()


def members() -> int:
    with db.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count(User.id))) or 0


def arrive(*, at: datetime) -> int:
    db.session.add(User(joined_at=at))
    return 1


def stumble(*, at: datetime) -> int:
    db.session.add(User(joined_at=at))
    db.session.flush()
    raise ValueError(at)


@pytest.mark.parametrize(("name", "watch"), TIMETABLE)
def test_everything_in_the_timetable_can_be_called_as_the_scheduler_calls_it(name, watch):
    inspect.signature(watch).bind(at=AT)


def test_what_a_watch_does_is_kept(own_app, monkeypatch):
    monkeypatch.setattr(scheduler, "TIMETABLE", (("arrive", arrive),))
    assert run_due(own_app, AT) == 1
    assert members() == 1


def test_one_that_fails_leaves_nothing_and_stops_nobody(own_app, monkeypatch):
    watches = (("stumble", stumble), ("arrive", arrive))
    monkeypatch.setattr(scheduler, "TIMETABLE", watches)
    assert run_due(own_app, AT) == 1
    assert members() == 1


def test_of_two_schedulers_one_does_the_work(two, monkeypatch):
    monkeypatch.setattr(scheduler, "TIMETABLE", (("arrive", arrive),))
    first, second = two
    for _tick in range(3):
        first.tick()
        second.tick()
    assert members() == 3


def test_the_other_takes_over_when_the_first_is_gone(two, monkeypatch):
    monkeypatch.setattr(scheduler, "TIMETABLE", (("arrive", arrive),))
    first, second = two
    first.tick()
    first._resign()
    second.tick()
    first.tick()
    assert members() == 2


def test_a_lost_connection_costs_one_tick_at_most(two, monkeypatch):
    monkeypatch.setattr(scheduler, "TIMETABLE", (("arrive", arrive),))
    first, _ = two
    first.tick()
    pid = first._office.info.backend_pid
    with db.engine.begin() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    first.tick()
    first.tick()
    assert members() == 2
