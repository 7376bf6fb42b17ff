"""The tables of an evening, from rows to rows."""

import pytest

from app.kit.clock import now
from app.matching.operations import (
    NothingToBegin,
    TooFewPeople,
    Wish,
    begin_next,
    plan_rounds,
)
from app.matching.queries import rounds_of
from tests.factories import a_seat, a_stranger, an_arrival, blocked


def test_rounds_seat_everybody_who_is_here_and_nobody_else(evening):
    event, seats = evening
    aoi, ren, mio, yui = seats
    guest = a_stranger(given_name="Guest")
    seats[guest] = a_seat(event, guest)
    for member in (aoi, ren, yui, guest):
        an_arrival(seats[member])
    plan_rounds(event, Wish(2, 2), at=now())
    for round_ in rounds_of(event):
        assert {seat.member_id for seat in round_.seats} == {m.id for m in (aoi, ren, yui, guest)}
    assert mio.id not in {seat.member_id for round_ in rounds_of(event) for seat in round_.seats}


def test_nobody_meets_twice_and_people_kept_apart_never_share_a_table(evening):
    event, seats = evening
    aoi, ren, *_ = seats
    blocked(aoi, ren)
    for seat in seats.values():
        an_arrival(seat)
    plan_rounds(event, Wish(2, 2), at=now())
    tables = [
        frozenset(s.member_id for s in round_.seats if s.table_no == number)
        for round_ in rounds_of(event)
        for number in {s.table_no for s in round_.seats}
    ]
    assert len(set(tables)) == len(tables)
    assert frozenset({aoi.id, ren.id}) not in tables


def test_a_round_that_has_begun_stays_when_somebody_arrives_late(evening):
    event, seats = evening
    aoi, ren, mio, yui = seats
    for member in (aoi, ren):
        an_arrival(seats[member])
    plan_rounds(event, Wish(2, 2), at=now())
    first = begin_next(event, at=now())
    sat = {(seat.member_id, seat.table_no) for seat in first.seats}
    for member in (mio, yui):
        an_arrival(seats[member])
    plan_rounds(event, Wish(2, 2), at=now())
    kept, new = rounds_of(event)
    assert {(seat.member_id, seat.table_no) for seat in kept.seats} == sat
    assert {seat.member_id for seat in new.seats} == {m.id for m in (aoi, ren, mio, yui)}


def test_rounds_need_two_people_and_end(evening):
    event, _seats = evening
    with pytest.raises(TooFewPeople):
        plan_rounds(event, Wish(3, 4), at=now())
    with pytest.raises(NothingToBegin):
        begin_next(event, at=now())
    assert rounds_of(event) == []
