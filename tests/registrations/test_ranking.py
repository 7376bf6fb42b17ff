"""Changing the order of one's wishes."""

from datetime import timedelta

import pytest

from app.events.models import Slot
from app.events.rules import Mode
from app.kit.clock import now
from app.registrations import operations, queries
from app.registrations.operations import DrawUnderWay, NotInDraw, NotRegistered, rank
from app.registrations.states import State
from tests.factories import an_event, owner_of
from tests.registrations.worlds import letters_to, loaded, somebody_registers, states


def an_evening(*slots: Slot):
    for position, slot in enumerate(slots):
        slot.position = position
    event = an_event(slots=list(slots))
    operations.promise(event, at=now())
    return event


def a_lottery(**given: object) -> Slot:
    return Slot(mode=Mode.LOTTERY, capacity=1, lottery_at=now() + timedelta(days=1), **given)


def test_in_line_a_new_wish_may_be_a_seat_at_once():
    event = an_evening(Slot(capacity=1), Slot(capacity=1))
    full, free = (slot.id for slot in event.slots)
    _seated, waits = (somebody_registers(event, slots=(full,)) for _ in range(2))
    rank(loaded(waits), [full, free], at=now())
    assert (waits.state, waits.slot_id) == (State.CONFIRMED, free)
    assert letters_to(waits) == ["waitlisted", "promoted"]


def test_wishes_of_the_draw_can_be_put_in_another_order():
    event = an_evening(a_lottery(), a_lottery())
    one, two = (slot.id for slot in event.slots)
    person = somebody_registers(event, slots=(one, two))
    rank(loaded(person), [two, one], at=now())
    assert person.wishes == [two, one]


def test_nobody_gets_into_a_draw_or_past_an_approval_by_wishing():
    event = an_evening(Slot(capacity=0), a_lottery(), Slot(mode=Mode.APPROVAL, capacity=5))
    line, lottery, asking = (slot.id for slot in event.slots)
    waits = somebody_registers(event, slots=(line,))
    with pytest.raises(NotRegistered):
        rank(loaded(waits), [lottery, asking], at=now())
    rank(loaded(waits), [asking, line], at=now())
    assert (waits.state, waits.wishes) == (State.WAITLISTED, [line])


def test_who_is_in_a_draw_stays_in_one():
    event = an_evening(a_lottery(), Slot(capacity=5))
    lottery, free = (slot.id for slot in event.slots)
    person = somebody_registers(event, slots=(lottery, free))
    with pytest.raises(NotInDraw):
        rank(loaded(person), [free], at=now())


def test_entries_are_frozen_when_the_day_has_come():
    event = an_evening(a_lottery(), a_lottery())
    one, two = (slot.id for slot in event.slots)
    person = somebody_registers(event, slots=(one, two))
    with pytest.raises(DrawUnderWay):
        rank(loaded(person), [two, one], at=now() + timedelta(days=1))


def test_whoever_is_named_for_one_slot_is_not_named_for_another():
    event = an_evening(a_lottery(nominee_max=1), a_lottery())
    one, two = (slot.id for slot in event.slots)
    person = loaded(somebody_registers(event, slots=(one, two)))
    operations.nominate(person, by=owner_of(event.group), at=now())
    rank(person, [one], at=now())
    assert person.is_nominated
    rank(person, [two, one], at=now())
    assert not person.is_nominated


def test_two_who_come_together_wish_for_the_same():
    event = an_evening(Slot(capacity=0), Slot(capacity=0))
    one, two = (slot.id for slot in event.slots)
    asker = somebody_registers(event, slots=(one,), buddy_email="friend@example.org")
    from app.registrations.links import buddy_token

    token = buddy_token(queries.buddy_invitation(asker).nonce)
    friend = somebody_registers(event, buddy_token=token)
    rank(loaded(friend), [two], at=now())
    assert [row.wishes for row in (asker, friend)] == [[two], [two]]
    assert states([asker, friend]) == [State.WAITLISTED] * 2


def test_the_page_ranks_without_any_script(browser):
    event = an_evening(Slot(name="A", capacity=0), Slot(name="B", capacity=0))
    one, two = (slot.id for slot in event.slots)
    waits = loaded(somebody_registers(event, slots=(one, two)))
    browser.sign_in(waits.attendee)
    address = f"/events/{event.slug}/registration/wishes"
    assert "First wish" in browser.get(address).text
    again = browser.post(address, data={"first": two, "second": two}).text
    assert "You have wished for this one already" in again
    assert browser.post(address, data={"first": two, "second": one}).status_code == 303
    assert loaded(waits).wishes == [two, one]
