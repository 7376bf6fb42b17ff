"""The desks: what waits for an organizer, for one event, for a group, for everything they run."""

from datetime import timedelta

import pytest

from app.events.models import Slot
from app.events.rules import Mode, Status
from app.groups.journal import Deed, note
from app.insights.queries.course import course
from app.insights.queries.tallies import sheets
from app.insights.rules import Task
from app.kit.clock import now
from app.kit.db import db
from app.registrations.operations import Wish, cancel, register
from app.registrations.states import State
from benchmarks.rig.rooms import a_busy_log, a_crowd, a_past, they_join, they_register
from tests.factories import a_group, a_member, a_seat, an_arrival, an_event, owner_of


@pytest.fixture
def event():
    return an_event()


def tasks(event) -> list[Task]:
    return [todo.task for todo in sheets([event], now())[0].todos]


def test_whoever_awaits_an_answer_is_on_the_desk_with_a_link_to_answer(event, browser):
    a_seat(event, a_member(), state=State.PENDING, slot_id=None)
    browser.sign_in(owner_of(event.group))
    page = browser.get(f"/events/{event.slug}/organize").text
    assert "1 person awaits your answer" in page
    assert "/organize/people?state=pending" in page


def test_a_draft_says_that_it_is_not_published(event, browser):
    event.status = Status.DRAFT
    event.group.run_by = ""
    db.session.commit()
    browser.sign_in(owner_of(event.group))
    page = browser.get(f"/events/{event.slug}/organize").text
    assert "The draft is not published yet" in page
    assert "Say who is behind the group" in page


def test_a_free_seat_while_somebody_waits_is_the_first_thing_one_sees(event):
    waits = a_member()
    a_seat(event, waits, state=State.WAITLISTED, slot_id=None, queue_no=1)
    assert tasks(event)[0] is Task.FREE_WHILE_WAITING


def test_all_is_well_when_the_line_is_empty(event, browser):
    a_seat(event, a_member())
    browser.sign_in(owner_of(event.group))
    assert "Nothing waits for you here." in browser.get(f"/events/{event.slug}/organize").text


def test_offers_silence_and_fees_are_counted_from_the_rows():
    event = an_event(slots=[Slot(capacity=5, door_fee=500)])
    a_seat(event, a_member(), asked_again_at=now())
    a_seat(event, a_member(), state=State.OFFERED, offer_expires_at=now() + timedelta(hours=3))
    sheet = sheets([event], now())[0]
    assert (sheet.tally.silent, sheet.tally.offered, sheet.tally.fees) == (1, 1, 1000)
    assert sheet.tally.first_offer_ends is not None


def test_a_lottery_that_is_due_is_on_the_desk():
    at = now() + timedelta(hours=20)
    event = an_event(slots=[Slot(capacity=5, mode=Mode.LOTTERY, lottery_at=at, nominee_max=2)])
    a_seat(event, a_member(), state=State.APPLIED, slot_id=None, is_nominated=True)
    assert tasks(event) == [Task.LOTTERY_DUE, Task.NOMINEES_OPEN]
    assert sheets([event], now())[0].tally.lots[0].nominees_left == 1


def test_who_has_come_is_counted_without_those_whose_entry_was_taken_back(event):
    an_arrival(a_seat(event, a_member()))
    a_seat(event, a_member())
    assert sheets([event], now())[0].tally.came == 1


def test_the_course_follows_the_log(event):
    one, other = a_member(), a_member()
    at = now() - timedelta(days=3)
    place = register(event, one, Wish(), at=at)
    register(event, other, Wish(), at=at + timedelta(days=1))
    cancel(place, by=one, at=at + timedelta(days=2))
    days = course(event, now())
    assert [day.seated for day in days] == [1, 2, 1, 1]
    assert [day.left for day in days] == [0, 0, 1, 0]


def test_the_curve_is_drawn_and_told_in_figures(event, browser):
    register(event, a_member(), Wish(), at=now() - timedelta(days=3))
    db.session.commit()
    browser.sign_in(owner_of(event.group))
    page = browser.get(f"/events/{event.slug}/organize").text
    assert '<path class="seated"' in page
    assert "The same in figures" in page


def test_the_desk_of_a_group_shows_what_is_ahead_and_how_it_went(browser):
    group = a_group()
    host = owner_of(group)
    ahead = an_event(group, title="Ahead night")
    note(group, Deed.GROUP_REVISED, by=host, at=now())
    ids = a_crowd(4, "few")
    they_join(group, ids)
    a_past(group, ids, 2)
    db.session.commit()
    browser.sign_in(host)
    page = browser.get(f"/groups/{group.slug}/organize").text
    assert f'href="/events/{ahead.slug}/organize"' in page
    assert "50%" in page
    assert "5 members" in page
    assert "Changed what the group says about itself" in page


def test_everything_one_runs_is_on_one_page_and_nothing_else(browser):
    host = a_member("Host")
    mine, other = a_group(host), a_group(host, name="Second circle")
    an_event(mine, title="First night")
    an_event(other, title="Second night")
    an_event(title="Not mine")
    browser.sign_in(host)
    page = browser.get("/organize").text
    assert "First night" in page
    assert "Second night" in page
    assert "Not mine" not in page


def test_whoever_runs_nothing_is_shown_the_way_to_begin(browser):
    browser.sign_in(a_member())
    assert "You do not run a group yet" in browser.get("/organize").text


@pytest.mark.parametrize("path", ["/organize", "/groups/{slug}/organize"])
def test_a_desk_asks_as_much_for_many_events_as_for_few(browser, statements, path):
    host, asked = a_member("Host"), []
    browser.sign_in(host)
    for round_, (events, number) in enumerate(((2, 20), (12, 60))):
        group = a_group(host)
        ids = a_crowd(number, f"g{round_}")
        they_join(group, ids)
        for _ in range(events):
            they_register(an_event(group), ids)
        a_past(group, ids, 3)
        a_busy_log(group, 50)
        db.session.commit()
        address = path.format(slug=group.slug)
        with statements() as heard:
            assert browser.get(address).status_code == 200
        asked.append(len(heard))
    assert asked[0] == asked[1] <= 24
