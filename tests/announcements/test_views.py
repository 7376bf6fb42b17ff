"""Writing to those who come, in the browser: nothing is lost, nothing leaves by accident."""

import pytest
import sqlalchemy as sa

from app.announcements.models import Announcement
from app.groups.rules import Role
from app.kit.db import db
from app.notifications.models import Mail
from app.registrations.states import State
from tests.announcements.letters import drafted, told
from tests.factories import a_group, a_member, a_seat, an_event, owner_of
from tests.groups.teams import on_team

FORM = {
    "states": "confirmed",
    "turnout": "all",
    "subject": "Room 5",
    "body": "**Come**",
    "locale": "en",
}


@pytest.fixture
def event(transaction):
    event = an_event(a_group(name="Loom"), title="Rust night")
    a_seat(event, a_member("Aoi", email="secret@example.org"))
    a_seat(event, a_member("Ren"), state=State.WAITLISTED, slot_id=None)
    return event


@pytest.fixture
def organizer(app, event):
    return app.test_client().sign_in(owner_of(event.group))


def only():
    return db.session.scalars(sa.select(Announcement)).one()


def test_from_writing_over_looking_to_sending(organizer, event, count):
    answer = organizer.post(f"/events/{event.slug}/announcements/new", data=FORM)
    page = organizer.get(answer.location).text
    assert "1 person would get this" in page
    assert "Aoi Sato" in page
    assert "Dear Aoi Sato," in page
    assert count(Mail) == 0
    page = organizer.post(f"{answer.location}/sending", follow_redirects=True).text
    assert "On its way" in page
    assert "Room 5" in organizer.get(f"/events/{event.slug}/announcements").text
    assert only().send_at is not None


def test_the_preview_is_there_for_each_reader_in_both_languages(organizer, event):
    a_seat(event, a_member("Zoe"))
    path = f"/announcements/{drafted(event).public_id}"
    assert "Dear Zoe Sato," in organizer.get(f"{path}?person=2").text
    assert "Zoe Sato 様" in organizer.get(f"{path}?person=2&language=ja").text
    framed = organizer.get(f"{path}/letter?person=2&language=en")
    assert "Dear Zoe Sato," in framed.text
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    assert "script-src" not in framed.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"subject": "  "}, "Please write a subject."),
        ({"body": ""}, "Please write what you would like to tell."),
        ({"subject": "x" * 121}, "Please write at most 120 characters."),
        ({"states": "president"}, "'president' is not a valid choice"),
        ({"other_subject": "会場"}, "Please write both the subject and the text, or neither."),
    ],
)
def test_what_cannot_be_sent_is_named_and_nothing_typed_is_lost(organizer, event, wrong, words):
    page = organizer.post(f"/events/{event.slug}/announcements/new", data=FORM | wrong).text
    assert words in page.replace("&#39;", "'")
    assert "**Come**" in page or "body" in wrong
    assert db.session.scalars(sa.select(Announcement)).all() == []


def test_the_count_follows_the_choice(organizer, event):
    path = f"/events/{event.slug}/announcements/count"
    assert "1 person would" in organizer.get(f"{path}?states=confirmed").text
    assert "2 people would" in organizer.get(f"{path}?states=confirmed&states=waitlisted").text
    assert "0 people would" in organizer.get(f"{path}?states=nonsense&slots=x").text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Please give a date and a time"),
        ("tomorrow", "Please give a date and a time"),
        ("2001-01-01T10:00", "Please choose a time ahead of now"),
        ("９９９９-01-01T10:00", "Is the year right?"),
    ],
)
def test_a_time_that_cannot_be_is_named(organizer, event, typed, words):
    path = f"/announcements/{drafted(event).public_id}"
    page = organizer.post(f"{path}/schedule", data={"when": typed}, follow_redirects=True).text
    assert words in page
    assert only().send_at is None


def test_a_time_is_read_on_the_authors_clock(organizer, event):
    made = drafted(event)
    year = made.made_at.year + 1
    typed = f"{year}/01/05 9:30" if made.made_at.month > 1 else f"{year - 1}-12-05 09:30"
    organizer.post(f"/announcements/{made.public_id}/schedule", data={"when": typed})
    db.session.expire_all()
    assert only().send_at.strftime("%H:%M") == "00:30"  # Tokyo is nine hours ahead


def test_changing_keeps_whom_it_is_for(organizer, event):
    made = drafted(event)
    path = f"/announcements/{made.public_id}/edit"
    assert "We meet in **room 5**." in organizer.get(path).text
    organizer.post(path, data=FORM | {"states": ["confirmed", "waitlisted"], "subject": "Room 6"})
    db.session.expire_all()
    assert only().subject == "Room 6"
    assert only().audience["states"] == ["confirmed", "waitlisted"]


def test_progress_is_there_to_ask_for(organizer, event):
    made = told(event)
    page = organizer.get(f"/announcements/{made.public_id}/progress").text
    assert "0 of 1 letters dealt with" in page
    assert "data-over" not in page


def test_a_new_event_is_announced_with_a_first_text_in_both_languages(organizer, event):
    page = organizer.get(f"/groups/{event.group.slug}/announcements/new?event={event.slug}").text
    assert "New event: Rust night" in page
    assert "Kanda Hall" in page
    assert f"/events/{event.slug}" in page


def test_no_page_about_announcements_shows_an_address(organizer, event):
    made = told(event)
    for path in (
        f"/events/{event.slug}/announcements",
        f"/announcements/{made.public_id}",
        f"/announcements/{made.public_id}/letter",
    ):
        assert "secret@" not in organizer.get(path).text


def test_only_those_who_run_the_group_write_and_read(app, event):
    made = drafted(event)
    for role in (Role.MEMBER, Role.DOOR):
        visitor = app.test_client().sign_in(on_team(event.group, role))
        for path in (f"/events/{event.slug}", f"/groups/{event.group.slug}"):
            assert visitor.get(f"{path}/announcements").status_code == 403
            assert visitor.post(f"{path}/announcements/new", data=FORM).status_code == 403
        assert visitor.get(f"/announcements/{made.public_id}").status_code == 404
        assert visitor.post(f"/announcements/{made.public_id}/sending").status_code == 404


def test_members_choose_group_by_group(app):
    group, member = a_group(name="Loom"), a_member()
    on_team(group, Role.MEMBER, member)
    browser = app.test_client().sign_in(member)
    assert "Choose group by group" in browser.get("/mails").text
    page = browser.post(f"/mails/groups/{group.public_id}", follow_redirects=True).text
    assert "Turn on" in page
    assert browser.post(f"/mails/groups/{a_group().public_id}").status_code == 404
