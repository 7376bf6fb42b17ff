"""Seats that need a seat elsewhere, removal by the organizers, and moving between slots."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.events.models import Slot
from app.events.rules import Mode, Status
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.registrations import operations
from app.registrations.models import Change
from app.registrations.operations import Wish, register
from app.registrations.operations.steps import move
from app.registrations.states import ACTIVE, Removal, State
from tests.factories import a_group, a_member, an_event, owner_of
from tests.registrations.worlds import (
    a_full_house,
    assert_the_log_tells_the_truth,
    gives_up,
    letters_to,
    loaded,
    somebody_registers,
    states,
)


def a_talk_and_its_party(talk_seats=2, party_seats=1):
    group = a_group()
    talk = an_event(group, capacity=talk_seats, title="The talk")
    party = an_event(group, capacity=party_seats, title="The party", requires_event_id=talk.id)
    return talk, party


def removes(registration, reason=Removal.CONDUCT, at=None):
    organizer = owner_of(loaded(registration).event.group)
    operations.remove(loaded(registration), reason, by=organizer, at=at or now())


def moves(registration, slot, by=None, at=None):
    by = by or loaded(registration).attendee
    operations.change_slot(loaded(registration), slot, by=by, at=at or now())


def two_slots(one=1, two=1, mode=Mode.FCFS):
    slots = [
        Slot(name="Seat", capacity=one),
        Slot(name="Standing", capacity=two, position=1, mode=mode),
    ]
    return an_event(slots=slots)


# Sub-events


def test_the_party_is_only_for_people_with_a_seat_at_the_talk():
    talk, party = a_talk_and_its_party()
    with pytest.raises(operations.SeatNeededElsewhere):
        somebody_registers(party)
    guest = somebody_registers(talk)
    there = register(party, loaded(guest).attendee, Wish(), at=now())
    assert there.state == State.CONFIRMED


def test_a_place_in_line_for_the_talk_is_no_seat_there():
    talk, party = a_talk_and_its_party(talk_seats=1)
    _seated, waiting = a_full_house(talk)
    with pytest.raises(operations.SeatNeededElsewhere):
        register(party, loaded(waiting).attendee, Wish(), at=now())


def test_giving_up_the_talk_gives_the_party_back_and_passes_it_on():
    talk, party = a_talk_and_its_party()
    first, second = (somebody_registers(talk) for _ in range(2))
    there, waits = (
        register(party, loaded(each).attendee, Wish(), at=now()) for each in (first, second)
    )
    gives_up(first)
    assert states([there, waits]) == [State.CANCELLED, State.CONFIRMED]
    assert letters_to(first) == ["confirmed", "confirmed", "cancelled", "cancelled_with_main"]


def test_the_letter_about_the_party_says_kindly_why():
    talk, party = a_talk_and_its_party()
    guest = somebody_registers(talk)
    register(party, loaded(guest).attendee, Wish(), at=now())
    gives_up(guest)
    mail = db.session.scalars(sa.select(Mail).where(Mail.kind.endswith("with_main"))).one()
    letter = compose(mail)
    assert letter.subject == "Your place has been given back: The party"
    assert "“The talk”" in letter.text


def test_a_place_in_line_for_the_party_ends_with_the_seat_at_the_talk():
    talk, party = a_talk_and_its_party(party_seats=0)
    guest = somebody_registers(talk)
    waits = register(party, loaded(guest).attendee, Wish(), at=now())
    gives_up(guest)
    assert waits.state == State.CANCELLED


def test_removal_from_the_talk_ends_the_party_too():
    talk, party = a_talk_and_its_party()
    guest = somebody_registers(talk)
    there = register(party, loaded(guest).attendee, Wish(), at=now())
    removes(guest)
    assert states([guest, there]) == [State.REMOVED, State.CANCELLED]
    steps = sa.select(Change.reason).where(Change.registration_id == there.id).order_by(Change.id)
    assert db.session.scalars(steps).all() == ["applied", "main_seat_given_up"]


def test_leaving_the_party_leaves_the_talk_alone():
    talk, party = a_talk_and_its_party()
    guest = somebody_registers(talk)
    gives_up(register(party, loaded(guest).attendee, Wish(), at=now()))
    assert guest.state == State.CONFIRMED


def test_a_party_outlives_a_talk_that_was_called_off():
    talk, party = a_talk_and_its_party()
    talk.status = Status.CANCELLED
    assert somebody_registers(party).state == State.CONFIRMED


# T13, T14, T16: out of every state in which somebody still hopes or sits.


def standing(state, event):
    """Somebody who stands in `state` with a log that says how they came there."""
    registration = somebody_registers(event)
    organizer = owner_of(event.group)
    db.session.flush()
    until = now() + timedelta(hours=3)
    move(registration, state, by=organizer, at=now(), queue_no=1, offer_expires_at=until)
    db.session.flush()
    return registration


@pytest.mark.parametrize("state", ACTIVE)
def test_from_every_state_one_may_leave_and_only_a_seat_given_back_late_is_late(state):
    event = an_event(starts_at=now() + timedelta(hours=20))
    leaving = standing(state, event)
    gives_up(leaving)
    assert leaving.state == State.CANCELLED
    assert leaving.is_late_cancel == (state == State.CONFIRMED)
    assert letters_to(leaving)[-1] == "cancelled"
    db.session.flush()
    assert_the_log_tells_the_truth(event)


@pytest.mark.parametrize("state", ACTIVE)
def test_from_every_state_organizers_may_take_somebody_off_the_list(state):
    event = an_event()
    leaving = standing(state, event)
    removes(leaving)
    assert (leaving.state, letters_to(leaving)[-1]) == (State.REMOVED, "removed")
    db.session.flush()
    assert_the_log_tells_the_truth(event)


@pytest.mark.parametrize("state", ACTIVE)
def test_whatever_somebody_hoped_for_ends_with_the_event_and_they_are_told(state):
    event = an_event()
    leaving = standing(state, event)
    operations.call_off(event, by=owner_of(event.group), message="Storm", at=now())
    db.session.refresh(leaving)
    assert (leaving.state, letters_to(leaving)[-1]) == (State.EVENT_CANCELLED, "called_off")
    assert_the_log_tells_the_truth(event)


# T14


@pytest.mark.parametrize("reason", list(Removal))
def test_removal_writes_the_reason_down_and_never_tells_it(reason):
    registration = somebody_registers(an_event())
    removes(registration, reason)
    step = db.session.scalars(sa.select(Change).order_by(Change.id.desc())).first()
    assert (registration.state, step.reason) == (State.REMOVED, reason.value)
    mail = db.session.scalars(sa.select(Mail).where(Mail.kind.endswith("removed"))).one()
    letter = compose(mail)
    assert reason.value not in letter.text + letter.html
    assert "has been withdrawn" in letter.subject


def test_the_seat_of_whoever_is_removed_is_passed_on():
    seated, waiting = a_full_house(an_event(capacity=1))
    removes(seated)
    assert waiting.state == State.CONFIRMED


def test_whoever_was_removed_stays_away():
    event = an_event()
    registration = somebody_registers(event)
    removes(registration)
    with pytest.raises(operations.Removed):
        register(event, loaded(registration).attendee, Wish(), at=now())


def test_nobody_is_removed_twice_or_after_the_end():
    event = an_event()
    registration, other = (somebody_registers(event) for _ in range(2))
    removes(registration)
    with pytest.raises(operations.NotRegistered):
        removes(registration)
    with pytest.raises(operations.TooLateToRemove):
        removes(other, at=event.ends_at)


# T15


def test_an_attendee_changes_slot_and_the_old_seat_goes_to_the_line():
    event = two_slots()
    one, two = event.slots
    seated = somebody_registers(event, slots=(one.id,))
    waiting = somebody_registers(event, slots=(one.id,))
    moves(seated, two)
    assert (seated.slot_id, waiting.slot_id) == (two.id, one.id)
    assert states([seated, waiting]) == [State.CONFIRMED] * 2
    assert letters_to(seated) == ["confirmed"]
    db.session.flush()
    assert_the_log_tells_the_truth(event)


def test_a_slot_that_is_full_takes_nobody_and_the_old_seat_is_kept():
    event = two_slots()
    one, two = event.slots
    first, _second = (somebody_registers(event, slots=(slot.id,)) for slot in (one, two))
    with pytest.raises(operations.SlotFull):
        moves(first, two)
    assert first.slot_id == one.id


def test_whoever_is_moved_by_the_organizers_is_told():
    event = two_slots()
    guest = somebody_registers(event, slots=(event.slots[0].id,))
    moves(guest, event.slots[1], by=owner_of(event.group))
    mail = db.session.scalars(sa.select(Mail).where(Mail.kind.endswith("slot_changed"))).one()
    assert "Standing" in compose(mail).text


def test_attendees_do_not_move_themselves_to_where_others_decide():
    event = two_slots(mode=Mode.APPROVAL)
    guest = somebody_registers(event, slots=(event.slots[0].id,))
    with pytest.raises(operations.SlotNotOpen):
        moves(guest, event.slots[1])
    moves(guest, event.slots[1], by=owner_of(event.group))
    assert guest.slot_id == event.slots[1].id


def test_a_slot_of_another_event_is_no_slot():
    guest = somebody_registers(an_event())
    with pytest.raises(operations.SlotNotOpen):
        moves(guest, an_event().slots[0], by=a_member())


def test_only_a_confirmed_seat_is_moved_and_only_before_the_end():
    event = two_slots(one=0)
    waiting = somebody_registers(event, slots=(event.slots[0].id,))
    with pytest.raises(operations.NotSeated):
        moves(waiting, event.slots[1])
    seated = somebody_registers(event, slots=(event.slots[1].id,))
    with pytest.raises(operations.NotSeated):
        moves(seated, event.slots[0], at=event.starts_at + timedelta(days=1))


def test_moving_to_where_one_sits_changes_nothing(count):
    event = two_slots()
    guest = somebody_registers(event, slots=(event.slots[0].id,))
    moves(guest, event.slots[0])
    assert count(Change) == 1
