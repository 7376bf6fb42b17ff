"""Whoever stands at the door sees names and tickets, and nothing else of anybody."""

import pytest

from app.events.models import Question
from app.events.rules import Asks
from app.groups.rules import Role
from app.kit.db import db
from app.profiles.models import Profile
from app.registrations.models import Answer
from app.registrations.states import State
from tests.factories import a_group, a_member, a_seat, an_arrival, an_event, saved
from tests.groups.teams import on_team
from tests.safety.routes import DOOR, EVENT, rules

SECRETS = ("zaddress", "zphone", "zcompany", "zpurpose", "zanswer", "zorganizers", "zbanned")
# Pages about the whole event; those about one person want a name that is known.
PARTS = {"slug"}


@pytest.fixture
def evening(transaction):
    """Three people with everything there is to know about them, and somebody at the door."""
    group = a_group()
    event = an_event(group)
    question = saved(Question(event_id=event.id, text="Why?", asks=Asks.TEXT))
    for number, state in enumerate((State.CONFIRMED, State.CONFIRMED, State.WAITLISTED)):
        member = a_member(f"Name{number}", email=f"zaddress{number}@example.org")
        profile = db.session.get_one(Profile, member.id)
        profile.phone, profile.company = "zphone", "zcompany"
        profile.visibility = {"company": "matches"}
        place = a_seat(
            event,
            member,
            state=state,
            purpose="customers",
            purpose_note="zpurpose",
            organizer_note="zorganizers",
            queue_no=1 if state == State.WAITLISTED else None,
        )
        saved(Answer(registration_id=place.id, question_id=question.id, text="zanswer"))
        if number == 0:
            an_arrival(place)
    return event, on_team(group, Role.DOOR)


def pages(app, endpoints, event):
    return [
        rule.build({"slug": event.slug})[1]
        for rule in rules(app, endpoints, "GET")
        if rule.arguments <= PARTS
    ]


def test_no_page_of_the_door_tells_more_than_names_and_tickets(app, evening):
    event, helper = evening
    browser = app.test_client().sign_in(helper)
    seen = {path: browser.get(path) for path in pages(app, DOOR | EVENT, event)}
    read = {path: answer.text for path, answer in seen.items() if answer.mimetype != "image/png"}
    assert any("Name0" in text for text in read.values())
    told = [(path, each) for path, text in read.items() for each in SECRETS if each in text]
    assert told == []
    at_door = pages(app, DOOR, event)
    assert [path for path in at_door if "Finding customers" in read[path]] == []


def test_the_door_looks_nobody_up_by_what_it_does_not_see(app, evening):
    event, helper = evening
    browser = app.test_client().sign_in(helper)
    for wanted in SECRETS:
        page = browser.get(f"/events/{event.slug}/door/guests?q={wanted}").text
        assert "Name0" not in page
