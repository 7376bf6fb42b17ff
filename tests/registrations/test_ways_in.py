"""Slots that decide before they give: what asking leads to, and what the organizers answer."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.events.models import Slot
from app.events.rules import Mode
from app.groups.models import Ban
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.registrations import operations
from app.registrations.models import Change, Draw
from app.registrations.operations import Wish, fill, register
from app.registrations.states import Decision, State
from tests.factories import a_group, a_member, an_event, owner_of, saved
from tests.registrations.worlds import (
    assert_the_log_tells_the_truth,
    gives_up,
    letters_to,
    loaded,
    somebody_registers,
    states,
)


def by_approval(capacity=1, **given):
    return an_event(slots=[Slot(capacity=capacity, mode=Mode.APPROVAL)], **given)


def by_lot(capacity=1, **given):
    draw_at = now() + timedelta(days=2)
    slot = Slot(capacity=capacity, mode=Mode.LOTTERY, lottery_at=draw_at)
    return an_event(slots=[slot], **given)


def two_ways(first, second=Mode.FCFS, capacity=1):
    slots = [
        Slot(name="A", capacity=capacity, mode=first),
        Slot(name="B", capacity=capacity, mode=second, position=1),
    ]
    return an_event(slots=slots)


def decides(registration, decision, at=None):
    organizer = owner_of(loaded(registration).event.group)
    operations.decide(loaded(registration), decision, by=organizer, at=at or now())


def digests():
    query = sa.select(Mail).where(Mail.kind == "registrations.requests").order_by(Mail.id)
    return list(db.session.scalars(query))


# T3


def test_asking_for_a_lottery_enters_the_draw_even_while_seats_are_free():
    registration = somebody_registers(by_lot(capacity=5))
    assert (registration.state, registration.slot_id) == (State.APPLIED, None)
    assert letters_to(registration) == ["applied"]


def test_the_letter_names_the_day_of_the_draw_and_promises_nothing():
    event = by_lot()
    registration = register(event, a_member(), Wish(slots=(event.slots[0].id,)), at=now())
    mail = db.session.scalars(sa.select(Mail).where(Mail.about_id == registration.id)).one()
    letter = compose(mail)
    assert "nobody is promised a seat" in letter.text
    assert "drawn on" in letter.text
    assert "drawn on" in letter.html


def test_after_the_draw_a_free_seat_goes_to_whoever_asks():
    event = by_lot()
    drawn = Draw(
        slot_id=event.slots[0].id,
        algorithm="1",
        seed=b"s",
        commitment="c",
        committed_at=now(),
        drawn_at=now(),
    )
    saved(drawn)
    assert somebody_registers(event).state == State.CONFIRMED
    assert somebody_registers(event).state == State.WAITLISTED


def test_nobody_waiting_elsewhere_is_given_a_seat_that_will_be_drawn():
    event = two_ways(Mode.FCFS, Mode.LOTTERY)
    one, two = (slot.id for slot in event.slots)
    somebody_registers(event, slots=(one,))
    waiting = somebody_registers(event, slots=(one,))
    fill(event, at=now())
    assert waiting.state == State.WAITLISTED
    assert somebody_registers(event, slots=(one, two)).state == State.APPLIED


# T4


def test_asking_for_approval_holds_no_seat_and_is_answered_at_once():
    event = by_approval(capacity=1)
    people = [somebody_registers(event) for _ in range(2)]
    assert states(people) == [State.PENDING] * 2
    assert [letters_to(each) for each in people] == [["requested"]] * 2


def test_organizers_hear_of_requests_once_an_hour_at_most():
    group, at = a_group(), now().replace(minute=10, second=0, microsecond=0)
    first, second = by_approval(group=group), by_approval(group=group)
    for minutes in (0, 1, 20, 49, 50, 70):
        somebody_registers(second if minutes == 20 else first, at=at + timedelta(minutes=minutes))
    assert {mail.member_id for mail in digests()} == {owner_of(group).id}
    hour = at.replace(minute=0)
    due = [mail.dated_at for mail in digests()]
    assert due == [hour + timedelta(hours=1), hour + timedelta(hours=2)]


def test_one_letter_tells_of_every_event_that_awaits_an_answer():
    group = a_group()
    first, second = by_approval(group=group), by_approval(group=group, title="Second night")
    for event in (first, first, second):
        somebody_registers(event)
    letter = compose(digests()[0])
    assert letter.subject == "3 people ask to come"
    for text in (letter.text, letter.html):
        assert f"/events/{first.slug}/requests" in text
        assert "2 requests" in text
        assert "Second night" in text


def test_organizers_are_not_written_to_about_what_is_decided_already():
    request = somebody_registers(by_approval())
    decides(request, Decision.DECLINE)
    assert compose(digests()[0]) is None


def test_whoever_waits_for_a_free_slot_is_never_let_into_one_that_asks_for_approval():
    event = two_ways(Mode.FCFS, Mode.APPROVAL)
    somebody_registers(event, slots=(event.slots[0].id,))
    waiting = somebody_registers(event, slots=(event.slots[0].id,))
    fill(event, at=now())
    assert (waiting.state, waiting.slot_id) == (State.WAITLISTED, None)


def test_the_first_wish_that_can_be_asked_for_decides():
    event = two_ways(Mode.FCFS, Mode.APPROVAL)
    one, two = (slot.id for slot in event.slots)
    assert somebody_registers(event, slots=(two, one)).state == State.PENDING
    assert somebody_registers(event, slots=(one, two)).state == State.CONFIRMED
    assert somebody_registers(event, slots=(one, two)).state == State.PENDING


# T5


def test_a_yes_gives_the_seat_with_one_letter():
    request = somebody_registers(by_approval())
    decides(request, Decision.CONFIRM)
    assert request.state == State.CONFIRMED
    assert letters_to(request) == ["requested", "confirmed"]
    step = db.session.scalars(sa.select(Change).order_by(Change.id.desc())).first()
    assert (step.reason, step.actor_id) == ("approved", owner_of(loaded(request).event.group).id)


def test_a_yes_beyond_the_last_seat_is_refused():
    event = by_approval(capacity=1)
    first, second = (somebody_registers(event) for _ in range(2))
    decides(first, Decision.CONFIRM)
    with pytest.raises(operations.NoSeatToGive):
        decides(second, Decision.CONFIRM)
    assert second.state == State.PENDING


def test_put_in_line_somebody_moves_up_when_a_seat_comes_free():
    event = by_approval(capacity=1)
    first, second = (somebody_registers(event) for _ in range(2))
    decides(first, Decision.CONFIRM)
    decides(second, Decision.WAITLIST)
    assert (second.state, second.queue_no) == (State.WAITLISTED, 1)
    gives_up(first)
    assert (second.state, second.slot_id) == (State.CONFIRMED, event.slots[0].id)


def test_a_kind_no_ends_the_request_and_says_nothing_about_why():
    request = somebody_registers(by_approval())
    decides(request, Decision.DECLINE)
    assert request.state == State.NOT_SELECTED
    mail = db.session.scalars(sa.select(Mail).where(Mail.kind.endswith("not_selected"))).one()
    assert "cannot offer you a seat this time" in compose(mail).text


@pytest.mark.parametrize("decision", list(Decision))
def test_what_is_decided_is_decided_once(decision):
    request = somebody_registers(by_approval())
    decides(request, Decision.DECLINE)
    with pytest.raises(operations.NothingToDecide):
        decides(request, decision)


def test_nobody_is_let_in_to_an_evening_that_is_over():
    event = by_approval()
    request = somebody_registers(event)
    with pytest.raises(operations.RegistrationClosed):
        decides(request, Decision.CONFIRM, at=event.ends_at)


def test_a_request_can_be_withdrawn():
    request = somebody_registers(by_approval())
    gives_up(request)
    assert (request.state, request.is_late_cancel) == (State.CANCELLED, False)


def test_requests_and_entries_leave_a_log_that_tells_the_truth():
    event = two_ways(Mode.APPROVAL, Mode.LOTTERY, capacity=3)
    one, two = (slot.id for slot in event.slots)
    requests = [somebody_registers(event, slots=(one,)) for _ in range(4)]
    gives_up(somebody_registers(event, slots=(two,)))
    for request, decision in zip(requests, Decision, strict=False):
        decides(request, decision)
    db.session.flush()
    assert_the_log_tells_the_truth(event)


# Guards


def test_whoever_is_banned_cannot_register_and_reads_no_reason():
    group, member = a_group(), a_member()
    saved(Ban(group_id=group.id, member_id=member.id, banned_at=now()))
    with pytest.raises(operations.Removed):
        register(an_event(group), member, Wish(), at=now())


def test_a_ban_made_after_the_request_stands_in_the_way_of_a_yes():
    request = somebody_registers(by_approval())
    group = loaded(request).event.group
    saved(Ban(group_id=group.id, member_id=request.attendee_id, banned_at=now()))
    with pytest.raises(operations.Removed):
        decides(request, Decision.CONFIRM)


def test_where_registration_is_on_another_site_nobody_registers_here():
    with pytest.raises(operations.RegisteredElsewhere):
        somebody_registers(an_event(elsewhere_url="https://connpass.example/1"))
