"""A rush for the last seats, through every process: never one too many, and we would see it."""

from app.registrations.states import State
from benchmarks.registrations import SEATS, rush, unlocked_web
from benchmarks.rig import people
from tests.faults.conftest import Town

VISITORS = 64


def test_more_people_than_seats_fill_them_exactly(town: Town):
    trial = _rush(town, town.house.port)
    assert set(trial.outcome.statuses) == {303}
    assert trial.confirmed == SEATS
    assert trial.states[State.WAITLISTED] == VISITORS - SEATS


def test_without_the_lock_the_same_rush_sells_seats_twice(town: Town):
    with unlocked_web(town.house) as port:
        assert _rush(town, port).oversold > 0


def _rush(town: Town, port: int):
    event = people.an_evening(town.group, town.host, SEATS)
    return rush(port, event, town.guests[:VISITORS])
