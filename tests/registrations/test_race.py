"""Many at once: the last seat is given once, and the line keeps its order."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event as Signal
from threading import Thread

import pytest
import sqlalchemy as sa

from app.accounts.models import SignIn, User
from app.accounts.session import KEY
from app.events.models import Event
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import fingerprint, new_token
from app.registrations.models import Registration
from app.registrations.operations import filling, joining
from app.registrations.states import HOLDS_SEAT, State
from tests.factories import a_member, an_event
from tests.registrations.worlds import assert_the_log_tells_the_truth

SEATS, PEOPLE = 50, 200
PATIENCE = 600


@pytest.fixture
def crowd(own_app):
    """A crowd of members, all signed in, before one event."""
    # Two hundred threads queue for ten connections; a real server has as many of each.
    db.engine.pool._timeout = PATIENCE
    event = an_event(capacity=SEATS)
    people, at = [a_member() for _ in range(4)], now()
    users = [
        User(email=f"crowd{n}@example.org", email_verified_at=at, joined_at=at, locale="en")
        for n in range(PEOPLE - len(people))
    ]
    db.session.add_all(users)
    db.session.flush()
    tokens = [new_token() for _ in range(PEOPLE)]
    db.session.add_all(
        SignIn(member_id=member.id, token_hash=fingerprint(token), started_at=at, seen_at=at)
        for member, token in zip([*people, *users], tokens, strict=True)
    )
    db.session.commit()
    return event.slug, tokens


def browser_of(app, token):
    browser = app.test_client()
    with browser.session_transaction() as session:
        session[KEY] = token
    return browser


def at_once(app, tokens, act):
    """Let everybody act at the same moment, each in a thread of their own."""
    browsers = [browser_of(app, token) for token in tokens]
    with ThreadPoolExecutor(len(browsers)) as hands:
        return list(hands.map(act, browsers))


def registers(slug):
    def act(browser):
        return browser.post(f"/events/{slug}/registration", data={"purpose": "friends"}).status_code

    return act


def the_event() -> Event:
    db.session.rollback()
    return db.session.scalars(sa.select(Event)).one()


def held(event: Event) -> int:
    query = sa.select(sa.func.count()).where(
        Registration.event_id == event.id, Registration.state.in_(HOLDS_SEAT)
    )
    return db.session.scalar(query)


def test_two_hundred_at_once_for_fifty_seats_never_oversell(own_app, crowd):
    slug, tokens = crowd
    assert set(at_once(own_app, tokens, registers(slug))) == {303}
    event = the_event()
    rows = db.session.scalars(sa.select(Registration)).all()
    waiting = sorted(row.queue_no for row in rows if row.state == State.WAITLISTED)
    assert held(event) == SEATS
    assert sum(row.state == State.CONFIRMED for row in rows) == SEATS
    assert waiting == list(range(1, PEOPLE - SEATS + 1))
    assert_the_log_tells_the_truth(event)


def test_without_the_lock_the_same_crowd_oversells(own_app, crowd, monkeypatch):
    """The test above has teeth: taking the lock away breaks its promise."""
    slug, tokens = crowd

    def unlocked(event):
        return event

    monkeypatch.setattr(joining, "lock", unlocked)
    monkeypatch.setattr(filling, "lock", unlocked)
    at_once(own_app, tokens, registers(slug))
    assert held(the_event()) > SEATS


def test_the_same_person_pressing_twenty_times_gets_one_place(own_app, crowd):
    slug, tokens = crowd
    assert set(at_once(own_app, tokens[:1] * 20, registers(slug))) == {303}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 1


@contextmanager
def watched(app):
    """Count the held seats again and again while something goes on; yields the counts."""
    counts, done = [], Signal()

    def look():
        with app.app_context():
            query = sa.select(sa.func.count()).where(Registration.state.in_(HOLDS_SEAT))
            while not done.wait(0.02):
                counts.append(db.session.scalar(query))
                db.session.rollback()

    looking = Thread(target=look)
    looking.start()
    try:
        yield counts
    finally:
        done.set()
        looking.join()


def test_a_storm_of_giving_up_and_coming_back_never_oversells(own_app, crowd):
    slug, tokens = crowd
    people, chance = tokens[:70], random.Random(7)
    address = f"/events/{slug}/registration"
    at_once(own_app, people, registers(slug))

    def act(browser):
        if chance.random() < 0.6:
            browser.post(f"{address}/cancellation")
        return browser.post(address, data={"purpose": "friends"}).status_code

    with watched(own_app) as counts:
        assert set(at_once(own_app, people * 2, act)) == {303}
    event = the_event()
    waits = sa.select(sa.func.count()).where(Registration.state == State.WAITLISTED)
    assert max(counts) <= SEATS
    assert (held(event), db.session.scalar(waits)) == (SEATS, 20)
    assert_the_log_tells_the_truth(event)
