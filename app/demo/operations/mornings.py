"""The morning after the last evening: everybody who reads a recap, and what stands in it."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.rules import Kind, Method
from app.demo.operations.evenings import Evenings
from app.demo.operations.names import public_name
from app.demo.operations.people import People
from app.demo.rules import lot
from app.demo.story import LAST, Page, pages
from app.events.models import Event
from app.kit.db import db
from app.matching.models.lists import Listing
from app.matching.operations.listing import work_out
from app.matching.rules.listing import occasion_of
from app.recaps.models import Feedback, HostsWords
from app.recaps.rules import Face
from app.registrations.models import Change, Registration
from app.registrations.states import LatestNotice, ListVisibility, Source, State
from app.registrations.tickets import ticket_hash

APPLIED = timedelta(days=8)
LATE = timedelta(hours=5)
WALKED_IN = timedelta(minutes=7)
WRITTEN = timedelta(minutes=40)
# People answer on the morning after, or the day that follows.
FIRST_ANSWER, APART = timedelta(hours=12), timedelta(hours=3)


def suggest(evenings: Evenings) -> None:
    """Whom the last evening's lists named, while nobody there knew each other yet."""
    event = evenings[LAST]
    listing = Listing(occasion=occasion_of(event.id, is_here=False), event_id=event.id, mark="")
    db.session.add(listing)
    db.session.flush()
    work_out(listing, at=event.starts_at - timedelta(hours=1), tick=lambda _step, _of: None)


def round_off(evenings: Evenings, people: People) -> None:
    """Add who gave a seat back late, who waited and who walked in; then words and answers."""
    for page in pages("afterwards", "others"):
        _stand_by(page, evenings[LAST], people[page["member"]])
    for page in pages("afterwards", "words"):
        _say(page, evenings[page["event"]])
    for page in pages("afterwards", "answers"):
        event = evenings[page["event"]]
        hours = lot("answer", page["by"], of=8) * APART
        db.session.add(
            Feedback(
                event_id=event.id,
                member_id=people[page["by"]].id,
                face=Face(page["face"]),
                words=page["words"],
                answered_at=event.ends_at + FIRST_ANSWER + hours,
            )
        )
    db.session.flush()


def _say(page: Page, event: Event) -> None:
    words = HostsWords(
        event_id=event.id,
        message=page["message"].strip(),
        materials=page["materials"],
        shares_with_missing=True,
        writes_to_waiting=True,
        by_id=event.host_id,
        changed_at=event.ends_at + WRITTEN,
    )
    db.session.add(words)


def _stand_by(page: Page, event: Event, member: User) -> None:
    place = _place(page, event, member)
    db.session.add(place)
    db.session.flush()
    first = State.WAITLISTED if page["how"] == "waiting" else State.CONFIRMED
    _log(place, None, first, place.registered_at)
    if page["how"] == "late":
        _log(place, State.CONFIRMED, State.CANCELLED, event.starts_at - LATE)
    if page["how"] == "walked_in":
        db.session.add(_entry(place))


def _place(page: Page, event: Event, member: User) -> Registration:
    how, name = page["how"], public_name("registration", event.slug, page["member"])
    slot = next(slot for slot in event.slots if slot.name == page["slot"])
    states = {"late": State.CANCELLED, "waiting": State.WAITLISTED, "walked_in": State.CONFIRMED}
    walked_in = how == "walked_in"
    return Registration(
        public_id=name,
        ticket_hash=ticket_hash(name),
        event=event,
        attendee=member,
        slot=None if how == "waiting" else slot,
        state=states[how],
        version=int(how == "late"),
        wishes=[slot.id],
        queue_no=1 if how == "waiting" else None,
        latest_notice=LatestNotice.ANY,
        purpose="horizons",
        source=Source.WALK_IN if walked_in else Source.SELF,
        is_late_cancel=how == "late",
        list_visibility=ListVisibility.PARTICIPANTS,
        registered_at=event.starts_at + (WALKED_IN if walked_in else -APPLIED),
    )


def _log(place: Registration, before: State | None, after: State, at: datetime) -> None:
    reason = "cancelled" if before else "full" if after == State.WAITLISTED else "applied"
    db.session.add(
        Change(
            registration_id=place.id,
            from_state=before,
            to_state=after,
            actor_id=place.attendee_id,
            reason=reason,
            at=at,
        )
    )


def _entry(place: Registration) -> Entry:
    return Entry(
        id=uuid5(NAMESPACE_URL, f"kizuna:demo:{place.public_id}"),
        event_id=place.event_id,
        registration_id=place.id,
        kind=Kind.WALK_IN,
        method=Method.NAME,
        actor_id=place.event.host_id,
        occurred_at=place.registered_at,
        received_at=place.registered_at,
        flags=[],
    )
