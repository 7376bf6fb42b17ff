"""A small pile of letters to look at: nothing else of the past is written to anybody."""

from app.accounts.models import User
from app.demo.operations.evenings import Evenings, Places
from app.demo.operations.people import People
from app.demo.story import ATTENDEE, LAST, NEXT, TONIGHT
from app.events.models import Event
from app.introductions import mails as introductions
from app.introductions.models import Introduction
from app.introductions.rules import State
from app.notifications.operations import Promise, post
from app.notifications.rules import Priority
from app.recaps import mails as recaps
from app.recaps.rules import Variant, sending_time
from app.registrations import mails as registrations

CONFIRMED = ((TONIGHT, ATTENDEE), (NEXT, ATTENDEE), (TONIGHT, "emeka.okonkwo"))
WAITING = ((TONIGHT, "shingo.hashimoto"), (NEXT, "ravi.kumar"))
RECAPS = (
    (ATTENDEE, Variant.ATTENDED),
    ("emeka.okonkwo", Variant.ATTENDED),
    ("hikaru.saito", Variant.ORGANIZER),
    ("nisha.patel", Variant.NO_SHOW),
    ("tomoko.hamada", Variant.LATE_CANCEL),
    ("ravi.kumar", Variant.WAITING),
    ("leila.hassan", Variant.GUEST),
)


def write_some(evenings: Evenings, places: Places, people: People) -> None:
    """Promise the letters of a few people, dated when they would have come."""
    for key in CONFIRMED:
        registrations.confirmed(places[key], at=places[key].registered_at)
    for key in WAITING:
        registrations.waitlisted(places[key], at=places[key].registered_at)
    for reader, variant in RECAPS:
        _recap(evenings[LAST], people[reader], variant)


def write_about(introduction: Introduction) -> None:
    """Promise what the three parties of an open request have been told, and will be."""
    at = introduction.asked_at
    if introduction.state == State.WITH_BOTH:
        return introductions.proposed(introduction, at=at)
    introductions.received(introduction, at=at)
    if introduction.state == State.WITH_TARGET:
        forwarded_at = max(yes.given_at for yes in introduction.consents)
        return introductions.asked_target(introduction, at=forwarded_at)
    return introductions.asked_connector(introduction, is_digest=False, told_at=at, at=at)


def _recap(event: Event, reader: User, variant: Variant) -> None:
    """The recap as it was promised then; this one may still be read days later."""
    promise = Promise(
        recaps.KINDS[variant],
        f"recap:{event.id}:{reader.id}:{variant}",
        about_id=event.id,
        priority=Priority.BULK,
    )
    post(reader, promise, at=sending_time(event.ends_at, reader.timezone))
