"""The end of an evening: closed once, opened again for a week, and told by the record alone."""

import threading
from datetime import timedelta

import pytest

from app.attendance.jobs import close_evenings
from app.attendance.operations import (
    NotClosed,
    NothingToClose,
    NotOverYet,
    Record,
    Sender,
    TooLateToReopen,
    close,
    receive,
    reopen,
)
from app.attendance.operations.correcting import undo
from app.attendance.queries import outcome_of
from app.attendance.rules import Flag, Kind, Method, Turnout
from app.events.models import Event
from app.events.rules import Status
from app.groups.journal import Deed
from app.groups.models import Action
from app.kit.clock import now
from app.kit.db import db
from app.registrations.tickets import ticket_url
from tests.attendance.doors import a_guest, again, attempt, host, named
from tests.factories import a_group, an_arrival, an_event

HOUR = timedelta(hours=1)


def an_evening(ended: timedelta = HOUR, **given: object) -> Event:
    """It ended that long ago."""
    return an_event(a_group(), starts_at=now() - ended - 2 * HOUR, **given)


def standing(event: Event) -> tuple[Status, bool | None]:
    db.session.commit()
    return event.status, event.attendance_taken


def test_an_evening_closes_by_itself_two_hours_after_its_end(later):
    event = an_evening(ended=timedelta(hours=1, minutes=50))
    an_arrival(a_guest(event))
    assert close_evenings(now()) == 0
    later(minutes=11)
    assert close_evenings(now()) == 1
    assert close_evenings(now()) == 0
    assert standing(event) == (Status.CLOSED, True)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED])
def test_what_did_not_take_place_is_not_closed(status):
    event = an_evening(ended=5 * HOUR, status=status)
    assert close_evenings(now()) == 0
    with pytest.raises(NothingToClose):
        close(event, by=host(event), at=now())


def test_organizers_close_sooner_but_not_before_the_end(count):
    event = an_evening(ended=-HOUR)
    with pytest.raises(NotOverYet):
        close(event, by=host(event), at=now())
    assert close(event, by=host(event), at=now() + HOUR)
    assert not close(event, by=host(event), at=now() + HOUR)
    assert count(Action, Action.kind == Deed.ATTENDANCE_CLOSED) == 1


def test_where_nobody_was_checked_in_nobody_is_missing():
    event = an_evening(ended=3 * HOUR)
    place = a_guest(event)
    close_evenings(now())
    assert standing(event) == (Status.CLOSED, False)
    assert outcome_of(again(place), now()) == Turnout.UNTOLD


def test_an_arrival_that_was_taken_back_is_none():
    event = an_evening(ended=3 * HOUR)
    place = a_guest(event)
    entry = named(event, place).entry
    undo(event, entry.id, attempt(), by=host(event), at=now())
    close_evenings(now())
    assert standing(event) == (Status.CLOSED, False)


def test_missing_is_provisional_for_a_week_and_then_final():
    event = an_evening(ended=3 * HOUR)
    came, missing = a_guest(event), a_guest(event)
    an_arrival(came)
    assert outcome_of(again(missing), now()) == Turnout.UNTOLD
    close_evenings(now())
    week = timedelta(days=7)
    assert outcome_of(again(came), now()) == Turnout.CAME
    assert outcome_of(again(missing), now()) == Turnout.MISSING
    assert outcome_of(again(missing), now() + week - HOUR) == Turnout.MISSING
    assert outcome_of(again(missing), now() + week) == Turnout.NO_SHOW


def test_opened_again_nobody_is_missing_and_a_week_later_it_closes_by_itself(later, count):
    event = an_evening(ended=3 * HOUR)
    an_arrival(a_guest(event))
    missing = a_guest(event)
    close_evenings(now())
    later(days=1)
    assert reopen(event, by=host(event), at=now())
    assert not reopen(event, by=host(event), at=now())
    assert standing(event) == (Status.PUBLISHED, None)
    assert outcome_of(again(missing), now()) == Turnout.UNTOLD
    assert close_evenings(now()) == 0
    later(days=7)
    assert close_evenings(now()) == 1
    assert outcome_of(again(missing), now()) == Turnout.MISSING
    assert count(Action, Action.kind == Deed.ATTENDANCE_REOPENED) == 1


def test_it_is_opened_again_for_a_week_only(later):
    event = an_evening(ended=3 * HOUR)
    with pytest.raises(NotClosed):
        reopen(event, by=host(event), at=now())
    close_evenings(now())
    later(days=7)
    with pytest.raises(TooLateToReopen):
        reopen(event, by=host(event), at=now())


def test_opened_again_it_may_be_closed_again_at_once():
    event = an_evening(ended=3 * HOUR)
    close_evenings(now())
    reopen(event, by=host(event), at=now())
    named(event, a_guest(event))
    assert close(event, by=host(event), at=now())
    assert standing(event) == (Status.CLOSED, True)


def test_what_a_phone_hands_in_late_wins_and_is_flagged():
    event = an_evening(ended=3 * HOUR)
    late, missing = a_guest(event), a_guest(event)
    an_arrival(a_guest(event))
    close_evenings(now())
    [told] = receive(event, [a_late_record(event, late)], Sender(host(event)), at=now())
    assert told.outcome.flags == [Flag.AFTER_CLOSE]
    assert outcome_of(again(late), now()) == Turnout.CAME
    assert outcome_of(again(missing), now()) == Turnout.MISSING


def test_an_evening_closed_without_a_record_gets_one_by_what_comes_late():
    event = an_evening(ended=3 * HOUR)
    late, missing = a_guest(event), a_guest(event)
    close_evenings(now())
    [told] = receive(event, [a_late_record(event, late)], Sender(host(event)), at=now())
    assert standing(event) == (Status.CLOSED, True)
    assert outcome_of(again(missing), now()) == Turnout.MISSING
    undo(event, told.outcome.entry.id, attempt(), by=host(event), at=now())
    assert standing(event) == (Status.CLOSED, False)


def test_what_was_written_at_the_moment_of_closing_is_noted_soon_after():
    event = an_evening(ended=3 * HOUR)
    close_evenings(now())
    an_arrival(a_guest(event))  # as if both had happened at once
    assert close_evenings(now()) == 1
    assert standing(event) == (Status.CLOSED, True)
    assert close_evenings(now()) == 0


def a_late_record(event: Event, place) -> Record:
    came_at, name = event.starts_at + HOUR, attempt().id
    return Record(
        name, Kind.IN, came_at, ticket=ticket_url(place), is_offline=True, method=Method.QR
    )


def test_two_schedulers_and_an_organizer_close_it_once(own_app, count):
    event = an_evening(ended=3 * HOUR)
    an_arrival(a_guest(event))
    event_id, at = event.id, now()
    start, closed = threading.Barrier(4), []

    def timer() -> None:
        with own_app.app_context():
            start.wait()
            closed.append(close_evenings(at))
            db.session.commit()

    def organizer() -> None:
        with own_app.app_context():
            mine = db.session.get_one(Event, event_id)
            start.wait()
            closed.append(int(close(mine, by=host(mine), at=at)))
            db.session.commit()

    workers = [threading.Thread(target=each) for each in (timer, timer, timer, organizer)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(closed) == 1
    assert count(Action, Action.kind == Deed.ATTENDANCE_CLOSED) == 1
    assert standing(event) == (Status.CLOSED, True)
