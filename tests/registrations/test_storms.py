"""Whatever happens in whatever order, and all of it at once: the rules hold."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Thread
from threading import Event as Signal

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.events.models import Event, Slot
from app.kit.clock import now
from app.kit.db import db
from app.registrations import operations
from app.registrations.models import Registration
from app.registrations.operations import filling, joining, leaving, offers, pairing, revising
from app.registrations.states import HOLDS_SEAT
from tests.factories import an_event
from tests.registrations.storms import (
    Storm,
    assert_nothing_is_wrong,
    given_too_many,
    seats_given,
    watch_every_seat,
)

AHEAD = {"weeks ahead": timedelta(days=20), "the day before": timedelta(hours=30)}
ACTORS, STEPS, PEOPLE = 6, 40, 40
LOCKING = (filling, joining, leaving, offers, pairing, revising)


def people() -> list[int]:
    at = now()
    users = [
        User(email=f"storm{n}@example.org", email_verified_at=at, joined_at=at, locale="en")
        for n in range(PEOPLE)
    ]
    db.session.add_all(users)
    db.session.commit()
    return [user.id for user in users]


def an_evening(ahead: timedelta) -> Event:
    slots = [Slot(name="A", capacity=3), Slot(name="B", capacity=2, position=1)]
    return an_event(slots=slots, starts_at=now() + ahead)


@pytest.mark.parametrize("seed", range(4))
def test_after_every_single_step_nothing_is_wrong(seed):
    """From three weeks ahead to the start, through offers and open seats."""
    event = an_evening(timedelta(days=21))
    at, storm = now(), Storm(event.id, people(), random.Random(seed))
    while at < event.starts_at:
        storm.step(at)
        assert_nothing_is_wrong(event, at)
        left = event.starts_at - at
        at += left / 12 + timedelta(minutes=5)
        operations.lapse(event, at=at)
        db.session.commit()


def all_at_once(app, event_id: int, crowd: list[int], at) -> None:
    """Several actors, each in a thread with a session of its own, begin together."""
    start = Barrier(ACTORS)

    def act(number: int) -> None:
        with app.app_context():
            storm = Storm(event_id, crowd, random.Random(number))
            start.wait()
            for _ in range(STEPS):
                storm.step(at)
            db.session.remove()

    with ThreadPoolExecutor(ACTORS) as actors:
        list(actors.map(act, range(ACTORS)))


@pytest.mark.parametrize("ahead", AHEAD)
def test_registrations_cancellations_promotions_and_resizes_at_once(own_app, ahead):
    """The database itself counts at every seat that is given; a second pair of eyes looks on."""
    watch_every_seat()
    event, at = an_evening(AHEAD[ahead]), now()
    event_id, crowd = event.id, people()
    done, doubled = Signal(), []

    def look() -> None:
        twice = sa.text(
            "SELECT attendee_id FROM registrations WHERE state IN"
            " ('pending', 'applied', 'waitlisted', 'offered', 'confirmed')"
            " GROUP BY event_id, attendee_id HAVING count(*) > 1"
        )
        with own_app.app_context():
            while not done.is_set():
                doubled.extend(db.session.scalars(twice))
                db.session.rollback()

    looking = Thread(target=look)
    looking.start()
    try:
        all_at_once(own_app, event_id, crowd, at)
    finally:
        done.set()
        looking.join()
    assert (given_too_many(), doubled) == ([], [])
    assert seats_given() > 20
    event = db.session.get_one(Event, event_id, populate_existing=True)
    assert_nothing_is_wrong(event, at)


def test_without_the_lock_the_last_seat_is_given_twice(own_app, monkeypatch):
    """The test above has teeth: both have counted before either sits."""
    event, at = an_event(capacity=1), now()
    event_id, crowd = event.id, people()[:2]
    together, counted = Barrier(2), joining.queries.seats

    def seats(event, **given):
        found = counted(event, **given)
        together.wait()
        return found

    def unlocked(row):
        db.session.flush()
        return row

    for module in LOCKING:
        monkeypatch.setattr(module, "lock", unlocked)
    monkeypatch.setattr(joining.queries, "seats", seats)

    def register(member_id: int) -> None:
        with own_app.app_context():
            event = db.session.get_one(Event, event_id)
            member = db.session.get_one(User, member_id)
            operations.register(event, member, operations.Wish(), at=at)
            db.session.commit()
            db.session.remove()

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(register, crowd))
    held = sa.select(sa.func.count()).where(Registration.state.in_(HOLDS_SEAT))
    assert db.session.scalar(held) == 2
