"""What members do for an evening beside its programme, and say of themselves there."""

from datetime import datetime, timedelta

from app.alongside.models import Meal, MealSeat
from app.alongside.operations import ChoreDraft, name, take
from app.alongside.operations.steps import set_seat
from app.alongside.rules import MealState, SeatState
from app.demo.operations.evenings import Evenings, Places
from app.demo.operations.names import public_name
from app.demo.operations.people import People
from app.demo.rules import Calendar
from app.demo.story import Page, pages
from app.events.models import Event
from app.kit.db import db
from app.registrations.operations import introduce
from app.registrations.rules import Minute


def gather_beside(evenings: Evenings, places: Places, people: People, days: Calendar) -> None:
    """Share chores out, eat together, and write what some say of themselves."""
    _share_out(evenings, people, days)
    _eat_together(evenings, people, days)
    _write_minutes(places, days)


def _share_out(evenings: Evenings, people: People, days: Calendar) -> None:
    """Put chores on the board, and let some be taken on."""
    for page in pages("alongside", "chores"):
        draft = ChoreDraft(page["words"], page["note"], page["wanted"])
        chore = name(evenings[page["event"]], draft, by=people[page["by"]], at=days.at)
        chore.public_id = public_name("chore", page["event"], page["words"])
        for key in page["hands"]:
            take(chore, shows_name=key in page["named"], by=people[key], at=days.at)


def _eat_together(evenings: Evenings, people: People, days: Calendar) -> None:
    """Let meals be proposed, some approved, and people sit down; nobody is written to."""
    for page in pages("alongside", "meals"):
        event = evenings[page["event"]]
        meal = Meal(
            public_id=public_name("meal", page["event"], page["place"]),
            event=event,
            proposed_by=people[page["by"]],
            place=page["place"],
            note=page["note"],
            begins_at=_begins(event, page),
            seats=page["seats"],
            state=MealState.APPROVED if page["is_open"] else MealState.PROPOSED,
            proposed_at=days.at,
        )
        db.session.add(meal)
        db.session.flush()
        for key in (page["by"], *page["table"]):
            seat = MealSeat(meal=meal, member_id=people[key].id, taken_at=days.at)
            set_seat(seat, meal, SeatState.TAKEN, by=people[key], at=days.at)
            db.session.add(seat)


def _write_minutes(places: Places, days: Calendar) -> None:
    """Let some write what they would say of themselves."""
    for page in pages("alongside", "minutes"):
        minute = Minute(page["does"], page["talks_about"], page["gives"])
        place = places[page["event"], page["by"]]
        introduce(place, minute, goes_on_paper=page["on_paper"], at=days.at)


def _begins(event: Event, page: Page) -> datetime:
    if "from_start" in page:
        return event.starts_at - timedelta(minutes=page["from_start"])
    return event.ends_at + timedelta(minutes=page["from_end"])
