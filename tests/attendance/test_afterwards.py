"""Between whoever counts as missing and the organizers: said once, answered once, undone."""

from datetime import timedelta

import pytest

from app.attendance.jobs import close_evenings
from app.attendance.operations import (
    Answer,
    AnsweredBefore,
    NotCountedAsMissing,
    NothingToAnswer,
    NothingToUndo,
    Record,
    Sender,
    answer,
    claim,
    receive,
    take_back,
    unclaim,
)
from app.attendance.operations.correcting import undo
from app.attendance.queries import Seats, last_lines, outcome_of, seats_of, tally_of
from app.attendance.rules import Code, Kind, Turnout
from app.groups.journal import Deed
from app.groups.models import Action
from app.kit.clock import now
from app.kit.db import db
from app.registrations.states import State
from tests.attendance.doors import a_guest, again, attempt, host, record_of
from tests.attendance.test_closing import HOUR, an_evening
from tests.factories import a_member, an_arrival

WEEK = timedelta(days=7)


@pytest.fixture
def evening():
    """Closed; somebody came."""
    event = an_evening(ended=3 * HOUR)
    an_arrival(a_guest(event))
    return event


@pytest.fixture
def missing(evening):
    place = a_guest(evening)
    close_evenings(now())
    return again(place)


def says_so(place) -> bool:
    return claim(place, by=place.attendee, at=now())


def answered(place, said: Answer, **given: object) -> None:
    answer(place, said, by=host(place.event), at=now(), **given)
    db.session.commit()


def last(place, kind: Kind):
    return last_lines([place], kind)[place.id]


def claimed(event) -> list[int]:
    return [row.id for row in db.session.scalars(seats_of(event, Seats.CLAIMED))]


def test_whoever_is_missing_says_once_that_they_came(missing):
    assert says_so(missing)
    assert not says_so(missing)
    assert record_of(missing) == [Kind.CLAIM]
    assert claimed(missing.event) == [missing.id]
    assert outcome_of(missing, now() + WEEK) == Turnout.MISSING


def test_it_can_be_taken_back_and_said_again(missing):
    says_so(missing)
    assert unclaim(missing, by=missing.attendee, at=now())
    assert not unclaim(missing, by=missing.attendee, at=now())
    assert claimed(missing.event) == []
    assert outcome_of(missing, now() + WEEK) == Turnout.NO_SHOW
    assert says_so(missing)
    assert claimed(missing.event) == [missing.id]


def test_after_a_week_it_is_final(missing):
    with pytest.raises(NotCountedAsMissing):
        claim(missing, by=missing.attendee, at=now() + WEEK)


def test_before_the_evening_is_closed_nobody_counts_as_missing(evening):
    with pytest.raises(NotCountedAsMissing):
        says_so(a_guest(evening))


def test_whoever_came_or_had_no_seat_has_nothing_to_say(evening, missing):
    came, cancelled = a_guest(evening), a_guest(evening, State.CANCELLED)
    an_arrival(came)
    with pytest.raises(NotCountedAsMissing):
        says_so(again(came))
    says_so(missing)
    with pytest.raises(NothingToAnswer):
        answered(again(cancelled), Answer.CAME)


@pytest.mark.parametrize(
    ("said", "turnout", "deed"),
    [
        (Answer.CAME, Turnout.CAME, Deed.COUNTED_AS_COME),
        (Answer.EXCUSED, Turnout.EXCUSED, Deed.EXCUSED),
        (Answer.DECLINED, Turnout.MISSING, Deed.CLAIM_DECLINED),
    ],
)
def test_one_tap_answers_and_one_line_takes_it_back(missing, count, said, turnout, deed):
    says_so(missing)
    answered(missing, said)
    assert outcome_of(missing, now()) == turnout
    assert claimed(missing.event) == []
    assert count(Action, Action.kind == deed) == 1
    with pytest.raises(NothingToAnswer):
        answered(missing, said)
    kind = {Answer.CAME: Kind.IN, Answer.EXCUSED: Kind.EXCUSE, Answer.DECLINED: Kind.DECLINE}[said]
    take_back(missing.event, last(missing, kind).id, by=host(missing.event), at=now())
    assert claimed(missing.event) == [missing.id]
    assert count(Action, Action.kind == Deed.ATTENDANCE_UNDONE) == 1


def test_whoever_was_answered_no_does_not_ask_again_and_it_becomes_final(missing):
    says_so(missing)
    answered(missing, Answer.DECLINED)
    with pytest.raises(AnsweredBefore):
        says_so(missing)
    assert outcome_of(missing, now() + WEEK) == Turnout.NO_SHOW


def test_organizers_put_right_what_nobody_has_asked_for(missing):
    answered(missing, Answer.EXCUSED, reason="Train stood still")
    assert last(missing, Kind.EXCUSE).reason == "Train stood still"
    assert tally_of(missing.event).missing == 0
    answered(missing, Answer.CAME)
    assert outcome_of(missing, now()) == Turnout.CAME


def test_nobody_is_told_no_who_has_not_asked(missing):
    with pytest.raises(NothingToAnswer):
        answered(missing, Answer.DECLINED)


def test_only_organizers_excuse_and_take_that_back(missing):
    helper = a_member("Rei")
    record = Record(attempt().id, Kind.EXCUSE, now(), registration=missing.public_id)
    [told] = receive(missing.event, [record], Sender(helper), at=now())
    assert told.outcome.code == Code.REJECTED
    answered(missing, Answer.EXCUSED)
    with pytest.raises(NothingToUndo):
        undo(missing.event, last(missing, Kind.EXCUSE).id, attempt(), by=helper, at=now())


@pytest.mark.parametrize("kind", [Kind.CLAIM, Kind.DECLINE])
def test_no_device_speaks_for_the_person_or_answers_them(missing, kind):
    record = Record(attempt().id, kind, now(), registration=missing.public_id)
    [told] = receive(missing.event, [record], Sender(host(missing.event)), at=now())
    assert told.outcome.code == Code.REJECTED
    assert record_of(missing) == []


def test_a_line_of_another_evening_is_not_taken_back_here(missing):
    says_so(missing)
    answered(missing, Answer.EXCUSED)
    other = an_evening()
    with pytest.raises(NothingToUndo):
        take_back(other, last(missing, Kind.EXCUSE).id, by=host(other), at=now())
