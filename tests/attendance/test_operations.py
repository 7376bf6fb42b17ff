"""What the door answers, and what it writes down."""

import threading
from datetime import timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest

from app.accounts.models import User
from app.attendance.operations import NothingToUndo, note_arrivals, scan_ticket, undo
from app.attendance.queries import arrivals, came_ids, counts, has_attended, present_ids, roster
from app.attendance.rules import Code
from app.events.models import Event
from app.kit.clock import now
from app.kit.db import db, lock
from app.registrations.operations import Arrival, Brought, bring_in_all, cancel
from app.registrations.queries import confirmed
from app.registrations.states import State
from app.registrations.tickets import ticket_url
from tests.attendance.doors import (
    a_guest,
    again,
    attempt,
    host,
    named,
    record_of,
    scanned,
    shows_ticket,
    tonight,
)
from tests.factories import a_group, a_member, an_event


def test_a_ticket_lets_its_holder_in_once():
    event = tonight()
    place = a_guest(event)
    assert shows_ticket(event, place).code == Code.OK
    later = shows_ticket(event, place)
    assert later.code == Code.ALREADY
    assert later.entry is not None
    assert record_of(place) == ["in"]


def test_whoever_is_told_already_hears_when_and_at_which_door():
    event = tonight()
    place = a_guest(event)
    shows_ticket(event, place, device="Door B")
    entry = shows_ticket(event, place, device="Door A").entry
    assert entry.device == "Door B"


def test_a_name_from_the_list_lets_in_as_a_ticket_does():
    event = tonight()
    place = a_guest(event)
    assert named(event, place).code == Code.OK
    assert shows_ticket(event, place).code == Code.ALREADY


def test_the_same_scan_sent_again_gets_the_same_answer_and_writes_nothing():
    event = tonight()
    place = a_guest(event)
    number = uuid4()
    assert [shows_ticket(event, place, id=number).code for _ in range(3)] == [Code.OK] * 3
    assert record_of(place) == ["in"]


def test_nobody_gets_in_by_the_number_of_somebody_elses_scan():
    event = tonight()
    one, other = a_guest(event), a_guest(event)
    number = uuid4()
    shows_ticket(event, one, id=number)
    assert shows_ticket(event, other, id=number).code == Code.REJECTED
    assert record_of(other) == []


def test_a_fee_at_the_door_is_named_and_the_person_is_in():
    event = tonight(fee=1500)
    place = a_guest(event)
    outcome = shows_ticket(event, place)
    assert (outcome.code, outcome.fee) == (Code.FEE_DUE, 1500)
    assert present_ids(event) == {place.attendee_id}


@pytest.mark.parametrize("state", [State.WAITLISTED, State.PENDING, State.APPLIED, State.OFFERED])
def test_without_a_confirmed_seat_nobody_is_let_in(state):
    event = tonight()
    place = a_guest(event)
    place.state = state
    db.session.commit()
    assert shows_ticket(event, place).code == Code.NOT_CONFIRMED
    assert record_of(place) == []


def test_a_seat_given_back_is_refused_at_the_next_scan():
    event = tonight()
    place = a_guest(event)
    cancel(place, by=place.attendee, at=now())
    assert shows_ticket(event, again(place)).code == Code.NOT_CONFIRMED


def test_somebody_taken_off_the_list_is_sent_to_the_organizer():
    event = tonight()
    place = a_guest(event)
    place.state = State.REMOVED
    db.session.commit()
    assert shows_ticket(event, place).code == Code.REMOVED


def test_a_ticket_for_another_evening_of_the_group_is_named():
    group = a_group()
    event, other = tonight(group), an_event(group, title="Next month")
    outcome = shows_ticket(event, a_guest(other))
    assert outcome.code == Code.WRONG_EVENT
    assert outcome.registration.event.title == "Next month"


def test_a_ticket_of_another_group_says_nothing():
    outcome = shows_ticket(tonight(), a_guest(tonight()))
    assert (outcome.code, outcome.registration) == (Code.UNKNOWN, None)


@pytest.mark.parametrize(
    "text", ["https://example.org/", "WIFI:S:cafe;;", "", "絆", "t/" + "x" * 9000]
)
def test_any_other_code_is_unknown_and_scanning_goes_on(text):
    event = tonight()
    place = a_guest(event)
    assert scanned(event, text).code == Code.UNKNOWN
    assert shows_ticket(event, place).code == Code.OK


def test_twenty_mixed_codes_in_a_row_all_get_an_answer():
    group = a_group()
    event, other = tonight(group), an_event(group)
    guests = [a_guest(event) for _ in range(8)]
    texts = [ticket_url(place) for place in (*guests, *guests, a_guest(other))]
    texts += ["", "https://example.org", "絆"]
    codes = [scanned(event, text).code for text in texts]
    assert codes == [Code.OK] * 8 + [Code.ALREADY] * 8 + [Code.WRONG_EVENT] + [Code.UNKNOWN] * 3


def test_too_early_asks_once_and_can_be_overruled():
    event = an_event(starts_at=now() + timedelta(hours=5))
    place = a_guest(event)
    assert shows_ticket(event, place).code == Code.TOO_EARLY
    assert record_of(place) == []
    assert named(event, place, is_early_all_right=True).code == Code.OK


def test_an_entry_taken_back_stays_in_the_record_and_the_person_may_come_again():
    event = tonight()
    place = a_guest(event)
    entry = shows_ticket(event, place).entry
    undo(event, entry.id, attempt(), by=host(event), at=now())
    assert record_of(place) == ["in", "undo"]
    assert present_ids(event) == set()
    assert shows_ticket(event, place).code == Code.OK


def test_an_undo_sent_twice_counts_once():
    event = tonight()
    place = a_guest(event)
    entry = shows_ticket(event, place).entry
    scan = attempt()
    for _ in range(2):
        undo(event, entry.id, scan, by=host(event), at=now())
    assert record_of(place) == ["in", "undo"]


def test_what_was_taken_back_is_not_taken_back_again():
    event = tonight()
    place = a_guest(event)
    entry = shows_ticket(event, place).entry
    undo(event, entry.id, attempt(), by=host(event), at=now())
    shows_ticket(event, place)
    with pytest.raises(NothingToUndo):
        undo(event, entry.id, attempt(), by=host(event), at=now())
    assert present_ids(event) == {place.attendee_id}


def test_nothing_of_another_event_is_taken_back():
    event, other = tonight(), tonight()
    entry = shows_ticket(event, a_guest(event)).entry
    for stranger in (entry.id, UUID(int=7)):
        with pytest.raises(NothingToUndo):
            undo(other, stranger, attempt(), by=host(other), at=now())


def test_locking_a_registration_keeps_what_was_loaded_with_it():
    event = tonight()
    place = a_guest(event, given_name="Hana")
    db.session.expunge_all()
    place = lock(again(place))
    assert place.attendee.given_name == "Hana"
    assert place.event.group.name == event.group.name
    assert place.slot.door_fee == 0


def test_counts_and_lists_come_from_the_record():
    event = tonight()
    one, two, _three = (a_guest(event) for _ in range(3))
    shows_ticket(event, one)
    shows_ticket(event, two)
    assert counts(event) == (2, 3)
    assert came_ids(event) == present_ids(event) == {one.attendee_id, two.attendee_id}
    assert len(arrivals(event)) == 2
    assert has_attended(again(one).attendee)
    assert not has_attended(a_member())


def test_somebody_admitted_and_cancelled_since_is_still_present():
    event = tonight()
    place = a_guest(event)
    shows_ticket(event, place)
    place.state = State.CANCELLED
    db.session.commit()
    assert present_ids(event) == {place.attendee_id}


def test_the_list_is_in_the_order_of_readings_and_finds_every_spelling():
    event = tonight()
    a_guest(event, family_name="渡辺", given_name="健", reading="わたなべ けん")
    a_guest(event, family_name="髙橋", given_name="美咲", reading="たかはし みさき")
    a_guest(event, family_name="Bergström", given_name="Anna", reading="")
    families = [guest.registration.attendee.family_name for guest in roster(event)]
    assert families.index("髙橋") < families.index("渡辺")
    for wanted in ("高橋", "タカハシ", "ﾐｻｷ"):
        found = [guest.registration.attendee.family_name for guest in roster(event, wanted)]
        assert found == ["髙橋"], wanted
    assert len(roster(event, "anna berg")) == 1


def test_another_platforms_attendance_is_noted_once_and_never_against_the_door():
    event = tonight()
    one, two = a_guest(event), a_guest(event)
    entry = shows_ticket(event, one).entry
    undo(event, entry.id, attempt(), by=host(event), at=now())
    listed = confirmed(event)
    assert [note_arrivals(event, listed, by=None, at=now()) for _ in range(2)] == [1, 0]
    assert present_ids(event) == {two.attendee_id}


def test_two_scanners_at_once_admit_every_ticket_exactly_once(own_app):
    event = tonight_for(200)
    places = [(place.id, ticket_url(place)) for place in confirmed(event)]
    event_id, host_id = event.id, event.host_id
    db.session.commit()
    codes: dict[int, list[Code]] = {place_id: [] for place_id, _ in places}
    together = [threading.Barrier(2, timeout=90) for _ in places]

    def scanner() -> None:
        with own_app.app_context():
            for turn, (place_id, text) in enumerate(places):
                together[turn].wait()
                event = db.session.get_one(Event, event_id)
                by = db.session.get_one(User, host_id)
                outcome = scan_ticket(event, text, attempt(), by=by, at=now())
                db.session.commit()
                codes[place_id].append(outcome.code)

    threads = [threading.Thread(target=scanner) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(sorted(pair) == [Code.ALREADY, Code.OK] for pair in codes.values())
    assert counts(db.session.get_one(Event, event_id)) == (200, 200)


def tonight_for(people: int) -> Event:
    event = tonight()
    numbers = count(1)
    members = [User(display_name=f"Guest {next(numbers)}", joined_at=now()) for _ in range(people)]
    db.session.add_all(members)
    db.session.flush()
    bring_in_all(event, [Brought(one, Arrival()) for one in members], by=None, at=now())
    return event
