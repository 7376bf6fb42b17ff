"""Whatever the order, however often, in whatever portions: the record comes to say the same."""

import threading
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.models import User
from app.attendance.models import Attempt, Entry
from app.attendance.operations import Record, Sender, receive
from app.attendance.operations.record import join_waiting
from app.attendance.queries import attendance_of, counts
from app.attendance.rules import Attendance, Code, Kind
from app.events.models import Event
from app.kit.clock import now
from app.kit.db import db
from app.registrations.tickets import ticket_token
from tests.attendance.doors import a_guest, again, host, tonight

PLACES = 3
LOST = 0.3  # of all answers

some_lines = st.lists(
    st.tuples(
        st.integers(0, PLACES - 1),
        st.sampled_from([Kind.IN, Kind.IN, Kind.OUT, Kind.FEE, Kind.UNDO]),
        st.integers(0, 40),  # minutes
        st.integers(0, 30),  # which earlier line an undo takes back
    ),
    min_size=1,
    max_size=14,
)


def written_down(event: Event, tickets: list[str], lines) -> list[Record]:
    """The lines as phones write them out of reach, with ids of their own for every run."""
    begins, records = event.starts_at - timedelta(hours=1), []
    for whose, kind, minutes, which in lines:
        at = begins + timedelta(minutes=minutes)
        record = Record(uuid4(), kind, at, ticket=tickets[whose], is_offline=True)
        if kind == Kind.UNDO:
            if not records:
                continue
            taken_back = records[which % len(records)].id
            record = replace(record, ticket="", undoes=taken_back)
        records.append(record)
    return records


def told(event: Event, portions: list[list[Record]]) -> dict[UUID, set[tuple[Code, UUID | None]]]:
    """Hand them in; every answer each record got."""
    answers: dict[UUID, set[tuple[Code, UUID | None]]] = defaultdict(set)
    for number, portion in enumerate(portions):
        at = event.starts_at + timedelta(seconds=number)
        for result in receive(event, portion, Sender(host(event)), at=at):
            about = result.outcome.registration
            answers[result.id].add((result.outcome.code, about.id if about else None))
        db.session.commit()
    return answers


def states(places) -> list[Attendance]:
    return [attendance_of(again(place)) for place in places]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some_lines, st.randoms(use_true_random=False))
def test_orders_repeats_and_portions_change_nothing(app, lines, chance):
    event = tonight(fee=500)
    in_order, mixed = ([a_guest(event) for _ in range(PLACES)] for _ in range(2))
    records = written_down(event, [ticket_token(place) for place in in_order], lines)
    told(event, [sorted(records, key=lambda one: (one.occurred_at, one.id))])
    # The same evening once more, for people of their own: repeated, shuffled and cut up.
    ids = {record.id: UUID(int=record.id.int ^ 1) for record in records}
    tickets = dict(
        zip(map(ticket_token, in_order), map(ticket_token, mixed), strict=True), **{"": ""}
    )
    twins = [
        replace(
            one,
            id=ids[one.id],
            ticket=tickets[one.ticket],
            undoes=ids[one.undoes] if one.undoes else None,
        )
        for one in records
    ]
    sent = twins + chance.sample(twins, len(twins) // 2)
    chance.shuffle(sent)
    portions = []
    while sent:
        size = chance.randint(1, len(sent))
        portions.append(list({one.id: one for one in sent[:size]}.values()))
        sent = sent[size:]
    told(event, portions)
    join_waiting()
    assert states(mixed) == states(in_order)


@pytest.mark.usefixtures("app")
def test_a_phone_takes_back_what_it_hands_in_later():
    event = tonight()
    place = a_guest(event)
    come = Record(uuid4(), Kind.IN, now(), ticket=ticket_token(place), is_offline=True)
    undo = Record(uuid4(), Kind.UNDO, now(), undoes=come.id, is_offline=True)
    first = told(event, [[undo]])
    told(event, [[come]])
    assert told(event, [[undo]]).keys() == first.keys()
    assert not attendance_of(again(place)).has_come
    assert counts(event) == (0, 1)


@pytest.mark.usefixtures("app")
def test_what_is_taken_back_beforehand_counts_at_its_own_event_only():
    event, other = tonight(), tonight()
    place = a_guest(event)
    come = Record(uuid4(), Kind.IN, now(), ticket=ticket_token(place), is_offline=True)
    told(other, [[Record(uuid4(), Kind.UNDO, now(), undoes=come.id, is_offline=True)]])
    told(event, [[come]])
    assert join_waiting() == 0
    assert attendance_of(again(place)).has_come


@pytest.mark.usefixtures("app")
def test_a_clock_ahead_without_a_time_of_sending_keeps_the_order():
    event = tonight()
    place, ahead = a_guest(event), timedelta(days=2)
    came = Record(uuid4(), Kind.IN, now() + ahead, ticket=ticket_token(place), is_offline=True)
    left = replace(came, id=uuid4(), kind=Kind.OUT, occurred_at=came.occurred_at + ahead / 100)
    receive(event, [left, came], Sender(host(event)), at=now())
    assert attendance_of(again(place)).presence == "left"


@pytest.mark.usefixtures("app")
def test_a_fee_paid_since_changes_no_answer():
    event = tonight(fee=500)
    come = Record(uuid4(), Kind.IN, now(), ticket=ticket_token(a_guest(event)))
    pay = replace(come, id=uuid4(), kind=Kind.FEE)
    again_ = replace(come, id=uuid4())
    answers = told(event, [[come], [pay], [again_], [come], [pay], [again_]])
    assert [{code for code, _about in answers[each.id]} for each in (come, pay, again_)] == [
        {Code.FEE_DUE},
        {Code.OK},
        {Code.ALREADY},
    ]


def test_the_same_batch_at_the_same_moment_is_taken_in_once(own_app, count):
    event = tonight()
    place = a_guest(event)
    at, ids = now(), (event.id, host(event).id)
    batch = [
        Record(uuid4(), Kind.IN, at, ticket=ticket_token(place), is_offline=True),
        Record(uuid4(), Kind.IN, at, ticket="made-up", is_offline=True),
        Record(uuid4(), Kind.UNDO, at, undoes=uuid4(), is_offline=True),
        Record(uuid4(), Kind.WALK_IN, at, name="Hanako", is_offline=True),
    ]
    start, answers = threading.Barrier(5), []

    def phone() -> None:
        with own_app.app_context():
            mine, member = db.session.get_one(Event, ids[0]), db.session.get_one(User, ids[1])
            start.wait()
            results = receive(mine, batch, Sender(member), at=at)
            answers.append([result.outcome.code for result in results])
            db.session.commit()

    phones = [threading.Thread(target=phone) for _ in range(5)]
    for each in phones:
        each.start()
    for each in phones:
        each.join()
    assert answers == [[Code.OK, Code.UNKNOWN, Code.OK, Code.OK]] * 5
    assert (count(Entry), count(Attempt)) == (3, 1)


class Door:
    """Phones over one real database: answers get lost, queues are handed in shuffled."""

    def __init__(self, app, event: Event, tickets: list[str]) -> None:
        self.app, self.event_id, self.host_id = app, event.id, host(event).id
        self.tickets, self.faults = tickets, []
        self.answers: dict[UUID, set[Code]] = defaultdict(set)
        self.whose: dict[UUID, str] = {}

    def run(self, phones: int) -> None:
        threads = [threading.Thread(target=self.work, args=(seed,)) for seed in range(phones)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not self.faults

    def work(self, seed: int) -> None:
        chance = Random(seed)
        skew = timedelta(hours=chance.randint(-50, 50))
        is_offline = seed % 2 == 1
        mine = [
            Record(uuid4(), Kind.IN, now() + skew, ticket=ticket, is_offline=is_offline)
            for ticket in self.tickets
        ]
        chance.shuffle(mine)
        self.whose |= {record.id: record.ticket for record in mine}
        try:
            with self.app.app_context():
                while mine:
                    batch = mine[: chance.randint(1, 9)]
                    self.hand_in(batch, skew)
                    if chance.random() >= LOST:
                        mine = mine[len(batch) :]
        except Exception as fault:
            # A thread keeps its faults to itself; whoever started it raises them.
            self.faults.append(fault)

    def hand_in(self, batch: list[Record], skew: timedelta) -> None:
        event = db.session.get_one(Event, self.event_id)
        sender = Sender(db.session.get_one(User, self.host_id))
        for result in receive(event, batch, sender, sent_at=now() + skew, at=now()):
            self.answers[result.id].add(result.outcome.code)
        db.session.commit()


def test_phones_on_and_off_the_network_lose_nothing_and_admit_nobody_twice(own_app):
    event = tonight()
    event.slots[0].capacity = None
    tickets = [ticket_token(a_guest(event)) for _ in range(20)]
    door = Door(own_app, event, tickets)
    door.run(4)
    assert all(len(codes) == 1 for codes in door.answers.values())
    admitted = [door.whose[name] for name, codes in door.answers.items() if codes == {Code.OK}]
    assert sorted(admitted) == sorted(tickets)
    kept = set(db.session.scalars(sa.select(Entry.id))) | set(
        db.session.scalars(sa.select(Attempt.id))
    )
    assert kept == set(door.answers)
    assert counts(db.session.get_one(Event, door.event_id)) == (20, 20)
