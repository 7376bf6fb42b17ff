"""Registering, waiting, giving up: what happens and what does not."""

from datetime import timedelta

import pytest

from app.events.models import Slot
from app.events.rules import Status
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import fingerprint
from app.notifications.models import Mail
from app.registrations import operations, queries
from app.registrations.models import Change, Registration
from app.registrations.operations import Arrival, Wish, fill, register
from app.registrations.states import LatestNotice, ListVisibility, Source, State
from app.registrations.tickets import ticket_token
from tests.factories import a_group, a_member, a_stranger, an_event, owner_of, saved
from tests.registrations.worlds import (
    a_full_house,
    assert_the_log_tells_the_truth,
    gives_up,
    letters_to,
    loaded,
    somebody_registers,
    states,
)


def test_whoever_registers_while_there_are_seats_is_confirmed():
    event = an_event(capacity=2)
    registration = somebody_registers(event)
    assert registration.state == State.CONFIRMED
    assert registration.slot_id == event.slots[0].id
    assert letters_to(registration) == ["confirmed"]


def test_the_first_past_capacity_joins_the_waitlist_with_a_number():
    people = a_full_house(an_event(capacity=1), waiting=2)
    assert states(people) == [State.CONFIRMED, State.WAITLISTED, State.WAITLISTED]
    assert [registration.queue_no for registration in people[1:]] == [1, 2]
    assert letters_to(people[1]) == ["waitlisted"]
    assert queries.position(people[2]) == 2


def test_a_slot_without_a_limit_is_never_full():
    event = an_event(capacity=None)
    assert {somebody_registers(event).state for _ in range(5)} == {State.CONFIRMED}


def test_everything_asked_for_is_kept():
    event = an_event()
    wish = Wish(
        purpose="friends",
        latest_notice=LatestNotice.ANY,
        list_visibility=ListVisibility.PARTICIPANTS,
    )
    registration = register(event, a_member(), wish, at=now())
    db.session.expire(registration)
    assert registration.purpose == "friends"
    assert registration.latest_notice == LatestNotice.ANY
    assert registration.list_visibility == ListVisibility.PARTICIPANTS
    assert registration.source == Source.SELF


def test_without_a_choice_only_organizers_see_one_on_the_list():
    assert somebody_registers(an_event()).list_visibility == ListVisibility.ORGANIZERS


def test_nobody_registers_twice():
    event, member = an_event(), a_member()
    register(event, member, Wish(), at=now())
    with pytest.raises(operations.AlreadyRegistered):
        register(event, member, Wish(), at=now())


def test_the_database_itself_refuses_a_second_active_place(app):
    event, member = an_event(), a_member()
    first = register(event, member, Wish(), at=now())
    db.session.flush()
    from sqlalchemy.exc import IntegrityError

    copy = Registration(
        event_id=event.id, attendee_id=member.id, state=first.state, registered_at=now()
    )
    db.session.add(copy)
    with pytest.raises(IntegrityError, match="uq_registrations_active"), db.session.begin_nested():
        db.session.flush()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED, Status.CLOSED])
def test_nobody_registers_for_an_event_that_is_not_published(status):
    with pytest.raises(operations.RegistrationClosed):
        somebody_registers(an_event(status=status))


def test_nobody_registers_before_registration_opens():
    with pytest.raises(operations.RegistrationClosed):
        somebody_registers(an_event(opens_at=now() + timedelta(hours=1)))


def test_nobody_registers_after_registration_closes():
    with pytest.raises(operations.RegistrationClosed):
        somebody_registers(an_event(closes_at=now()))


def test_nobody_registers_for_an_evening_that_is_over():
    event = an_event(starts_at=now() - timedelta(hours=2))
    with pytest.raises(operations.RegistrationClosed):
        somebody_registers(event)


def test_an_address_that_is_not_proven_takes_no_seat():
    with pytest.raises(operations.AddressNotProven):
        register(an_event(), a_stranger(), Wish(), at=now())


def test_whoever_was_removed_cannot_come_back():
    event, member = an_event(), a_member()
    saved(
        Registration(
            event_id=event.id, attendee_id=member.id, state=State.REMOVED, registered_at=now()
        )
    )
    with pytest.raises(operations.Removed):
        register(event, member, Wish(), at=now())


def test_a_full_slot_without_a_line_says_so():
    event = an_event(slots=[Slot(capacity=0, has_waitlist=False)])
    with pytest.raises(operations.NoSeatsLeft):
        somebody_registers(event)


def test_wishes_are_tried_in_order():
    event = an_event(slots=[Slot(name="A", capacity=1), Slot(name="B", capacity=1, position=1)])
    one, two = (slot.id for slot in event.slots)
    first = somebody_registers(event, slots=(two, one))
    second = somebody_registers(event, slots=(two, one))
    third = somebody_registers(event, slots=(two,))
    assert [first.slot_id, second.slot_id, third.slot_id] == [two, one, None]
    assert third.state == State.WAITLISTED


def test_a_wish_for_another_events_slot_is_dropped():
    elsewhere = an_event().slots[0].id
    event = an_event(capacity=1)
    assert somebody_registers(event, slots=(elsewhere,)).wishes == []


def test_cancelling_gives_the_seat_to_the_first_in_line():
    seated, first, second = a_full_house(an_event(capacity=1), waiting=2)
    gives_up(seated)
    assert states([seated, first, second]) == [
        State.CANCELLED,
        State.CONFIRMED,
        State.WAITLISTED,
    ]
    assert letters_to(first) == ["waitlisted", "promoted"]
    assert letters_to(seated) == ["confirmed", "cancelled"]


def test_cancelling_in_the_last_day_is_noted_as_late():
    start = now() + timedelta(hours=20)
    late = somebody_registers(an_event(starts_at=start))
    early = somebody_registers(an_event())
    for registration in (late, early):
        gives_up(registration)
    assert (late.is_late_cancel, early.is_late_cancel) == (True, False)


def test_leaving_the_line_is_never_late():
    event = an_event(capacity=0, starts_at=now() + timedelta(hours=20))
    waiting = somebody_registers(event, latest_notice=LatestNotice.ANY)
    gives_up(waiting)
    assert (waiting.state, waiting.is_late_cancel) == (State.CANCELLED, False)


def test_one_cancels_once():
    registration = somebody_registers(an_event())
    gives_up(registration)
    with pytest.raises(operations.NotRegistered):
        gives_up(registration)


def test_nothing_is_cancelled_after_the_end():
    event = an_event()
    registration = somebody_registers(event)
    with pytest.raises(operations.TooLateToCancel):
        gives_up(registration, event.ends_at)


def test_rejoining_means_a_new_place_at_the_end_of_the_line():
    event = an_event(capacity=1)
    _seated, waiting = a_full_house(event)
    gives_up(waiting)
    somebody_registers(event)
    again = register(event, loaded(waiting).attendee, Wish(), at=now())
    assert again.id != waiting.id
    assert again.queue_no == 3


def test_a_step_from_where_nobody_stands_any_more_is_refused():
    registration = somebody_registers(an_event())
    gives_up(registration)
    registration.state = State.CONFIRMED  # as an outdated reader remembers it
    from app.registrations.operations.steps import move

    with pytest.raises(operations.Overtaken), db.session.no_autoflush:
        move(registration, State.LAPSED, by=None, at=now())
    db.session.expire(registration)


def test_the_line_moves_past_those_whose_slot_is_still_full():
    event = an_event(slots=[Slot(name="A", capacity=1), Slot(name="B", capacity=1, position=1)])
    one, two = (slot.id for slot in event.slots)
    _in_one, in_two = (somebody_registers(event, slots=(wish,)) for wish in (one, two))
    wants_one, wants_two = (somebody_registers(event, slots=(wish,)) for wish in (one, two))
    gives_up(in_two)
    assert states([wants_one, wants_two]) == [State.WAITLISTED, State.CONFIRMED]
    assert wants_two.slot_id == two


def test_filling_twice_changes_nothing_more(count):
    event = an_event(capacity=2)
    people = a_full_house(event, waiting=3)
    gives_up(people[0])
    before = count(Change), count(Mail)
    fill(event, at=now())
    fill(event, at=now())
    assert (count(Change), count(Mail)) == before


def test_several_free_seats_move_several_people():
    event = an_event(capacity=1)
    people = a_full_house(event, waiting=4)
    event.slots[0].capacity = 4
    fill(event, at=now())
    assert states(people) == [State.CONFIRMED] * 4 + [State.WAITLISTED]


def test_nobody_moves_up_in_an_event_that_was_called_off():
    event = an_event(capacity=0)
    waiting = somebody_registers(event)
    event.status, event.slots[0].capacity = Status.CANCELLED, 5
    fill(event, at=now())
    assert waiting.state == State.WAITLISTED


def test_nobody_moves_up_once_it_has_begun():
    event = an_event(capacity=0)
    waiting = somebody_registers(event, latest_notice=LatestNotice.ANY)
    event.slots[0].capacity = 5
    fill(event, at=event.starts_at)
    assert waiting.state == State.WAITLISTED


def test_calling_off_ends_every_place_and_tells_everybody():
    group = a_group()
    event = an_event(group, capacity=1)
    people = a_full_house(event, waiting=1)
    operations.call_off(event, by=owner_of(group), message="A typhoon comes.", at=now())
    assert states(people) == [State.EVENT_CANCELLED] * 2
    assert (event.status, event.notice) == (Status.CANCELLED, "A typhoon comes.")
    assert [letters_to(each)[-1] for each in people] == ["called_off"] * 2


def test_every_step_is_written_down_and_can_be_replayed():
    event = an_event(capacity=1)
    seated, waiting = a_full_house(event)
    gives_up(seated)
    gives_up(waiting)
    db.session.flush()
    assert_the_log_tells_the_truth(event)
    last = db.session.query(Change).order_by(Change.id.desc()).first()
    assert (last.actor_id, last.reason) == (waiting.attendee_id, "cancelled")


def test_the_ticket_is_kept_as_a_fingerprint_only():
    registration = somebody_registers(an_event())
    token = ticket_token(registration)
    assert registration.ticket_hash == fingerprint(token)
    assert db.session.scalars(queries.holding(token)).one() is registration
    assert db.session.scalars(queries.holding(token[:-1] + "x")).one_or_none() is None


def test_somebody_brought_in_holds_a_seat_and_hears_nothing():
    event = an_event()
    arrival = Arrival(reference="4711", source=Source.IMPORT)
    registration = operations.bring_in(event, a_stranger(), arrival, by=None, at=now())
    assert (registration.state, registration.reference) == (State.CONFIRMED, "4711")
    assert letters_to(registration) == []


def test_bringing_in_again_changes_nothing(count):
    event, member = an_event(), a_member()
    first = operations.bring_in(event, member, Arrival(), by=None, at=now())
    again = operations.bring_in(event, member, Arrival(), by=None, at=now())
    assert again is first
    assert count(Change) == 1


def test_somebody_brought_in_moves_to_where_the_list_puts_them():
    event, member = an_event(), a_member()
    operations.bring_in(event, member, Arrival(state=State.WAITLISTED), by=None, at=now())
    registration = operations.bring_in(
        event, member, Arrival(state=State.CANCELLED), by=None, at=now()
    )
    assert registration.state == State.CANCELLED


def test_a_walk_in_past_the_last_seat_is_let_in_and_noted():
    event = an_event(capacity=0)
    arrival = Arrival(source=Source.WALK_IN)
    registration = operations.bring_in(event, a_member(), arrival, by=a_member(), at=now())
    db.session.flush()
    assert registration.state == State.CONFIRMED
    assert db.session.query(Change).one().reason == "walk_in_over_capacity"


def test_a_slot_is_found_however_the_list_spells_it():
    event = an_event(slots=[Slot(name="一般"), Slot(name="学生 Free", position=1)])
    arrival = Arrival(slot_name="学生 FREE ")
    registration = operations.bring_in(event, a_member(), arrival, by=None, at=now())
    assert registration.slot_id == event.slots[1].id


def test_whoever_was_removed_is_not_brought_in_again():
    event, member = an_event(), a_member()
    saved(
        Registration(
            event_id=event.id, attendee_id=member.id, state=State.REMOVED, registered_at=now()
        )
    )
    with pytest.raises(operations.Removed):
        operations.bring_in(event, member, Arrival(), by=None, at=now())
