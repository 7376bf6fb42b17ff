"""Evenings still ahead that show the other ways to come: by lot, by request, after another one."""

from datetime import datetime, timedelta

from app.demo.operations.circles import Groups
from app.demo.operations.evenings import Evenings, announced
from app.demo.operations.names import public_name
from app.demo.operations.people import People
from app.demo.rules import Calendar, lot
from app.demo.story import Page, pages
from app.events import search
from app.events.models import Event, Question
from app.kit.db import db
from app.profiles.traits import Purpose
from app.registrations.models import Answer, Change, Registration
from app.registrations.operations import promise
from app.registrations.states import ListVisibility, State
from app.registrations.tickets import ticket_hash

APART = timedelta(minutes=37)
REASON = "applied"


def look_ahead(evenings: Evenings, groups: Groups, people: People, days: Calendar) -> None:
    """Announce them, and let people ask for a place; nobody is written to."""
    hosts = {page["slug"]: people[page["owner"]] for page in pages("groups")}
    for page in pages("ahead"):
        event = announced(page, groups, hosts[page["group"]], days)
        if "requires" in page:
            event.requires_event_id = evenings[page["requires"]].id
        search.index(event)
        db.session.add(event)
        db.session.flush()
        promise(event, at=event.made_at)
        _ask(event, page, people, days)


def _ask(event: Event, page: Page, people: People, days: Calendar) -> None:
    question = _question(event, page)
    begins = days.at - APART * len(page["people"])
    for number, key in enumerate(page["people"]):
        place = _place(event, State(page["state"]), key, begins + APART * number)
        place.attendee = people[key]
        db.session.add(place)
        db.session.flush()
        db.session.add(_first_step(place))
        if question is not None:
            said = page["answers"][number]
            db.session.add(Answer(registration_id=place.id, question_id=question.id, text=said))


def _question(event: Event, page: Page) -> Question | None:
    if "question" not in page:
        return None
    question = Question(event_id=event.id, text=page["question"], is_required=True)
    db.session.add(question)
    db.session.flush()
    return question


def _place(event: Event, state: State, key: str, at: datetime) -> Registration:
    name = public_name("registration", event.slug, key)
    [slot] = event.slots
    purposes = list(Purpose)
    return Registration(
        public_id=name,
        ticket_hash=ticket_hash(name),
        event=event,
        slot=slot if state == State.CONFIRMED else None,
        state=state,
        wishes=[slot.id],
        purpose=purposes[lot("purpose", event.slug, key, of=len(purposes))],
        list_visibility=ListVisibility.PARTICIPANTS,
        registered_at=at,
    )


def _first_step(place: Registration) -> Change:
    return Change(
        registration_id=place.id,
        to_state=place.state,
        actor_id=place.attendee_id,
        reason=REASON,
        at=place.registered_at,
    )
