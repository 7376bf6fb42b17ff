"""What everybody hears about the whole evening: it moves, or does not take place."""

from collections.abc import Iterable
from datetime import datetime

from app.events.models import Event
from app.kit.letters import Letter
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post_all
from app.registrations import queries
from app.registrations.mails.news import registration_of, whole_letter
from app.registrations.models import Registration
from app.registrations.states import State
from app.registrations.tickets import answer_url

CHANGED = "registrations.event_changed"
OFF = "registrations.called_off"


def event_changed(event: Event, *, at: datetime) -> None:
    """Tell everybody of another time or place; once for every step of the calendar's sequence."""
    _tell(CHANGED, queries.active(event), event.sequence, at)


def called_off(event: Event, people: Iterable[Registration], *, at: datetime) -> None:
    """Tell all of `people` that the evening does not take place."""
    _tell(OFF, people, event.sequence, at)


@composes(CHANGED)
def _event_changed(mail: Mail) -> Letter | None:
    registration = registration_of(mail)
    if registration is None or not (registration.is_active and registration.event.is_on):
        return None
    return whole_letter(
        "event_changed",
        mail,
        registration,
        with_calendar=registration.state == State.CONFIRMED,
        answer_url=answer_url(registration) if registration.is_asked_again else "",
    )


@composes(OFF)
def _called_off(mail: Mail) -> Letter | None:
    registration = registration_of(mail)
    if registration is None or registration.state != State.EVENT_CANCELLED:
        return None
    return whole_letter("called_off", mail, registration, with_calendar=True)


def _tell(kind: str, people: Iterable[Registration], sequence: int, at: datetime) -> None:
    promises = [
        (one.attendee, Promise(kind, f"{kind}:{one.public_id}:{sequence}", about_id=one.id))
        for one in people
        if one.attendee.email  # a name on somebody's list, without an address
    ]
    post_all(promises, at=at)
