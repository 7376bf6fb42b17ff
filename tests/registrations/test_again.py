"""After a big change: those who had said yes are asked whether they still come."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app.events.models import Event
from app.groups.models import Action
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.notifications.rules import State as Sent
from app.registrations import operations, queries
from app.registrations.queries import Said
from app.registrations.rules import reminds_at
from app.registrations.states import State
from app.registrations.tickets import answer_token
from tests.factories import a_group, an_event, owner_of
from tests.registrations import worlds
from tests.registrations.worlds import a_full_house, letters_to, replayed

DAY = timedelta(days=1)


@pytest.fixture
def event():
    # In the evening in Tokyo: an hour later is still the same day, whenever this is run.
    evening = (now() + 7 * DAY).replace(hour=10, minute=0)
    return an_event(a_group(), capacity=2, starts_at=evening)


@pytest.fixture
def people(event):
    """Two with a seat and one in line."""
    return a_full_house(event, waiting=1)


def loaded(registration):
    """The registration as it is now, whoever has changed it."""
    db.session.expire_all()
    return worlds.loaded(registration)


def moves(event, **given):
    """Another day, unless something else is said."""
    plan = event.plan
    change = given or {"starts_at": plan.starts_at + DAY, "ends_at": plan.ends_at + DAY}
    operations.revise(event, replace(plan, **change), by=owner_of(event.group), at=now())
    db.session.commit()


def page_of(registration):
    return f"/still-coming/{answer_token(registration)}"


def letter_to(registration):
    db.session.expire_all()
    mails = db.session.query(Mail).filter_by(
        member_id=registration.attendee_id, kind="registrations.event_changed"
    )
    return compose(mails.order_by(Mail.id.desc()).first())


def test_everybody_hears_of_another_day_and_those_with_a_seat_are_asked(event, people, count):
    moves(event)
    seated, _other, waiting = map(loaded, people)
    assert seated.is_asked_again
    assert not waiting.is_asked_again
    assert "Can you still come?" in letter_to(seated).subject
    assert "New time or place" in letter_to(waiting).subject
    assert count(Action, Action.kind == "asked_again") == 1


def test_an_hour_later_on_the_same_evening_is_only_told(event, people):
    hour = timedelta(hours=1)
    moves(event, starts_at=event.starts_at + hour)
    seated = loaded(people[0])
    assert not seated.is_asked_again
    assert "New time or place" in letter_to(seated).subject
    assert page_of(seated) not in letter_to(seated).text


def test_the_letter_leads_to_a_question_that_reading_does_not_answer(event, people, browser):
    moves(event)
    seated = loaded(people[0])
    address = re.search(r"http://localhost(/still-coming/\S+)", letter_to(seated).text)[1]
    assert address == page_of(seated)
    page = browser.get(address).text
    assert "Can you still come?" in page
    assert loaded(people[0]).is_asked_again


def test_my_place_asks_too(event, people, browser):
    moves(event)
    browser.sign_in(loaded(people[0]).attendee)
    page = browser.get(f"/events/{event.slug}/registration").text
    assert page_of(people[0]) in page
    assert page_of(people[1]) not in page


def test_a_yes_is_one_press_without_signing_in(event, people, browser):
    moves(event)
    page = browser.post(f"{page_of(people[0])}/yes", follow_redirects=True).text
    assert "You are coming" in page
    seated = loaded(people[0])
    assert seated.still_coming_at is not None
    assert seated.state == State.CONFIRMED


def test_a_no_gives_the_seat_to_whoever_waits_and_is_not_held_against_them(event, people, browser):
    moves(event, starts_at=event.starts_at + timedelta(hours=4), ends_at=event.ends_at + DAY)
    page = browser.post(f"{page_of(people[0])}/no", follow_redirects=True).text
    assert "You are not coming" in page
    gone, _other, waiting = map(loaded, people)
    assert (gone.state, gone.is_late_cancel) == (State.CANCELLED, False)
    assert waiting.state == State.CONFIRMED
    assert replayed(gone) == State.CANCELLED


def test_even_the_day_before_a_no_is_not_late(people, event, later, browser):
    later(days=6, hours=12)
    moves(event, place_name="Ueno Hall")
    browser.post(f"{page_of(people[0])}/no")
    assert not loaded(people[0]).is_late_cancel


def test_pressing_twice_says_that_it_is_settled(event, people, browser):
    moves(event)
    browser.post(f"{page_of(people[0])}/no")
    page = browser.post(f"{page_of(people[0])}/yes", follow_redirects=True).text
    assert "settled already" in page
    assert loaded(people[0]).state == State.CANCELLED


def test_another_move_asks_again(event, people, browser):
    moves(event)
    browser.post(f"{page_of(people[0])}/yes")
    moves(event)
    assert loaded(people[0]).is_asked_again
    assert letters_to(people[0]).count("event_changed") == 2


def test_a_letter_that_leaves_after_the_answer_asks_no_more(event, people, browser):
    moves(event)
    browser.post(f"{page_of(people[0])}/yes")
    assert "Can you still come?" not in letter_to(people[0]).subject


def test_nobody_is_asked_about_an_evening_that_is_over(event, people, later, count):
    later(days=8)
    moves(event, place_name="Ueno Hall")
    assert not loaded(people[0]).is_asked_again
    assert count(Mail, Mail.kind == "registrations.event_changed") == 0


def test_a_question_ends_with_the_event(event, people, later, browser):
    moves(event)
    later(days=9)
    assert "nothing to answer any more" in browser.get(page_of(people[0])).text
    browser.post(f"{page_of(people[0])}/no")
    assert loaded(people[0]).state == State.CONFIRMED


@pytest.mark.parametrize("token", ["x", "x.y", ".", "nobody.AAAAAAAAAAAAAAAAAAAAAA"])
def test_a_link_that_is_not_ours_leads_nowhere(browser, event, token):
    assert browser.get(f"/still-coming/{token}").status_code == 404
    assert browser.post(f"/still-coming/{token}/no").status_code == 404


def test_nobody_answers_with_the_link_of_somebody_else(event, people, browser):
    moves(event)
    one, other, _waiting = people
    mixed = f"{one.public_id}.{answer_token(other).partition('.')[2]}"
    assert browser.post(f"/still-coming/{mixed}/no").status_code == 404


def test_organizers_see_who_has_answered(event, people, browser):
    moves(event)
    operations.still_comes(loaded(people[0]), at=now())
    db.session.commit()
    operations.cannot_come(loaded(people[1]), at=now())
    db.session.commit()
    counts = queries.still_coming(event)
    assert counts == {Said.YES: 1, Said.NO: 1, Said.NOTHING: 0}
    for said, one in zip((Said.YES, Said.NO), people, strict=False):
        assert [row.id for row in db.session.scalars(queries.who_said(event, said))] == [one.id]
    page = browser.sign_in(owner_of(event.group)).get(f"/events/{event.slug}/answers").text
    assert "Cannot come" in page
    assert "Nobody." in page
    page = browser.get(f"/events/{event.slug}/answers?said=yes").text
    assert loaded(people[0]).attendee.reading in page


def test_a_crowd_is_told_with_as_few_questions_as_a_handful(event, people, statements):
    event_id = event.id

    def asked_to_move():
        found = db.session.get_one(Event, event_id)
        plan = replace(found.plan, place_name=f"{found.place_name}!!")
        with statements() as asked:
            operations.revise(found, plan, by=None, at=now())
        db.session.commit()
        db.session.expunge_all()
        return len(asked)

    few = asked_to_move()
    for _ in range(12):
        worlds.somebody_registers(db.session.get_one(Event, event_id))
    db.session.commit()
    db.session.expunge_all()
    assert asked_to_move() <= few


def reminders_to(registration):
    db.session.expire_all()
    kind = "registrations.still_silent"
    mails = db.session.query(Mail).filter_by(member_id=registration.attendee_id, kind=kind)
    return mails.order_by(Mail.id).all()


def test_whoever_stays_silent_is_reminded_once_two_days_later_by_day(event, people):
    moves(event)
    [reminder] = reminders_to(people[0])
    asked_at = loaded(people[0]).asked_again_at
    assert reminder.next_try_at - asked_at >= 2 * DAY
    assert reminder.expires_at == loaded(people[0]).event.starts_at
    letter = compose(reminder)
    assert "Are you still coming?" in letter.subject
    assert "1 person is waiting" in letter.text
    assert "We do not ask again" in letter.text
    assert reminders_to(people[2]) == []  # in line, and never asked


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_whoever_has_answered_is_not_reminded(event, people, browser, answer):
    moves(event)
    browser.post(f"{page_of(people[0])}/{answer}")
    assert compose(reminders_to(people[0])[0]) is None


def test_a_newer_question_takes_the_reminder_of_the_older_with_it(event, people, later):
    moves(event)
    later(hours=1)
    moves(event)
    older, newer = reminders_to(people[0])
    assert compose(older) is None
    assert compose(newer) is not None


def test_nobody_is_reminded_twice_however_often_the_evening_moves(event, people, later):
    moves(event)
    reminders_to(people[0])[0].state = Sent.SENT
    db.session.commit()
    later(days=3)
    moves(event)
    assert compose(reminders_to(people[0])[1]) is None


def test_a_smaller_change_in_between_leaves_the_reminder_standing(event, people, later):
    moves(event)
    later(hours=1)
    moves(event, starts_at=event.starts_at + timedelta(minutes=30))
    [reminder] = reminders_to(people[0])
    assert compose(reminder) is not None


@pytest.mark.parametrize(
    ("left", "after"), [(30, None), (36, 12), (60, 36), (72, 48), (300, 48)]
)  # hours
def test_a_reminder_comes_two_days_later_and_a_day_before_the_start_at_the_latest(left, after):
    asked_at = now()
    expected = None if after is None else asked_at + timedelta(hours=after)
    assert reminds_at(asked_at, asked_at + timedelta(hours=left)) == expected
