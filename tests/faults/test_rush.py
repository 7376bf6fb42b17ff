"""A rush for the last seats, through every process: never one too many, and we would see it."""

import pytest

from app.registrations.states import State
from benchmarks.registrations import SEATS, rush, unlocked_web
from benchmarks.rig import people
from tests.faults.conftest import Town

VISITORS = 64
# Without the lock it is a matter of luck whether one rush goes wrong, of several at least one does.
TRIES = 5


@pytest.fixture(autouse=True)
def _recovered(town: Town) -> None:
    """What the house went through before is not what is looked at here."""
    town.recover()


def test_more_people_than_seats_fill_them_exactly(town: Town):
    trial = _rush(town, town.house.port)
    assert set(trial.outcome.statuses) == {303}
    assert trial.confirmed == SEATS
    assert trial.states[State.WAITLISTED] == VISITORS - SEATS


def test_without_the_lock_the_same_rush_sells_seats_twice(town: Town):
    with unlocked_web(town.house) as port:
        assert any(_rush(town, port).oversold for _ in range(TRIES))


def _rush(town: Town, port: int):
    event = people.an_evening(town.group, town.host, SEATS)
    return rush(port, event, town.guests[:VISITORS])
