"""The organizer's list: found by name, narrowed, in order, and no slower for five thousand."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.attendance.models import Entry
from app.attendance.rules import Kind, Method
from app.events.models import Question, Slot
from app.insights.queries.attendees import Only, Order, Wanted, found, page_of
from app.kit.clock import now
from app.kit.db import db
from app.profiles.models import Profile
from app.registrations.models import Answer, Skip
from app.registrations.states import State
from benchmarks.rig.rooms import a_crowd, a_past, they_join, they_register
from tests.factories import (
    a_group,
    a_member,
    a_seat,
    an_arrival,
    an_event,
    owner_of,
    saved,
)


def names(event, **wanted) -> list[str]:
    return [row.attendee.given_name for row in page_of(event, Wanted(**wanted), 1).items]


@pytest.fixture
def event():
    return an_event()


@pytest.mark.parametrize(
    "typed", ["高橋", "たかはし", "ﾀｶﾊｼ", "takahashi", "ＴＡＫＡ", "高橋 美咲"]
)
def test_somebody_is_found_by_name_and_reading_however_they_are_typed(event, typed):
    a_seat(event, a_member("美咲", "髙橋", reading="たかはし みさき"))
    a_seat(event, a_member("蓮", "佐藤", reading="さとう れん"))
    assert names(event, text=typed) == ["美咲"]


def test_a_company_is_found_in_either_width_and_only_where_it_is_shown(event):
    for given, level in (("Shown", "members"), ("Hidden", "private")):
        member = a_member(given)
        a_seat(event, member)
        profile = db.session.get_one(Profile, member.id)
        profile.company, profile.visibility = "ＡＢＣ商事", {"company": level}
    assert names(event, text="abc") == ["Shown"]


def test_the_list_is_narrowed_by_state_and_slot():
    event = an_event(slots=[Slot(name="A", capacity=5), Slot(name="B", capacity=5, position=1)])
    a_seat(event, a_member("First"))
    a_seat(event, a_member("Second"), slot_id=event.slots[1].id)
    a_seat(event, a_member("Waiting"), state=State.WAITLISTED, slot_id=None, queue_no=1)
    assert names(event, state=State.WAITLISTED) == ["Waiting"]
    assert names(event, slot_id=event.slots[1].id) == ["Second"]
    assert found(event, Wanted()) == 3


def test_those_who_came_and_those_who_did_not(event):
    an_arrival(a_seat(event, a_member("Came")))
    a_seat(event, a_member("Missed"))
    undone = an_arrival(a_seat(event, a_member("Undone")))
    saved(
        Entry(
            id=uuid4(),
            event_id=event.id,
            registration_id=undone.registration_id,
            kind=Kind.UNDO,
            method=Method.NAME,
            undoes_id=undone.id,
            occurred_at=now(),
            received_at=now(),
        )
    )
    assert names(event, only=Only.CAME) == ["Came"]
    assert sorted(names(event, only=Only.NOT_CAME)) == ["Missed", "Undone"]


def test_first_timers_have_never_had_a_seat_with_the_group(event):
    old, new = a_member("Old"), a_member("New")
    before = an_event(event.group, starts_at=now() - timedelta(days=30))
    elsewhere = an_event(a_group(), starts_at=now() - timedelta(days=30))
    a_seat(before, old)
    a_seat(before, new, state=State.CANCELLED)
    a_seat(elsewhere, new)
    a_seat(event, old)
    a_seat(event, new)
    assert names(event, only=Only.FIRST) == ["New"]


def test_open_questions_silence_and_notes_can_be_asked_for(event):
    question = saved(Question(event_id=event.id, text="Which meal?", is_required=True))
    saved(Question(event_id=event.id, text="Dropped", is_required=True, dropped_at=now()))
    told = a_seat(event, a_member("Told"), organizer_note="Speaks at eight")
    saved(Answer(registration_id=told.id, question_id=question.id, text="Fish"))
    a_seat(event, a_member("Untold"), asked_again_at=now())
    a_seat(event, a_member("Gone"), state=State.CANCELLED)
    assert names(event, only=Only.UNANSWERED) == ["Untold"]
    assert names(event, only=Only.SILENT) == ["Untold"]
    assert names(event, only=Only.NOTED) == ["Told"]


def test_the_order_is_by_reading_by_time_or_by_place_in_line(event):
    for n, (given, reading) in enumerate((("C", "わ"), ("A", "あ"), ("B", "か"))):
        a_seat(
            event,
            a_member(given, reading=reading),
            state=State.WAITLISTED,
            slot_id=None,
            queue_no=3 - n,
            registered_at=now() + timedelta(minutes=n),
        )
    assert names(event, order=Order.READING) == ["A", "B", "C"]
    assert names(event, order=Order.NEWEST) == ["B", "A", "C"]
    assert names(event, order=Order.OLDEST) == ["C", "A", "B"]
    assert names(event, order=Order.LINE) == ["B", "A", "C"]


def test_a_page_says_who_waits_where_and_why_they_were_passed_over(event, browser):
    waits = a_seat(event, a_member(), state=State.WAITLISTED, slot_id=None, queue_no=7)
    saved(Skip(registration_id=waits.id, reason="too_late", at=now()))
    browser.sign_in(owner_of(event.group))
    page = browser.get(f"/events/{event.slug}/organize/people?state=waitlisted").text
    assert "Waitlist no. 1" in page
    assert "passed over: needs more notice" in page


def test_nonsense_in_the_address_is_left_out(event, browser):
    a_seat(event, a_member("Aoi"))
    browser.sign_in(owner_of(event.group))
    address = f"/events/{event.slug}/organize/people"
    for query in ("state=no&only=no&order=no&slot=x", "slot=99999999999", "page=-4", "page=x"):
        assert "Aoi" in browser.get(f"{address}?{query}").text


def test_no_page_shows_an_address(event, browser):
    member = a_member("Aoi", email="hidden@example.org")
    place = a_seat(event, member)
    browser.sign_in(owner_of(event.group))
    for tail in ("", "/people", f"/people/{place.public_id}", "/log"):
        assert "hidden@example.org" not in browser.get(f"/events/{event.slug}/organize{tail}").text


@pytest.mark.parametrize("tail", ["", "/people", "/people?q=takahashi&only=first&order=newest"])
def test_a_page_asks_as_much_for_many_people_as_for_few(browser, statements, tail):
    group = a_group()
    browser.sign_in(owner_of(group))
    asked = []
    for number in (60, 300):
        event = an_event(group, capacity=number)
        ids = a_crowd(number, f"c{number}")
        they_join(group, ids)
        they_register(event, ids)
        a_past(a_group(), ids, 1)
        db.session.commit()
        browser.get(f"/events/{event.slug}/organize{tail}")
        with statements() as heard:
            assert browser.get(f"/events/{event.slug}/organize{tail}").status_code == 200
        asked.append(len(heard))
    assert asked[0] == asked[1] <= 28
