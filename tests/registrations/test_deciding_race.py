"""Two things at the same moment: a seat given twice, a party without its talk."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from threading import Event as Signal

import sqlalchemy as sa

from app.accounts.models import User
from app.events.models import Event, Slot
from app.events.rules import Mode
from app.kit.clock import now
from app.kit.db import db
from app.kit.errors import Refused
from app.registrations import operations, queries
from app.registrations.models import Registration
from app.registrations.operations import Decision, Wish, joining, register
from app.registrations.states import State
from tests.factories import a_group, a_member, an_event, owner_of
from tests.registrations.worlds import somebody_registers

PATIENCE = 60


def whole(registration_id):
    return db.session.scalars(queries.whole().where(Registration.id == registration_id)).one()


def decide_at_once(app, choices):
    """Let organizers answer at the same moment, each in a transaction of their own."""
    ready = Barrier(len(choices))

    def act(choice):
        registration_id, decision = choice
        with app.app_context():
            asking = whole(registration_id)
            organizer = owner_of(asking.event.group)
            ready.wait(PATIENCE)
            try:
                operations.decide(asking, decision, by=organizer, at=now())
                db.session.commit()
            except Refused as refusal:
                db.session.rollback()
                return type(refusal)
            return None

    with ThreadPoolExecutor(len(choices)) as hands:
        return list(hands.map(act, choices))


def test_the_last_seat_is_approved_once_however_many_organizers_press(own_app):
    event = an_event(slots=[Slot(capacity=1, mode=Mode.APPROVAL)])
    asking = [somebody_registers(event).id for _ in range(6)]
    db.session.commit()
    outcomes = decide_at_once(own_app, [(one, Decision.CONFIRM) for one in asking])
    assert outcomes.count(None) == 1
    assert set(outcomes) == {None, operations.NoSeatToGive}
    db.session.expire_all()
    assert queries.counts(event) == {State.CONFIRMED: 1, State.PENDING: 5}


def test_of_two_answers_to_one_person_the_first_counts(own_app):
    event = an_event(slots=[Slot(capacity=5, mode=Mode.APPROVAL)])
    asking = somebody_registers(event).id
    db.session.commit()
    choices = [(asking, decision) for decision in Decision] * 2
    outcomes = decide_at_once(own_app, choices)
    assert outcomes.count(None) == 1
    assert set(outcomes) == {None, operations.NothingToDecide}


def somebody_waits_for_a_lock():
    """Whether the database holds somebody up just now."""
    query = sa.text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    with db.engine.connect() as connection:
        return connection.execute(query).scalar_one() > 0


def a_guest_of_talk_and_party():
    """Somebody with a seat at the talk, who may come to its party, too."""
    group = a_group()
    talk = an_event(group)
    party = an_event(group, requires_event_id=talk.id)
    seat = register(talk, a_member(), Wish(), at=now())
    db.session.commit()
    return seat.id, party.id, seat.attendee_id


def test_nobody_has_a_seat_at_the_party_who_gives_up_the_talk_at_that_moment(own_app, monkeypatch):
    seat_id, party_id, guest_id = a_guest_of_talk_and_party()
    has_looked, is_over = Signal(), Signal()
    real_lock = joining.lock

    def lock_slowly(event):
        """The seat at the talk has been seen; now it is given up, as far as that is possible."""
        has_looked.set()
        while not (is_over.wait(0.02) or somebody_waits_for_a_lock()):
            pass
        return real_lock(event)

    def give_up():
        with own_app.app_context():
            assert has_looked.wait(PATIENCE)
            operations.cancel(whole(seat_id), by=whole(seat_id).attendee, at=now())
            db.session.commit()
        is_over.set()

    monkeypatch.setattr(joining, "lock", lock_slowly)
    leaving = Thread(target=give_up)
    leaving.start()
    with own_app.app_context():
        party, guest = db.session.get_one(Event, party_id), db.session.get_one(User, guest_id)
        register(party, guest, Wish(), at=now())
        db.session.commit()
    leaving.join(PATIENCE)
    db.session.expire_all()
    states = sa.select(Registration.event_id, Registration.state)
    assert dict(db.session.execute(states).all())[party_id] == State.CANCELLED
