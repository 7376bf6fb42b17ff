"""The dozen events, and who comes, waits or has changed their mind."""

from collections import defaultdict
from datetime import datetime, timedelta

from app.accounts.models import User
from app.demo.operations.circles import Groups
from app.demo.operations.names import public_name
from app.demo.operations.people import People
from app.demo.rules import Calendar, before, lot
from app.demo.story import ATTENDEE, Page, Row, pages, table
from app.events import search
from app.events.models import CLOSES_AFTER, Event, Slot
from app.events.rules import Mode, Status
from app.kit.db import db
from app.registrations.models import Change, Registration
from app.registrations.states import LatestNotice, ListVisibility, State
from app.registrations.tickets import ticket_hash

Evenings = dict[str, Event]
Places = dict[tuple[str, str], Registration]

OPENS = "08:00"
NOON = "12:00"
FIRST_IN_LINE = timedelta(minutes=10)
BETWEEN = timedelta(minutes=47)
REASONS = {State.CONFIRMED: "applied", State.CANCELLED: "applied", State.WAITLISTED: "full"}
# Out of ten, how many show themselves to everybody, and how many to the organizers only.
OPEN_TO_ALL, SHY = 2, 1


def hold(groups: Groups, people: People, days: Calendar) -> Evenings:
    """Announce every event; those that are over are closed, and their door was kept."""
    hosts = {page["slug"]: people[page["owner"]] for page in pages("groups")}
    evenings = {
        page["slug"]: announced(page, groups, hosts[page["group"]], days)
        for page in pages("events")
    }
    for evening in evenings.values():
        search.index(evening)
    db.session.add_all(evenings.values())
    db.session.flush()
    return evenings


def fill(evenings: Evenings, people: People, days: Calendar) -> Places:
    """Give everybody the place that the story gives them, by event and member."""
    by_event: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(table("registrations"), key=lambda row: int(row["applied"])):
        by_event[row["event"]].append(row)
    places: Places = {}
    for slug, rows in by_event.items():
        asked_at = _hours(rows, days)
        line = iter(range(1, len(rows) + 1))
        for row, at in zip(rows, asked_at, strict=True):
            place = _place(row, evenings[slug], people[row["member"]], at)
            place.queue_no = next(line) if place.state == State.WAITLISTED else None
            places[slug, row["member"]] = place
    db.session.add_all(places.values())
    db.session.flush()
    db.session.add_all(change for place in places.values() for change in _steps(place, days.at))
    return places


def announced(page: Page, groups: Groups, host: User, days: Calendar) -> Event:
    """The event of one entry of the story, not saved yet."""
    starts_at, ends_at = _hours_of(page, days)
    is_over = ends_at <= days.at
    announced_at = days.on(page["opens"] - 1, "21:00")
    return Event(
        public_id=public_name("event", page["slug"]),
        slug=page["slug"],
        group=groups[page["group"]],
        host_id=host.id,
        title=page["title"],
        summary=page["summary"],
        description=page["description"].strip(),
        languages=page["languages"],
        status=Status.CLOSED if is_over else Status.PUBLISHED,
        starts_at=starts_at,
        ends_at=ends_at,
        place_name=page["place"]["name"],
        address=page["place"]["address"],
        opens_at=days.on(page["opens"], OPENS),
        published_at=announced_at,
        made_at=announced_at,
        changed_at=announced_at,
        closed_at=ends_at + CLOSES_AFTER if is_over else None,
        attendance_taken=True if is_over else None,
        slots=[_slot(slot, position, page, days) for position, slot in enumerate(page["slots"])],
    )


def _slot(slot: Page, position: int, page: Page, days: Calendar) -> Slot:
    return Slot(
        name=slot["name"],
        position=position,
        capacity=slot["capacity"],
        door_fee=slot.get("fee", page["fee"]),
        mode=Mode(slot.get("mode", Mode.FCFS)),
        lottery_at=days.on(slot["drawn"], NOON) if "drawn" in slot else None,
        nominee_max=slot.get("nominees", 0),
    )


def _hours_of(page: Page, days: Calendar) -> tuple[datetime, datetime]:
    if "starts_in" in page:
        starts_at = days.soon(page["starts_in"])
        return starts_at, starts_at + timedelta(minutes=page["minutes"])
    return days.on(page["day"], page["start"]), days.on(page["day"], page["end"])


def _hours(rows: list[Row], days: Calendar) -> list[datetime]:
    """When each of an event's rows was sent: the line is as long as the story says."""
    seen: dict[str, int] = defaultdict(int)
    hours = []
    for row in rows:
        morning = days.on(int(row["applied"]), OPENS) + FIRST_IN_LINE
        hours.append(morning + seen[row["applied"]] * BETWEEN)
        seen[row["applied"]] += 1
    return [min(hour, latest) for hour, latest in zip(hours, before(hours, days.at), strict=True)]


def _place(row: Row, event: Event, member: User, at: datetime) -> Registration:
    slot = next(slot for slot in event.slots if slot.name == row["slot"])
    state = State(row["state"])
    name = public_name("registration", row["event"], row["member"])
    return Registration(
        public_id=name,
        ticket_hash=ticket_hash(name),
        event=event,
        attendee=member,
        slot=None if state == State.WAITLISTED else slot,
        state=state,
        version=int(state == State.CANCELLED),
        wishes=[slot.id],
        latest_notice=LatestNotice(row["latest_notice"]),
        purpose=row["purpose"],
        list_visibility=_shown(row),
        registered_at=at,
    )


def _shown(row: Row) -> ListVisibility:
    """Most show themselves to whoever comes too; matching is of use to those alone."""
    if row["member"] == ATTENDEE:
        return ListVisibility.PARTICIPANTS
    drawn = lot("listed", row["event"], row["member"], of=10)
    if drawn < OPEN_TO_ALL:
        return ListVisibility.PUBLIC
    return ListVisibility.ORGANIZERS if drawn < OPEN_TO_ALL + SHY else ListVisibility.PARTICIPANTS


def _steps(place: Registration, at: datetime) -> list[Change]:
    """What the record says of a place: how it began, and that it was given back."""
    first = State.WAITLISTED if place.state == State.WAITLISTED else State.CONFIRMED
    begun = Change(
        registration_id=place.id,
        to_state=first,
        actor_id=place.attendee_id,
        reason=REASONS[place.state],
        at=place.registered_at,
    )
    if place.state != State.CANCELLED:
        return [begun]
    given_back_at = place.registered_at + (min(at, place.event.starts_at) - place.registered_at) / 2
    return [
        begun,
        Change(
            registration_id=place.id,
            from_state=State.CONFIRMED,
            to_state=State.CANCELLED,
            actor_id=place.attendee_id,
            reason="cancelled",
            at=given_back_at,
        ),
    ]
