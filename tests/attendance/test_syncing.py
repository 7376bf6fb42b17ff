"""What devices wrote down out of reach: taken in once, in whatever order, and never lost."""

import threading
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.operations import Record, Sender, receive
from app.attendance.queries import attendance_of, counts, present_ids
from app.attendance.rules import Code, Flag, Kind, Presence
from app.events.models import Event
from app.kit.clock import now
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.operations import cancel
from app.registrations.states import Source, State
from app.registrations.tickets import ticket_token, ticket_url
from tests.attendance.doors import a_guest, again, host, record_of, tonight
from tests.factories import a_group, an_event

LOST = 0.3  # of all answers


def a_record(place: Registration | None = None, kind: Kind = Kind.IN, **given: object) -> Record:
    usual: dict[str, object] = {"id": uuid4(), "kind": kind, "occurred_at": now()}
    if place is not None:
        usual["ticket"] = ticket_url(place)
    return Record(**(usual | given))


def offline(place: Registration | None = None, kind: Kind = Kind.IN, **given: object) -> Record:
    return a_record(place, kind, **({"is_offline": True} | given))


def sent(event: Event, *records: Record, **given: object):
    found = receive(event, records, Sender(host(event)), at=now(), **given)
    db.session.commit()
    return [result.outcome for result in found]


def codes(outcomes) -> list[Code]:
    return [outcome.code for outcome in outcomes]


def test_many_records_get_their_answers_in_the_order_they_were_sent():
    event = tonight()
    one, other = a_guest(event), a_guest(event)
    unknown = a_record(ticket="https://elsewhere.example/x")
    records = a_record(other), unknown, a_record(one)
    assert codes(sent(event, *records)) == [Code.OK, Code.UNKNOWN, Code.OK]
    assert counts(event) == (2, 2)


def test_the_same_batch_sent_five_times_is_taken_in_once():
    event = tonight()
    place, waiting = a_guest(event), a_guest(event, State.WAITLISTED)
    batch = (
        a_record(place),
        a_record(waiting),
        a_record(ticket="nothing"),
        a_record(kind=Kind.WALK_IN, name="Mika"),
        a_record(place),
    )
    first = codes(sent(event, *batch))
    assert first == [Code.OK, Code.NOT_CONFIRMED, Code.UNKNOWN, Code.OK, Code.ALREADY]
    for _again in range(4):
        assert codes(sent(event, *batch)) == first
    assert counts(event) == (2, 2)


def test_a_refused_record_stays_refused_even_when_the_person_gets_a_seat_later():
    event = tonight()
    place = a_guest(event, State.WAITLISTED)
    record = a_record(place)
    assert codes(sent(event, record)) == [Code.NOT_CONFIRMED]
    db.session.execute(
        sa.update(Registration).values(state=State.CONFIRMED, slot_id=event.slots[0].id)
    )
    db.session.commit()
    assert codes(sent(event, record)) == [Code.NOT_CONFIRMED]
    assert codes(sent(event, a_record(again(place)))) == [Code.OK]


def test_two_phones_out_of_reach_both_let_the_same_person_in():
    event = tonight()
    place = a_guest(event)
    late = offline(place, occurred_at=now() - timedelta(minutes=5), device="B")
    early = offline(place, occurred_at=now() - timedelta(minutes=9), device="A")
    [first] = sent(event, late)
    [second] = sent(event, early)
    assert (first.code, second.code) == (Code.OK, Code.ALREADY)
    assert second.flags == [Flag.DUPLICATE_ENTRY]
    assert attendance_of(place).first_in_at == early.occurred_at
    assert counts(event) == (1, 1)


def test_what_happened_wins_over_a_cancellation_and_is_flagged():
    event = tonight()
    place = a_guest(event)
    scanned_at = now() - timedelta(minutes=2)
    cancel(place, by=place.attendee, at=now())
    db.session.commit()
    [outcome] = sent(event, offline(again(place), occurred_at=scanned_at))
    assert outcome.code == Code.OK
    assert outcome.flags == [Flag.ADMITTED_AFTER_CANCEL]
    assert attendance_of(place).presence == Presence.PRESENT


def test_online_the_same_person_is_refused():
    event = tonight()
    place = a_guest(event)
    cancel(place, by=place.attendee, at=now())
    assert codes(sent(event, a_record(again(place)))) == [Code.NOT_CONFIRMED]


def test_a_phone_whose_clock_is_days_off_tells_the_true_order():
    event = tonight()
    place = a_guest(event)
    wrong = timedelta(days=3)
    came, left = now() - timedelta(minutes=50), now() - timedelta(minutes=10)
    outcomes = sent(
        event,
        offline(place, Kind.OUT, occurred_at=left + wrong),
        offline(place, occurred_at=came + wrong),
        sent_at=now() + wrong,
    )
    assert outcomes[1].flags == [Flag.CLOCK_SKEW]
    assert attendance_of(place).presence == Presence.LEFT
    assert abs(attendance_of(place).first_in_at - came) < timedelta(seconds=30)


def test_nothing_happens_in_the_future():
    event = tonight()
    place = a_guest(event)
    sent(event, offline(place, occurred_at=now() + timedelta(hours=9)))
    assert attendance_of(place).first_in_at <= now()


def test_a_stranger_walks_in_and_is_a_guest_of_this_evening():
    event = tonight()
    [outcome] = sent(event, a_record(kind=Kind.WALK_IN, name="  山田   花子 ", reading="やまだ"))
    assert outcome.code == Code.OK
    place = outcome.registration
    assert (place.source, place.state) == (Source.WALK_IN, State.CONFIRMED)
    assert place.attendee.full_name == "山田 花子"
    assert place.attendee.email is None
    assert record_of(place) == ["walk_in"]


def test_walking_in_beyond_the_seats_is_accepted_and_flagged():
    event = tonight()
    event.slots[0].capacity = 1
    a_guest(event)
    [outcome] = sent(event, offline(kind=Kind.WALK_IN, name="Mika"))
    assert outcome.flags == [Flag.OVER_CAPACITY]
    assert outcome.registration.override_by_id == host(event).id


def test_somebody_in_line_is_let_in_as_a_walk_in():
    event = tonight()
    place = a_guest(event, State.WAITLISTED)
    [outcome] = sent(event, a_record(place, Kind.WALK_IN))
    assert outcome.code == Code.OK
    assert again(place).state == State.CONFIRMED


def test_somebody_removed_never_walks_in():
    event = tonight()
    place = a_guest(event, State.REMOVED)
    assert codes(sent(event, a_record(place, Kind.WALK_IN))) == [Code.REMOVED]
    assert record_of(place) == []


def test_a_name_of_nothing_is_no_walk_in():
    event = tonight()
    assert codes(sent(event, a_record(kind=Kind.WALK_IN, name="  "))) == [Code.UNKNOWN]


def test_a_fee_is_received_once():
    event = tonight(fee=500)
    place = a_guest(event)
    assert codes(sent(event, a_record(place))) == [Code.FEE_DUE]
    assert codes(sent(event, a_record(place, Kind.FEE), a_record(place, Kind.FEE))) == [
        Code.OK,
        Code.ALREADY,
    ]
    assert attendance_of(place).has_paid
    paid = db.session.scalars(sa.select(Entry.amount).where(Entry.kind == Kind.FEE)).all()
    assert paid == [500]


def test_an_undo_of_what_is_not_there_is_rejected():
    event = tonight()
    other = tonight()
    place = a_guest(other)
    [foreign] = sent(other, a_record(place))
    undo = a_record(kind=Kind.UNDO, undoes=foreign.entry.id)
    assert codes(sent(event, undo, a_record(kind=Kind.UNDO, undoes=uuid4()))) == [Code.REJECTED] * 2
    assert present_ids(other) == {place.attendee_id}


def test_a_forged_id_lets_nobody_in():
    event, other = tonight(), tonight()
    place, theirs = a_guest(event), a_guest(other)
    used = a_record(theirs)
    sent(other, used)
    assert codes(sent(event, a_record(place, id=used.id))) == [Code.REJECTED]
    assert counts(event) == (0, 1)


def test_a_ticket_of_another_evening_of_the_group_is_named():
    group = a_group()
    event, other = tonight(group), an_event(group)
    [outcome] = sent(event, a_record(a_guest(other)))
    assert outcome.code == Code.WRONG_EVENT


def test_a_phone_sent_away_adds_nothing_later_and_keeps_what_was_before():
    event = tonight()
    before, after = a_guest(event), a_guest(event)
    ended_at = now() - timedelta(minutes=10)
    records = (
        offline(before, occurred_at=ended_at - timedelta(minutes=5)),
        offline(after, occurred_at=ended_at + timedelta(minutes=5)),
    )
    found = receive(event, records, Sender(ended_at=ended_at), at=now())
    assert codes(one.outcome for one in found) == [Code.OK, Code.REJECTED]


@pytest.mark.parametrize("seed", range(5))
def test_batches_in_any_order_add_up_to_the_same(seed):
    event = tonight()
    places = [a_guest(event) for _ in range(4)]
    chance = Random(seed)
    begins = now() - timedelta(hours=1)
    records = [
        offline(
            chance.choice(places),
            chance.choice([Kind.IN, Kind.IN, Kind.OUT]),
            occurred_at=begins + timedelta(minutes=number),
        )
        for number in range(16)
    ]
    chance.shuffle(records)
    for start in range(0, 16, 4):
        sent(event, *records[start : start + 4])
    in_order = sorted(records, key=lambda one: one.occurred_at)
    for place in places:
        mine = [one for one in in_order if one.ticket == ticket_url(place)]
        arrivals = [one for one in mine if one.kind == Kind.IN]
        if not arrivals:
            assert attendance_of(place).first_in_at is None
            continue
        assert attendance_of(place).first_in_at == arrivals[0].occurred_at
        expected = Presence.PRESENT if mine[-1].kind == Kind.IN else Presence.LEFT
        assert attendance_of(place).presence == expected


class Phones:
    """Several phones at one door, each of them shown every ticket; some answers get lost."""

    def __init__(self, app, event: Event, tickets: list[str]) -> None:
        self.app, self.tickets = app, tickets
        self.event_id, self.host_id = event.id, host(event).id
        self.told: list[tuple[str, Code]] = []

    def run(self, number: int) -> None:
        phones = [threading.Thread(target=self.work, args=(seed,)) for seed in range(number)]
        for phone in phones:
            phone.start()
        for phone in phones:
            phone.join()

    def work(self, seed: int) -> None:
        chance = Random(seed)
        mine = [Record(uuid4(), Kind.IN, now(), ticket=ticket) for ticket in self.tickets]
        chance.shuffle(mine)
        with self.app.app_context():
            for start in range(0, len(mine), 6):
                answers = self.ask(mine[start : start + 6])
                if chance.random() < LOST:
                    assert self.ask(mine[start : start + 6]) == answers
                self.told += answers

    def ask(self, batch: list[Record]) -> list[tuple[str, Code]]:
        event = db.session.get_one(Event, self.event_id)
        sender = Sender(db.session.get_one(User, self.host_id))
        results = receive(event, batch, sender, at=now())
        codes = [result.outcome.code for result in results]
        db.session.commit()
        return list(zip([record.ticket for record in batch], codes, strict=True))


def test_phones_that_lose_answers_and_ask_again_admit_everybody_once(own_app):
    event = tonight()
    event.slots[0].capacity = None
    tickets = [ticket_token(a_guest(event)) for _ in range(24)]
    phones = Phones(own_app, event, tickets)
    phones.run(4)
    for ticket in tickets:
        told = sorted(code for name, code in phones.told if name == ticket)
        assert told == [Code.ALREADY] * 3 + [Code.OK], ticket
    assert counts(db.session.get_one(Event, phones.event_id)) == (24, 24)
