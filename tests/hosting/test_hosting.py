"""Somebody who never hosted comes from nothing to a draft, and sees what is left to do."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.announcements.models import Announcement
from app.events.models import Event
from app.events.rules import Openness, Status
from app.groups.models import Group
from app.groups.rules import Kind, Role
from app.hosting.queries import done_for, recent_evenings
from app.hosting.rules import LEAST_EVENTS, Step
from app.kit.clock import now
from app.kit.db import db
from app.matching.models import Round
from app.recaps.models import HostsWords
from app.registrations.states import State
from tests.factories import a_group, a_member, a_seat, an_arrival, an_event, owner_of, saved
from tests.groups.teams import on_team

TYPED = {
    "title": "Looms and coffee",
    "starts": "2030-03-01T19:00",
    "ends": "2030-03-01T21:00",
    "place_name": "Café Thread",
    "seats": "８",
    "description": "We look at a loom together.",
}


def the_event():
    return db.session.scalars(sa.select(Event)).one()


def test_somebody_without_a_group_comes_to_a_draft_in_two_pages(browser):
    emi = a_member("Emi", timezone="Asia/Tokyo")
    browser.sign_in(emi)
    assert 'name="group" value="new"' in browser.get("/host/begin").text
    page = browser.get("/host/plan?sort=meal&group=new").text
    assert "A meal at one table" in page
    assert "few enough for one conversation" in page
    sent = TYPED | {"sort": "meal", "group": "new", "group_name": "Koenji table", "run_by": "Emi"}
    answer = browser.post("/host/plan", data=sent)
    event = the_event()
    assert answer.location == f"/events/{event.slug}/co-host"
    assert (event.status, event.host_id, event.slots[0].capacity) == (Status.DRAFT, emi.id, 8)
    assert (event.group.name, event.group.kind) == ("Koenji table", Kind.CROSS_INDUSTRY)
    assert event.group.is_owned_by(emi)
    assert f"{event.starts_at:%H:%M}" == "10:00"


def test_whoever_runs_a_group_need_not_begin_another(browser, count):
    emi = a_member("Emi")
    group = a_group(emi)
    browser.sign_in(emi)
    assert group.name in browser.get("/host/begin").text
    page = browser.get(f"/host/plan?sort=study&group={group.slug}").text
    assert 'name="group_name"' not in page
    browser.post("/host/plan", data=TYPED | {"sort": "study", "group": group.slug})
    assert the_event().group_id == group.id
    assert count(Group) == 1


def test_nobody_plans_in_a_group_they_do_not_run(browser, count):
    emi, group = a_member("Emi"), a_group()
    on_team(group, Role.DOOR, emi)
    browser.sign_in(emi)
    page = browser.get("/host/begin").text
    assert "ask those who run it" in page
    answer = browser.post("/host/plan", data=TYPED | {"sort": "study", "group": group.slug})
    assert "Please give the group a name." in answer.text
    assert TYPED["title"] in answer.text
    assert count(Event) == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ends": "2030-03-01T18:00"}, "The end must come after the beginning."),
        ({"starts": "2020-03-01T19:00", "ends": "2020-03-01T21:00"}, "That would be over already."),
        ({"starts": "soon"}, "Please give a date and a time"),
        ({"seats": "many"}, "Please write a number"),
        ({"title": " "}, "Please give the event a title."),
        ({"title": "x" * 121}, "Please write at most 120 characters."),
    ],
)
def test_what_will_not_do_comes_back_with_everything_typed(browser, count, typed, said):
    emi = a_member("Emi")
    group = a_group(emi)
    browser.sign_in(emi)
    sent = TYPED | {"group": group.slug} | typed
    page = browser.post("/host/plan", data=sent).text
    assert said in page
    assert sent["description"] in page
    assert count(Event) == 0


def test_a_sort_nobody_knows_is_no_fault(browser):
    browser.sign_in(a_member("Emi"))
    assert browser.get("/host/plan?sort=party&group=nowhere").status_code == 200


def test_strangers_read_why_and_sign_in_to_begin(browser):
    assert "28 pairs of people" in browser.get("/host").text
    assert browser.get("/host/begin").status_code == 303


def test_evenings_are_told_in_numbers_once_there_are_enough():
    group = a_group()
    ago = now() - timedelta(days=10)
    for number in range(LEAST_EVENTS - 1):
        event = an_event(group, starts_at=ago - timedelta(days=number))
        for _ in range(number):
            a_seat(event, a_member())
    an_event(group, starts_at=ago, openness=Openness.INVITED)
    an_event(group, starts_at=ago, status=Status.CANCELLED)
    assert recent_evenings(now()) is None
    last = an_event(a_group(), starts_at=ago)
    a_seat(last, a_member())
    a_seat(last, a_member(), state=State.CANCELLED)
    told = recent_evenings(now())
    assert (told.number, told.groups, told.people) == (LEAST_EVENTS, 2, 1)


def test_the_list_ticks_itself_from_what_is_true():
    group = a_group(run_by="")
    event = an_event(group, status=Status.DRAFT, place_name="", capacity=None)
    assert done_for(event, now()) == {Step.DATE}
    event.place_name, event.description, event.slots[0].capacity = "Café", "Looms", 8
    group.run_by = "Two friends"
    db.session.commit()
    written = {Step.DATE, Step.PLACE, Step.TEXT, Step.SEATS, Step.CARD}
    assert done_for(event, now()) == written
    on_team(group, Role.ORGANIZER)
    event.status = Status.PUBLISHED
    seat = a_seat(event, a_member())
    db.session.refresh(group)
    more = written | {Step.CO_HOST, Step.DOOR, Step.PUBLISHED, Step.SOMEBODY}
    assert done_for(event, now()) == more
    an_arrival(seat)
    announced = {"group_id": group.id, "event_id": event.id, "subject": "s", "body": "b"}
    letter = saved(Announcement(**announced, made_at=now()))
    assert done_for(event, now()) == more | {Step.ARRIVED}
    letter.send_at = now()
    saved(Round(event_id=event.id, number=1, size=4, seed=1, planned_at=now()))
    saved(HostsWords(event_id=event.id, changed_at=now()))
    an_event(group, starts_at=event.starts_at + timedelta(days=28), status=Status.DRAFT)
    assert done_for(event, now()) == set(Step)


def test_the_page_says_what_is_next_and_is_for_those_who_run_it(browser):
    event = an_event(a_group(run_by=""), status=Status.DRAFT, description="Looms")
    browser.sign_in(owner_of(event.group))
    page = browser.get(f"/events/{event.slug}/first-steps").text
    assert f"4 of {len(Step)} done" in page
    card = page.split('class="row-link is-next"')[1].split("</a>")[0]
    assert "Who is behind it" in card
    assert "#run_by" in card
    for member in (on_team(event.group, Role.DOOR), a_member()):
        browser.sign_in(member)
        assert browser.get(f"/events/{event.slug}/first-steps").status_code in (403, 404)


def test_the_list_asks_few_questions(browser, statements):
    event = an_event(status=Status.DRAFT)
    browser.sign_in(owner_of(event.group))
    browser.get(f"/events/{event.slug}/first-steps")
    with statements() as asked:
        browser.get(f"/events/{event.slug}/first-steps")
    assert len(asked) <= 12
