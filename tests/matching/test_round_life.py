"""An evening as it goes: people come, leave and quarrel; rounds are planned, moved and begun."""

from itertools import combinations
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.attendance.models import Entry
from app.attendance.rules import Kind, Method
from app.kit.clock import now
from app.kit.db import db
from app.kit.errors import Refused
from app.matching.jobs import plan_tables, sweep
from app.matching.jobs.rounds import work_on_one
from app.matching.operations import (
    begin_next,
    change_seat,
    end,
    lock_table,
    plan_rounds,
    put_right,
)
from app.matching.queries import rounds_of, seating_of
from app.matching.rules.changing import Change
from app.matching.rules.seating import PlanState, RoundState, Who, Wish
from app.matching.surveys import apart_at_tables
from app.moderation.models import Block
from tests.factories import a_group, a_member, a_seat, an_arrival, an_event, owner_of

GUESTS = 9
# Tables take the engine a second each time; pairs show as much of what may go wrong here.
SIZES = (2, 2, 2, 2, 3)
DEEDS = ("arrive", "leave", "swap", "move", "rise", "lock", "begin", "end", "replan", "quarrel")
steps = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 60), st.integers(0, 60)), max_size=8
)


@pytest.fixture
def house(transaction):
    """Nine people with a seat, five of whom are here."""
    event = an_event(a_group(), starts_at=now(), capacity=40)
    seats = [a_seat(event, a_member(f"Guest{number}")) for number in range(GUESTS)]
    for seat in seats[:5]:
        an_arrival(seat)
    db.session.flush()
    return event, seats


class Evening:
    """One evening, with what must hold after each step of it."""

    def __init__(self, event, seats):
        self.event, self.seats = event, seats
        self.host = owner_of(event.group)
        self.here = {seat.attendee_id for seat in seats[:5]}
        self.past = {}

    def do(self, deed, a, b):
        with db.session.begin_nested():
            try:
                getattr(self, deed)(a, b)
            except Refused:
                return
        db.session.flush()
        sweep(now())
        while seating_of(self.event) and seating_of(self.event).state != PlanState.SETTLED:
            work_on_one(now())
        self.check()

    def arrive(self, a, _b):
        self._passes(self.seats[a % GUESTS], Kind.IN)
        self.here.add(self.seats[a % GUESTS].attendee_id)

    def leave(self, a, _b):
        seat = self.seats[a % GUESTS]
        if seat.attendee_id in self.here:
            self._passes(seat, Kind.OUT)
            self.here.discard(seat.attendee_id)

    def swap(self, a, b):
        round_ = self._waiting()
        if round_:
            one, other = (round_.seats[it % len(round_.seats)] for it in (a, b))
            self._change(round_, Change(one.member_id, other.table_no, other.member_id))

    def move(self, a, b):
        round_ = self._waiting()
        if round_:
            one, other = (round_.seats[it % len(round_.seats)] for it in (a, b))
            self._change(round_, Change(one.member_id, other.table_no))

    def rise(self, a, _b):
        round_ = self._waiting()
        if round_:
            self._change(round_, Change(round_.seats[a % len(round_.seats)].member_id, None))

    def lock(self, a, b):
        round_ = self._waiting()
        if round_:
            numbers = sorted(round_.tables)
            table = numbers[a % len(numbers)]
            lock_table(
                self.event, round_.number, table, is_locked=b % 3 > 0, by=self.host, at=now()
            )

    def begin(self, _a, _b):
        begun = begin_next(self.event, by=self.host, at=now())
        db.session.flush()
        self.past[begun.number] = self._tables()[begun.number]

    def end(self, _a, _b):
        end(self.event, max(self.past, default=1), by=self.host, at=now())

    def replan(self, a, b):
        who = Who.CONFIRMED if b % 4 == 0 else Who.ARRIVED
        plan_rounds(
            self.event, Wish(1 + b % 4, SIZES[a % len(SIZES)], who=who), by=self.host, at=now()
        )

    def quarrel(self, a, b):
        blocker, blocked = sorted(self.seats[it % GUESTS].attendee_id for it in (a, b))
        if blocker != blocked and db.session.get(Block, (blocker, blocked)) is None:
            db.session.add(Block(blocker_id=blocker, blocked_id=blocked, blocked_at=now()))

    def check(self):
        tables, seating = self._tables(), seating_of(self.event)
        assert {it: tables[it] for it in self.past} == self.past
        to_come = [one for one in rounds_of(self.event) if not one.has_begun]
        everybody = {seat.attendee_id for seat in self.seats}
        meant = self.here if seating and seating.who == Who.ARRIVED else None
        apart = apart_at_tables(self.event, everybody, seating.crossing) if seating else ()
        for round_ in to_come:
            seated = [it for table in round_.tables.values() for it in table]
            assert len(seated) == len(set(seated))
            assert min(map(len, round_.tables.values()), default=2) > 1
            for table in round_.tables.values():
                assert not any({it, it[::-1]} & set(apart) for it in combinations(table, 2))
            if meant is not None and len(meant) > 1 and "by_hand" not in seating.worth:
                said = {it for number, it, _why in seating.worth["left_out"]}
                assert meant - set(seated) <= said

    def _passes(self, seat, kind):
        db.session.add(
            Entry(
                id=uuid4(),
                event_id=self.event.id,
                registration_id=seat.id,
                kind=kind,
                method=Method.NAME,
                occurred_at=now(),
                received_at=now(),
            )
        )

    def _waiting(self):
        return next((one for one in rounds_of(self.event) if not one.has_begun and one.seats), None)

    def _change(self, round_, change):
        version = seating_of(self.event).version
        change_seat(self.event, round_.number, change, version, by=self.host, at=now())

    def _tables(self):
        return {one.number: one.tables for one in rounds_of(self.event)}


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 4), st.integers(1, 3), steps)
def test_whatever_happens_nobody_is_seated_twice_or_forgotten_and_the_past_stays(
    house, size, rounds, deeds
):
    with db.session.begin_nested() as evening_alone:
        evening = Evening(*house)
        evening.do("replan", size, rounds)
        for deed in deeds:
            evening.do(*deed)
        evening_alone.rollback()
    db.session.expire_all()


@pytest.fixture
def big_house(transaction):
    """Thirty people who are here, and one who is late."""
    event = an_event(a_group(), starts_at=now(), capacity=40)
    seats = [a_seat(event, a_member(f"Guest{number}")) for number in range(31)]
    for seat in seats[:30]:
        an_arrival(seat)
    plan_rounds(event, Wish(4, 4), by=owner_of(event.group), at=now())
    plan_tables()
    return event, seats[30]


def places(event, number):
    return {seat.member_id: seat.table_no for seat in rounds_of(event)[number - 1].seats}


def test_one_who_comes_late_is_seated_and_hardly_anybody_hears_of_another_table(big_house):
    event, late = big_house
    begin_next(event, by=owner_of(event.group), at=now())
    before = [places(event, number) for number in (1, 2, 3, 4)]
    an_arrival(late)
    sweep(now())
    assert seating_of(event).state == PlanState.STIRRED
    plan_tables()
    after = [places(event, number) for number in (1, 2, 3, 4)]
    assert after[0] == before[0]
    for old, new in zip(before[1:], after[1:], strict=True):
        assert late.attendee_id in new
        assert sum(old[it] != new[it] for it in old) <= 2
    assert seating_of(event).worth["left_out"] == []
    assert seating_of(event).worth["repeats"] == 0


def test_where_many_come_at_once_all_is_planned_anew(big_house, monkeypatch):
    from app.matching.operations import planning

    event, late = big_house
    for number in range(5):
        an_arrival(a_seat(event, a_member(f"More{number}")))
    an_arrival(late)
    mended = []
    monkeypatch.setattr(planning.engine, "mend", lambda *_, **__: mended.append(1))
    assert put_right(event, seating_of(event), at=now())
    assert mended == []
    assert len(places(event, 2)) == 36


def test_locked_tables_are_left_alone_when_somebody_comes(big_house):
    event, late = big_house
    host = owner_of(event.group)
    sits = rounds_of(event)[0].tables[3]
    lock_table(event, 1, 3, is_locked=True, by=host, at=now())
    an_arrival(late)
    sweep(now())
    plan_tables()
    assert rounds_of(event)[0].tables[3] == sits
    assert late.attendee_id in places(event, 1)
    assert [one.state for one in rounds_of(event)] == [RoundState.PLANNED] * 4
