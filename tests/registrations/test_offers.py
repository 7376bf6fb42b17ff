"""Near the start people are asked first; in the last hours the quickest sits."""

from datetime import UTC, datetime, timedelta

import pytest

from app.kit.db import db
from app.registrations import jobs
from app.registrations.models import Change, Registration
from app.registrations.operations import NothingOffered, SeatTaken, fill
from app.registrations.states import LatestNotice, State
from tests.factories import an_event
from tests.registrations.worlds import (
    accepts,
    declines,
    gives_up,
    letters_to,
    seats_held,
    somebody_registers,
    states,
    takes_open_seat,
)

START = datetime(2026, 12, 4, 10, 0, tzinfo=UTC)  # 19:00 in Tokyo
ASKED = START - timedelta(hours=30)


def an_evening(capacity: int = 1):
    return an_event(capacity=capacity, starts_at=START)


def a_line(event, *notices, at=START - timedelta(days=10)) -> list[Registration]:
    """One person in the last seat, and after them one in line for each notice."""
    return [somebody_registers(event, at=at)] + [
        somebody_registers(event, at=at, latest_notice=notice) for notice in notices
    ]


def test_within_three_days_the_first_in_line_is_asked_with_a_deadline():
    seated, first = a_line(an_evening(), LatestNotice.DAY)
    gives_up(seated, ASKED)
    assert first.state == State.OFFERED
    assert first.offer_expires_at == datetime(2026, 12, 4, 2, 0, tzinfo=UTC)  # 11:00 in Tokyo
    assert letters_to(first) == ["waitlisted", "offered"]


def test_an_offer_holds_the_seat():
    event = an_evening()
    seated, _first = a_line(event, LatestNotice.DAY)
    gives_up(seated, ASKED)
    assert somebody_registers(event, at=ASKED).state == State.WAITLISTED
    assert seats_held(event) == 1


def test_accepting_confirms():
    seated, first = a_line(an_evening(), LatestNotice.DAY)
    gives_up(seated, ASKED)
    accepts(first, ASKED + timedelta(hours=1))
    assert (first.state, first.offer_expires_at) == (State.CONFIRMED, None)
    assert letters_to(first) == ["waitlisted", "offered", "confirmed"]


def test_an_offer_is_accepted_once():
    seated, first = a_line(an_evening(), LatestNotice.DAY)
    gives_up(seated, ASKED)
    accepts(first, ASKED)
    with pytest.raises(NothingOffered):
        accepts(first, ASKED)


def test_an_offer_that_has_run_out_is_not_accepted():
    seated, first = a_line(an_evening(), LatestNotice.DAY)
    gives_up(seated, ASKED)
    with pytest.raises(NothingOffered):
        accepts(first, first.offer_expires_at)


def test_declining_passes_the_seat_on():
    seated, first, second = a_line(an_evening(), LatestNotice.DAY, LatestNotice.DAY)
    gives_up(seated, ASKED)
    declines(first, ASKED)
    assert states([first, second]) == [State.CANCELLED, State.OFFERED]


def test_only_an_offer_can_be_declined():
    seated, _first = a_line(an_evening(), LatestNotice.DAY)
    with pytest.raises(NothingOffered):
        declines(seated, ASKED)


def test_an_unanswered_offer_lapses_and_the_next_is_asked():
    seated, first, second = a_line(an_evening(), LatestNotice.DAY, LatestNotice.ANY)
    gives_up(seated, ASKED)
    jobs.lapse(first.offer_expires_at)
    assert states([first, second]) == [State.LAPSED, State.OFFERED]
    assert letters_to(first)[-1] == "offer_lapsed"


def test_whoever_registers_after_an_offer_ran_out_does_not_find_it_in_the_way():
    event = an_evening()
    seated, first = a_line(event, LatestNotice.DAY)
    gives_up(seated, ASKED)
    newcomer = somebody_registers(event, at=first.offer_expires_at)
    assert states([first, newcomer]) == [State.LAPSED, State.CONFIRMED]


def test_those_who_need_more_notice_are_passed_over():
    seated, careful, quick = a_line(an_evening(), LatestNotice.THREE_DAYS, LatestNotice.DAY)
    gives_up(seated, ASKED)
    assert states([careful, quick]) == [State.WAITLISTED, State.OFFERED]


def test_waiting_ends_when_a_seat_would_come_too_late():
    _seated, careful, quick = a_line(an_evening(), LatestNotice.THREE_DAYS, LatestNotice.ANY)
    jobs.lapse(ASKED)
    assert states([careful, quick]) == [State.LAPSED, State.WAITLISTED]
    assert letters_to(careful) == ["waitlisted", "waited_in_vain"]


def test_several_seats_make_several_offers_at_once():
    event = an_evening(capacity=2)
    at = START - timedelta(days=10)
    seated = [somebody_registers(event, at=at) for _ in range(2)]
    line = [somebody_registers(event, at=at) for _ in range(3)]
    event.slots[0].capacity = 4
    fill(event, at=ASKED)
    assert states(line) == [State.OFFERED, State.OFFERED, State.WAITLISTED]
    assert states(seated) == [State.CONFIRMED] * 2


def test_in_the_last_three_hours_everyone_who_wants_to_hears_of_the_open_seat():
    seated, one, two, careful = a_line(
        an_evening(), LatestNotice.ANY, LatestNotice.ANY, LatestNotice.THREE_HOURS
    )
    late = START - timedelta(hours=2)
    gives_up(seated, late)
    assert states([one, two]) == [State.WAITLISTED] * 2
    assert letters_to(one)[-1] == letters_to(two)[-1] == "seat_is_open"
    assert letters_to(careful) == ["waitlisted"]


def test_the_first_to_answer_gets_the_open_seat():
    seated, one, two = a_line(an_evening(), LatestNotice.ANY, LatestNotice.ANY)
    late = START - timedelta(hours=2)
    gives_up(seated, late)
    takes_open_seat(two, late)
    with pytest.raises(SeatTaken):
        takes_open_seat(one, late)
    assert states([one, two]) == [State.WAITLISTED, State.CONFIRMED]


def test_an_open_seat_is_told_of_once_per_seat():
    event = an_evening()
    seated, one = a_line(event, LatestNotice.ANY)
    late = START - timedelta(hours=2)
    gives_up(seated, late)
    jobs.fill(late)
    jobs.lapse(late + timedelta(minutes=1))
    assert letters_to(one).count("seat_is_open") == 1


def test_no_seat_is_open_to_all_earlier_in_the_day():
    event = an_evening()
    _seated, one = a_line(event, LatestNotice.ANY)
    with pytest.raises(NothingOffered):
        takes_open_seat(one, START - timedelta(hours=5))


def test_after_the_start_no_seat_is_given_away():
    event = an_evening()
    seated, one = a_line(event, LatestNotice.ANY)
    gives_up(seated, START)
    assert one.state == State.WAITLISTED
    with pytest.raises(NothingOffered):
        takes_open_seat(one, START)


def test_giving_an_offer_back_is_never_late():
    seated, first = a_line(an_evening(), LatestNotice.ANY)
    near = START - timedelta(hours=20)
    gives_up(seated, near)
    gives_up(first, near)
    assert (first.state, first.is_late_cancel) == (State.CANCELLED, False)


def test_the_timer_may_run_any_number_of_times(count):
    event = an_evening()
    seated, _first, _second = a_line(event, LatestNotice.DAY, LatestNotice.ANY)
    gives_up(seated, ASKED)
    db.session.flush()
    before = count(Change)
    for _ in range(3):
        jobs.lapse(ASKED)
        jobs.fill(ASKED)
    assert count(Change) == before
