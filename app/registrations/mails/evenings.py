"""What everybody hears about the whole evening: it moves, or does not take place."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.events.models import Event
from app.kit.batch import shared
from app.kit.letters import Letter
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post_all
from app.registrations import queries
from app.registrations.mails.news import registration_of, whole_letter
from app.registrations.models import Registration
from app.registrations.rules import reminds_at
from app.registrations.states import State
from app.registrations.tickets import answer_url

CHANGED = "registrations.event_changed"
SILENT = "registrations.still_silent"
OFF = "registrations.called_off"


def event_changed(event: Event, *, at: datetime) -> None:
    """Tell everybody of another time or place; once for every step of the calendar's sequence."""
    _tell(CHANGED, queries.active(event), str(event.sequence), at)


def still_silent(event: Event, *, at: datetime) -> None:
    """Promise one reminder to each who is asked at that moment whether they still come."""
    remind_at = reminds_at(at, event.starts_at)
    if remind_at is not None:
        asked = (row for row in queries.active(event) if row.asked_again_at == at)
        _tell(SILENT, asked, _mark(at), at, remind_at, event.starts_at)


def called_off(event: Event, people: Iterable[Registration], *, at: datetime) -> None:
    """Tell all of `people` that the evening does not take place."""
    _tell(OFF, people, str(event.sequence), at)


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


@composes(SILENT)
def _still_silent(mail: Mail) -> Letter | None:
    """Withdrawn once there is an answer or a newer question; and nobody is reminded twice."""
    registration = registration_of(mail)
    if registration is None or registration.asked_again_at is None:
        return None
    if not (registration.is_asked_again and registration.event.is_on):
        return None
    asked = _key(SILENT, registration, _mark(registration.asked_again_at))
    if mail.dedupe_key != asked or queries.has_had_one_like(mail):
        return None
    event = registration.event
    waiting = shared(("waiting", event.id), lambda: queries.counts(event).get(State.WAITLISTED, 0))
    answer = answer_url(registration)
    return whole_letter("still_silent", mail, registration, answer_url=answer, waiting=waiting)


@composes(OFF)
def _called_off(mail: Mail) -> Letter | None:
    registration = registration_of(mail)
    if registration is None or registration.state != State.EVENT_CANCELLED:
        return None
    return whole_letter("called_off", mail, registration, with_calendar=True)


def _tell(
    kind: str,
    people: Iterable[Registration],
    mark: str,
    at: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    promise = Promise(kind, "", not_before=not_before, expires_at=expires_at)
    promises = [
        (one.attendee, replace(promise, key=_key(kind, one, mark), about_id=one.id))
        for one in people
        if one.attendee.email  # a name on somebody's list, without an address
    ]
    post_all(promises, at=at)


def _key(kind: str, registration: Registration, mark: str) -> str:
    return f"{kind}:{registration.public_id}:{mark}"


def _mark(asked_at: datetime) -> str:
    """What tells one question from the next."""
    return str(int(asked_at.timestamp()))
