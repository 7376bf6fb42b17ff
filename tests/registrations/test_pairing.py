"""Two people who come together or not at all."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import sqlalchemy as sa

from app.events.models import Event, Slot
from app.events.rules import Mode
from app.kit.db import db
from app.registrations import jobs, operations, queries
from app.registrations.links import buddy_token
from app.registrations.models import BuddyInvitation, Registration
from app.registrations.operations import (
    AskedTooOften,
    BuddyInvitationOver,
    NoBuddyNow,
    NothingOffered,
    OwnInvitation,
    SeatTaken,
    Wish,
    ask_along,
    come_alone,
    decline_buddy,
    fill,
    join,
    open_invitation,
    register,
)
from app.registrations.states import LatestNotice, SkipReason, State
from tests.factories import a_member, an_event, blocked
from tests.registrations.worlds import (
    accepts,
    assert_the_log_tells_the_truth,
    declines,
    gives_up,
    letters_to,
    loaded,
    seats_held,
    somebody_registers,
    states,
    takes_open_seat,
)

START = datetime(2027, 3, 4, 10, 0, tzinfo=UTC)
EARLY = START - timedelta(days=20)
NEAR = START - timedelta(hours=30)
LATE = START - timedelta(hours=2)


def an_evening(capacity: int = 4, **given: object):
    return an_event(capacity=capacity, starts_at=START, **given)


def token_from(asker: Registration) -> str:
    asked = db.session.scalars(
        sa.select(BuddyInvitation).where(BuddyInvitation.registration_id == asker.id)
    ).one()
    return buddy_token(asked.nonce)


def asks(event, email="friend@example.org", at=EARLY, **wish: object) -> Registration:
    return somebody_registers(event, at=at, buddy_email=email, **wish)


def says_yes(asker: Registration, at=EARLY, member=None) -> Registration:
    wish = Wish(buddy_token=token_from(asker), latest_notice=asker.latest_notice)
    return register(loaded(asker).event, member or a_member(), wish, at=at)


def a_pair(event, at=EARLY, **wish: object) -> tuple[Registration, Registration]:
    asker = asks(event, at=at, **wish)
    return asker, says_yes(asker, at)


def test_two_seats_are_given_the_moment_the_friend_says_yes():
    event = an_evening()
    asker = asks(event)
    assert (asker.state, asker.awaits_buddy) == (State.WAITLISTED, True)
    friend = says_yes(asker)
    assert states([asker, friend]) == [State.CONFIRMED, State.CONFIRMED]
    assert (asker.buddy_id, friend.buddy_id) == (friend.id, asker.id)
    assert letters_to(asker) == ["waitlisted", "confirmed"]
    assert_the_log_tells_the_truth(event)


@pytest.mark.parametrize("at", [NEAR, LATE])
def test_near_the_start_two_who_say_yes_sit_down_at_once_too(at):
    pair = a_pair(an_evening(), at=at, latest_notice=LatestNotice.ANY)
    assert states([*pair]) == [State.CONFIRMED, State.CONFIRMED]


def test_no_seat_is_held_before_the_friend_has_answered():
    event = an_evening(capacity=1)
    asker = asks(event)
    assert seats_held(event) == 0
    assert somebody_registers(event, at=EARLY).state == State.CONFIRMED
    assert asker.state == State.WAITLISTED


def test_a_single_free_seat_goes_past_two_without_moving_them_back():
    event = an_evening(capacity=2)
    seated = [somebody_registers(event, at=EARLY) for _ in range(2)]
    one, two = a_pair(event)
    behind = somebody_registers(event, at=EARLY)
    gives_up(seated[0], EARLY)
    assert states([one, two, behind]) == [State.WAITLISTED, State.WAITLISTED, State.CONFIRMED]
    assert {skip.reason for skip in queries.skips(event).values()} == {SkipReason.NEEDS_TWO}
    assert [queries.position(one), queries.position(two)] == [1, 2]
    event.slots[0].capacity = 4
    fill(event, at=EARLY)
    assert states([one, two]) == [State.CONFIRMED, State.CONFIRMED]


def test_two_sit_in_the_same_slot():
    slots = [Slot(name="A", capacity=1), Slot(name="B", capacity=2, position=1)]
    event = an_event(slots=slots, starts_at=START)
    first, second = event.slots
    pair = a_pair(event, slots=(first.id, second.id))
    assert [one.slot_id for one in pair] == [second.id, second.id]


def test_the_friend_stands_where_the_one_stands_who_asked():
    event = an_evening(capacity=0)
    asker = asks(event)
    between = somebody_registers(event, at=EARLY)
    friend = says_yes(asker)
    assert [queries.position(one) for one in (asker, friend, between)] == [1, 2, 3]


def test_two_who_wait_already_stand_where_the_later_stands():
    event = an_evening(capacity=0)
    early, between, asker = (somebody_registers(event, at=EARLY) for _ in range(3))
    ask_along(loaded(asker), "friend@example.org", by=loaded(asker).attendee, at=EARLY)
    join(loaded(early), token_from(asker), at=EARLY)
    event.slots[0].capacity = 2
    fill(event, at=EARLY)
    assert states([early, between, asker]) == [
        State.WAITLISTED,
        State.CONFIRMED,
        State.WAITLISTED,
    ]
    assert letters_to(asker)[-1] == "buddy_joined"


def test_a_friend_who_has_a_seat_already_lets_the_other_wait_for_one():
    event = an_evening(capacity=2)
    seated = somebody_registers(event, at=EARLY)
    asker = asks(event)
    join(loaded(seated), token_from(asker), at=EARLY)
    assert (asker.state, asker.buddy_id) == (State.CONFIRMED, None)


def test_a_no_leaves_the_decision_to_the_one_who_asked():
    event = an_evening()
    asker = asks(event)
    decline_buddy(token_from(asker), viewer=None, at=EARLY)
    fill(event, at=EARLY)
    assert (asker.state, asker.awaits_buddy) == (State.WAITLISTED, True)
    assert letters_to(asker)[-1] == "buddy_absent"
    come_alone(loaded(asker), at=EARLY)
    assert asker.state == State.CONFIRMED


def test_silence_ends_after_three_days_with_one_letter():
    event = an_evening()
    asker = asks(event)
    token = token_from(asker)
    later = EARLY + timedelta(days=3)
    assert jobs.pair(later - timedelta(seconds=1)) == 0
    assert [jobs.pair(later), jobs.pair(later)] == [1, 0]
    assert letters_to(asker) == ["waitlisted", "buddy_absent"]
    with pytest.raises(BuddyInvitationOver):
        register(event, a_member(), Wish(buddy_token=token), at=later)


def test_the_letter_goes_to_the_address_and_a_second_question_takes_the_first_back():
    event = an_evening()
    asker = loaded(asks(event, email=" Friend@Example.ORG "))
    first = token_from(asker)
    ask_along(asker, "other@example.org", by=asker.attendee, at=EARLY)
    with pytest.raises(BuddyInvitationOver):
        register(event, a_member(), Wish(buddy_token=first), at=EARLY)
    assert says_yes(asker).state == State.CONFIRMED


def test_nobody_is_asked_for_ever():
    event = an_evening()
    asker = loaded(asks(event))
    for name in ("two", "three"):
        ask_along(asker, f"{name}@example.org", by=asker.attendee, at=EARLY)
    with pytest.raises(AskedTooOften):
        ask_along(asker, "four@example.org", by=asker.attendee, at=EARLY)


def test_nobody_asks_themselves():
    event = an_evening()
    member = a_member()
    with pytest.raises(OwnInvitation):
        register(event, member, Wish(buddy_email=member.email), at=EARLY)
    asker = asks(event)
    with pytest.raises(OwnInvitation):
        open_invitation(token_from(asker), loaded(asker).attendee, at=EARLY)


def test_whoever_has_a_seat_asks_nobody_along():
    seated = loaded(somebody_registers(an_evening(), at=EARLY))
    with pytest.raises(NoBuddyNow):
        ask_along(seated, "friend@example.org", by=seated.attendee, at=EARLY)


def test_two_who_are_kept_apart_cannot_be_tied():
    event = an_evening()
    asker, friend = asks(event), a_member()
    blocked(friend, loaded(asker).attendee)
    with pytest.raises(BuddyInvitationOver):
        says_yes(asker, member=friend)


def test_a_link_of_another_event_opens_nothing():
    asker = asks(an_evening())
    with pytest.raises(BuddyInvitationOver):
        register(an_evening(), a_member(), Wish(buddy_token=token_from(asker)), at=EARLY)


def test_when_one_with_a_seat_leaves_the_other_keeps_theirs_and_is_told():
    event = an_evening()
    one, two = a_pair(event)
    gives_up(one, EARLY)
    assert states([one, two]) == [State.CANCELLED, State.CONFIRMED]
    assert (two.buddy_id, two.awaits_buddy) == (None, False)
    assert letters_to(two)[-1] == "buddy_left"


def test_when_one_in_line_leaves_the_other_is_asked_and_gets_no_seat_unasked():
    event = an_evening(capacity=0)
    one, two = a_pair(event)
    gives_up(one, EARLY)
    event.slots[0].capacity = 3
    fill(event, at=EARLY)
    assert (two.state, two.awaits_buddy) == (State.WAITLISTED, True)
    assert queries.skips(event)[two.id].reason == SkipReason.AWAITS_BUDDY
    come_alone(loaded(two), at=EARLY)
    assert two.state == State.CONFIRMED


def test_leaving_takes_an_open_question_back():
    event = an_evening()
    asker = asks(event)
    token = token_from(asker)
    gives_up(asker, EARLY)
    with pytest.raises(BuddyInvitationOver):
        register(event, a_member(), Wish(buddy_token=token), at=EARLY)


def an_offered_pair(event) -> tuple[Registration, Registration]:
    one, two = a_pair(event, latest_notice=LatestNotice.ANY)
    event.slots[0].capacity = 2
    fill(event, at=NEAR)
    assert states([one, two]) == [State.OFFERED, State.OFFERED]
    assert one.offer_expires_at == two.offer_expires_at
    return one, two


def test_one_yes_counts_for_both():
    event = an_evening(capacity=0)
    one, two = an_offered_pair(event)
    accepts(two, NEAR)
    assert states([one, two]) == [State.CONFIRMED, State.CONFIRMED]
    with pytest.raises(NothingOffered):
        accepts(one, NEAR)


def test_a_no_to_an_offer_leaves_the_other_theirs():
    event = an_evening(capacity=0)
    one, two = an_offered_pair(event)
    declines(one, NEAR)
    assert states([one, two]) == [State.CANCELLED, State.OFFERED]
    assert letters_to(two)[-1] == "buddy_left"
    accepts(two, NEAR)
    assert two.state == State.CONFIRMED


def test_an_offer_that_runs_out_runs_out_for_both():
    event = an_evening(capacity=0)
    one, two = an_offered_pair(event)
    jobs.lapse(one.offer_expires_at)
    assert states([one, two]) == [State.LAPSED, State.LAPSED]
    assert (one.buddy_id, two.buddy_id) == (None, None)


def test_two_take_two_open_seats_and_never_one():
    event = an_evening(capacity=2)
    seated = [somebody_registers(event, at=EARLY) for _ in range(2)]
    one, two = a_pair(event, latest_notice=LatestNotice.ANY)
    gives_up(seated[0], LATE)
    assert letters_to(one)[-1] == "buddy_joined"  # one seat is nothing for two
    with pytest.raises(SeatTaken):
        takes_open_seat(one, LATE)
    gives_up(seated[1], LATE)
    assert letters_to(one)[-1] == letters_to(two)[-1] == "seat_is_open"
    takes_open_seat(two, LATE)
    assert states([one, two]) == [State.CONFIRMED, State.CONFIRMED]


def test_two_stop_waiting_together_when_it_is_too_late_for_one():
    event = an_evening(capacity=0)
    one, two = a_pair(event, latest_notice=LatestNotice.ANY)
    two.latest_notice = LatestNotice.WEEK
    jobs.lapse(START - timedelta(days=5))
    assert states([one, two]) == [State.LAPSED, State.LAPSED]


def test_in_a_draw_two_are_one_lot():
    lottery = Slot(mode=Mode.LOTTERY, capacity=2, lottery_at=START - timedelta(days=5))
    event = an_event(slots=[lottery], starts_at=START)
    pair = a_pair(event)
    assert states([*pair]) == [State.APPLIED, State.APPLIED]
    alone = asks(event)
    operations.draw(event, by=None, at=START - timedelta(days=5))
    assert states([*pair, alone]) == [State.CONFIRMED, State.CONFIRMED, State.WAITLISTED]
    assert letters_to(alone)[-1] == "not_drawn"
    come_alone(loaded(alone), at=START - timedelta(days=5))
    assert alone.state == State.WAITLISTED


def test_leaving_unties_a_friend_who_said_yes_a_moment_before(own_app):
    """The page was read before the friend's answer; the button counts after it."""
    event = an_evening(capacity=0)
    asker = asks(event)
    db.session.commit()
    token, event_id, seen = token_from(asker), event.id, loaded(asker)

    def answer() -> None:
        with own_app.app_context():
            there = db.session.get_one(Event, event_id)
            register(there, a_member(), Wish(buddy_token=token), at=EARLY)
            db.session.commit()
            db.session.remove()

    friend = Thread(target=answer)
    friend.start()
    friend.join()
    assert seen.buddy_id is None  # as it was read
    operations.cancel(seen, by=seen.attendee, at=EARLY)
    db.session.commit()
    (left,) = queries.waiting(db.session.get_one(Event, event_id))
    assert (left.buddy_id, left.awaits_buddy) == (None, True)
