"""What attendees hear from us: one letter for each change of their place, written as it leaves.

A letter whose news is no longer true when it leaves is withdrawn: the next one tells.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from app.events.ical import calendar_file
from app.events.models import Event
from app.kit.batch import shared
from app.kit.db import db
from app.kit.letters import Attachment, Letter, absolute, write
from app.notifications.composers import AT_ONCE, USUAL, composes, prepares
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.notifications.rules import Priority, Topic
from app.registrations import queries
from app.registrations.models import Registration
from app.registrations.states import State
from app.registrations.tickets import ticket_url

Tell = Callable[..., None]


def _load(mails: Sequence[Mail]) -> None:
    """All the places that a handful of letters is about."""
    ids = {mail.about_id for mail in mails}
    found = {
        row.id: row for row in db.session.scalars(queries.whole().where(Registration.id.in_(ids)))
    }
    for about_id in ids:
        shared(("place", about_id), partial(found.get, about_id))


# What tells people what came of their own last press, and what cannot wait for the morning.
ANSWERS = ("confirmed", "requested", "applied", "waitlisted", "cancelled")
URGENT = ("offered", "promoted")


def news(
    name: str, *still: State, has_calendar: bool = False, template: str = "", **told: Any
) -> Tell:
    """A kind of letter, true as long as the registration stands in one of `still`.

    `told` goes into the template, where several kinds share one.
    """
    kind = f"registrations.{name}"

    @composes(kind, manner=AT_ONCE if name in ANSWERS or name in URGENT else USUAL)
    def compose(mail: Mail) -> Letter | None:
        registration = registration_of(mail)
        if registration is None or registration.state not in still:
            return None
        return whole_letter(
            template or name, mail, registration, with_calendar=has_calendar, **told
        )

    prepares(kind)(_load)

    def tell(registration: Registration, *, at: datetime) -> None:
        key = f"{kind}:{registration.public_id}:{registration.version}"
        _post(registration, Promise(kind, key, expires_at=registration.offer_expires_at), at)

    return tell


confirmed = news("confirmed", State.CONFIRMED, has_calendar=True, has_moved_up=False)
promoted = news(
    "promoted", State.CONFIRMED, has_calendar=True, template="confirmed", has_moved_up=True
)
slot_changed = news("slot_changed", State.CONFIRMED)
requested = news("requested", State.PENDING)
applied = news("applied", State.APPLIED)
not_selected = news("not_selected", State.NOT_SELECTED)
removed = news("removed", State.REMOVED)
waitlisted = news("waitlisted", State.WAITLISTED)
offered = news("offered", State.OFFERED)
offer_lapsed = news("offer_lapsed", State.LAPSED)
waited_in_vain = news("waited_in_vain", State.LAPSED)
cancelled = news("cancelled", State.CANCELLED)


def seat_is_open(registration: Registration, event: Event, freed: int, *, at: datetime) -> None:
    """Tell that the first to answer gets a seat; once for every seat given back."""
    key = f"{OPEN}:{registration.public_id}:{freed}"
    _post(registration, Promise(OPEN, key, expires_at=event.starts_at), at)


def cancelled_with_main(registration: Registration, *, at: datetime) -> None:
    """Tell that this place went back because the seat it needs did."""
    key = f"{WITH_MAIN}:{registration.public_id}:{registration.version}"
    _post(registration, Promise(WITH_MAIN, key), at)


def request_came(registration: Registration, *, at: datetime) -> None:
    """Let every organizer know that somebody awaits an answer: one letter an hour at most.

    It leaves at the full hour and tells of all events they run, so that a rush is one letter.
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    for organizer in queries.organizers(registration.event):
        key = f"{REQUESTS}:{organizer.public_id}:{hour:%Y%m%d%H}"
        promise = Promise(REQUESTS, key, not_before=hour + timedelta(hours=1))
        post(organizer, promise, at=at)


OPEN = "registrations.seat_is_open"
WITH_MAIN = "registrations.cancelled_with_main"
REQUESTS = "registrations.requests"


@composes(WITH_MAIN)
def _cancelled_with_main(mail: Mail) -> Letter | None:
    registration = registration_of(mail)
    main = queries.main_event(registration.event) if registration else None
    if registration is None or registration.state != State.CANCELLED or main is None:
        return None
    name = "cancelled_with_main"
    return whole_letter(name, mail, registration, with_calendar=False, main_title=main.title)


@composes(REQUESTS, topic=Topic.HOSTING)
def _requests(mail: Mail) -> Letter | None:
    waiting = queries.requests_for(mail.member, mail.dated_at)
    if not waiting:
        return None
    number = sum(people for _event, people in waiting)
    return write("registrations/mail/requests", to=mail.member, waiting=waiting, number=number)


@composes(OPEN, manner=AT_ONCE)
def _seat_is_open(mail: Mail) -> Letter | None:
    registration = registration_of(mail)
    if registration is None or registration.state != State.WAITLISTED:
        return None
    return whole_letter("seat_is_open", mail, registration, with_calendar=False)


def _post(registration: Registration, promise: Promise, at: datetime) -> None:
    if registration.attendee.email:  # a name on somebody's list, without an address
        about = replace(promise, about_id=registration.id, priority=Priority.PERSONAL)
        post(registration.attendee, about, at=at)


def registration_of(mail: Mail) -> Registration | None:
    """The place a letter is about, with everything a letter says of one."""
    query = queries.whole().where(Registration.id == mail.about_id)
    return shared(("place", mail.about_id), lambda: db.session.scalars(query).one_or_none())


def whole_letter(
    name: str, mail: Mail, registration: Registration, *, with_calendar: bool = False, **told: Any
) -> Letter:
    """A letter about somebody's place, with what every such letter may need."""
    event = registration.event
    letter = write(
        f"registrations/mail/{name}",
        to=mail.member,
        registration=registration,
        event=event,
        position=queries.position(registration) if registration.queue_no else 0,
        event_url=absolute(f"/events/{event.slug}"),
        events_url=absolute("/events"),
        place_url=absolute(f"/events/{event.slug}/registration"),
        ticket_url=ticket_url(registration),
        **told,
    )
    if not with_calendar:
        return letter
    calendar = shared(("calendar", event.id), lambda: calendar_file(event))
    file = Attachment(f"{event.slug}.ics", "text/calendar", calendar)
    return replace(letter, attachments=(file,))
