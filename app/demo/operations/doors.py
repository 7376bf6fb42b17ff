"""What happened on the evenings themselves: who came, who sat where, how the door closed."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.rules import Kind, Method
from app.demo.operations.evenings import Evenings, Places
from app.demo.operations.people import People
from app.demo.rules import Calendar, lot
from app.demo.story import TONIGHT, Page, Row, listed, pages, table
from app.events.models import Event
from app.kit.db import db
from app.matching.models import Round, Seat
from app.matching.operations import plan_rounds
from app.matching.rules.seating import RoundState, Who, Wish
from app.recaps.models import RecapRun
from app.registrations.models import Registration
from app.registrations.states import State

PLANNED, FIRST_ROUND, ROUND = (timedelta(minutes=minutes) for minutes in (10, 25, 32))
SITTING = timedelta(minutes=27)
# One in so many has left the code at home and says a name instead.
WITHOUT_CODE = 6
PLANNED_BEFORE = timedelta(minutes=40)
EARLY, APART = timedelta(minutes=18), timedelta(minutes=3)


def look_back(evenings: Evenings, places: Places, people: People) -> None:
    """Write down every arrival and every table, and that the recaps have long been sent."""
    came = [row for row in table("registrations") if row["attendance"] == "came"]
    for row in came:
        event = evenings[row["event"]]
        at = event.starts_at + timedelta(minutes=int(row["arrived"]))
        db.session.add(_entry(places[row["event"], row["member"]], at))
    for page in pages("events"):
        event = evenings[page["slug"]]
        if event.closed_at is None:
            continue
        here = [row for row in came if row["event"] == event.slug]
        db.session.add_all(_round(page, event, number, here, people) for number in _rounds(page))
        coming = [p for p in places.values() if p.event is event and p.state == State.CONFIRMED]
        db.session.add(RecapRun(event_id=event.id, begun_at=event.closed_at, audience=len(coming)))
    db.session.flush()


def let_helpers_in(evenings: Evenings, places: Places, days: Calendar) -> None:
    """Those who set up the room tonight are there already."""
    for page in pages("events"):
        event = evenings[page["slug"]]
        for number, key in enumerate(page.get("helpers", [])):
            at = min(event.starts_at - timedelta(hours=1), days.at) - EARLY + number * APART
            db.session.add(_entry(places[event.slug, key], at))
    db.session.flush()


def lay_tables(evenings: Evenings, days: Calendar) -> None:
    """The hosts of tonight have planned its tables for everybody with a seat."""
    event = evenings[TONIGHT]
    wish = Wish(rounds=3, size=4, who=Who.CONFIRMED, minutes=20, mixes=True)
    plan_rounds(event, wish, by=db.session.get(User, event.host_id), at=days.at - PLANNED_BEFORE)


def _entry(place: Registration, at: datetime) -> Entry:
    name = f"kizuna:demo:{place.public_id}"
    says_name = lot("door", place.public_id, of=WITHOUT_CODE) == 0
    return Entry(
        id=uuid5(NAMESPACE_URL, name),
        event_id=place.event_id,
        registration_id=place.id,
        kind=Kind.IN,
        method=Method.NAME if says_name else Method.QR,
        actor_id=place.event.host_id,
        occurred_at=at,
        received_at=at,
        flags=[],
    )


def _rounds(page: Page) -> range:
    return range(1, page["rounds"] + 1)


def _round(page: Page, event: Event, number: int, came: list[Row], people: People) -> Round:
    tables: dict[str, list[str]] = defaultdict(list)
    for row in came:
        tables[listed(row["tables"])[number - 1]].append(row["member"])
    began_at = event.starts_at + FIRST_ROUND + (number - 1) * ROUND
    return Round(
        event_id=event.id,
        number=number,
        state=RoundState.OVER,
        size=page["table"],
        seed=event.id,
        planned_at=event.starts_at + PLANNED,
        began_at=began_at,
        ended_at=began_at + SITTING,
        seats=[
            Seat(member_id=people[key].id, table_no=int(table_no))
            for table_no, keys in tables.items()
            for key in keys
        ],
    )
