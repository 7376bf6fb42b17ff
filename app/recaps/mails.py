"""The recap as a letter, written when it leaves from what is then true and allowed."""

from dataclasses import replace
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.attendance.queries import attendance_of
from app.connections.wording import FIELD_NAMES
from app.events.models import Event
from app.kit.clock import now
from app.kit.db import db
from app.kit.letters import Letter, write
from app.notifications.composers import composes
from app.notifications.links import off_url
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.notifications.rules import Priority, Topic
from app.recaps.contents import Figures, Recap, figures_of, recap_for
from app.recaps.queries import variant_for
from app.recaps.rules import STAYS_OF_USE, Variant, ago, sending_time
from app.recaps.wording import title
from app.registrations.models import Registration

KINDS = {variant: f"recap.{variant}" for variant in Variant}
SAYS_THEY_CAME = "recap.says_they_came"


def promised(
    event: Event, member: User, variant: Variant, *, at: datetime, is_corrected: bool = False
) -> None:
    """Promise `member` a recap for the next morning on their own clock.

    One that is corrected is of use for as long, counted from now; one for each time it was closed.
    """
    morning = sending_time(event.ends_at, member.timezone)
    key = f"recap:{event.id}:{member.id}:{variant}"
    if is_corrected and event.closed_at is not None:
        key = f"{key}:{event.closed_at.timestamp():.0f}"
    promise = Promise(
        KINDS[variant],
        key,
        about_id=event.id,
        priority=Priority.BULK,
        not_before=max(morning, at),
        expires_at=(max(morning, at) if is_corrected else morning) + STAYS_OF_USE,
    )
    post(member, promise, at=at)


def says_they_came(registration: Registration, organizer: User, *, at: datetime) -> None:
    """Tell an organizer that somebody counted as missing says they were there."""
    key = f"{SAYS_THEY_CAME}:{registration.id}:{organizer.id}"  # said once, told once
    post(organizer, Promise(SAYS_THEY_CAME, key, about_id=registration.id), at=at)


@composes(KINDS[Variant.ATTENDED], topic=Topic.RECAPS)
def _attended(mail: Mail) -> Letter | None:
    return _recap(mail, Variant.ATTENDED)


@composes(KINDS[Variant.NO_SHOW], topic=Topic.RECAPS)
def _no_show(mail: Mail) -> Letter | None:
    return _recap(mail, Variant.NO_SHOW)


@composes(KINDS[Variant.ORGANIZER], topic=Topic.RECAPS)
def _organizer(mail: Mail) -> Letter | None:
    event = _event(mail)
    if event is None or event.closed_at is None or not event.group.is_run_by(mail.member):
        return None
    return _letter(mail, event, Variant.ORGANIZER, figures_of(event))


@composes(SAYS_THEY_CAME)
def _says_they_came(mail: Mail) -> Letter | None:
    registration = db.session.get(
        Registration,
        mail.about_id,
        options=[
            joinedload(Registration.attendee),
            joinedload(Registration.event).joinedload(Event.group),
        ],
    )
    if registration is None or not registration.event.group.is_run_by(mail.member):
        return None
    if not attendance_of(registration).has_claimed:
        return None
    return write(
        "recaps/mail/says_they_came",
        to=mail.member,
        event=registration.event,
        person=registration.attendee,
    )


def _recap(mail: Mail, variant: Variant) -> Letter | None:
    event = _event(mail)
    # While the record is open again nobody is told that they were missed.
    is_open_again = event is not None and event.closed_at is None
    if event is None or (is_open_again and variant == Variant.NO_SHOW):
        return None
    if variant_for(event, mail.member) != variant:
        return None
    # The reasons are sentences: they are found in the reader's language too.
    with force_locale(mail.member.locale):
        recap = recap_for(event, mail.member, variant, at=now())
    return _letter(mail, event, variant, recap)


def _letter(mail: Mail, event: Event, variant: Variant, what: Recap | Figures) -> Letter:
    url = off_url(mail.member, Topic.RECAPS)
    letter = write(
        f"recaps/mail/{variant}",
        to=mail.member,
        unsubscribe_url=url,
        event=event,
        recap=what,
        title=title(event, variant, ago(event.ends_at, now(), mail.member.timezone)),
        field_names=FIELD_NAMES,
    )
    return replace(letter, unsubscribe_url=url)


def _event(mail: Mail) -> Event | None:
    return db.session.get(Event, mail.about_id, options=[joinedload(Event.group)])
