"""The recap as a letter, written when it leaves from what is then true and allowed."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.attendance.queries import attendance_of
from app.events.models import Event
from app.kit.batch import share, shared
from app.kit.clock import now
from app.kit.db import db
from app.kit.letters import Letter, on_trial, write
from app.notifications.composers import composes, prepares
from app.notifications.models import Mail
from app.notifications.operations import Promise, post, post_all
from app.notifications.rules import Priority, Topic
from app.recaps.contents import gather_for
from app.recaps.letters import letter_of
from app.recaps.queries import variant_for, variants_for
from app.recaps.rules import STAYS_OF_USE, Variant, sending_time, share_of
from app.registrations.models import Registration

KINDS = {variant: f"recap.{variant}" for variant in Variant}
TESTS = {variant: f"recap.test.{variant}" for variant in Variant}
SAYS_THEY_CAME = "recap.says_they_came"


def promised(
    event: Event,
    readers: Sequence[tuple[User, Variant]],
    *,
    at: datetime,
    is_corrected: bool = False,
) -> None:
    """Promise everybody their recap for the next morning on their own clock.

    One that is corrected is of use for as long, counted from now; one for each time it was closed.
    """
    promises = [
        (member, _promise(event, member, variant, at, is_corrected=is_corrected))
        for member, variant in readers
    ]
    post_all(promises, at=at)


def _promise(
    event: Event, member: User, variant: Variant, at: datetime, *, is_corrected: bool
) -> Promise:
    morning = sending_time(event.ends_at, member.timezone)
    share = share_of(event.id, member.id)
    leaves_at = max(sending_time(event.ends_at, member.timezone, share), at)
    key = f"recap:{event.id}:{member.id}:{variant}"
    if is_corrected and event.closed_at is not None:
        key = f"{key}:{event.closed_at.timestamp():.0f}"
    return Promise(
        KINDS[variant],
        key,
        about_id=event.id,
        priority=Priority.BULK,
        not_before=leaves_at,
        expires_at=(leaves_at if is_corrected else morning) + STAYS_OF_USE,
    )


def says_they_came(registration: Registration, organizer: User, *, at: datetime) -> None:
    """Tell an organizer that somebody counted as missing says they were there."""
    key = f"{SAYS_THEY_CAME}:{registration.id}:{organizer.id}"  # said once, told once
    post(organizer, Promise(SAYS_THEY_CAME, key, about_id=registration.id), at=at)


def tried_out(event: Event, organizer: User, variant: Variant, *, at: datetime) -> None:
    """Promise one of the organizers the letter as somebody of that kind would get it."""
    key = f"{TESTS[variant]}:{event.id}:{organizer.id}:{at.isoformat()}"
    post(organizer, Promise(TESTS[variant], key, about_id=event.id), at=at)


def _written(mail: Mail, variant: Variant) -> Letter | None:
    event = _event(mail)
    # While the record is open again nobody is told that they were missed.
    is_open_again = event is not None and event.closed_at is None
    if event is None or (is_open_again and variant in (Variant.NO_SHOW, Variant.ORGANIZER)):
        return None
    if variant == Variant.ORGANIZER:
        is_true = event.group.is_run_by(mail.member)
    else:
        is_true = _variant_now(event, mail.member) == variant
    return letter_of(event, mail.member, variant) if is_true else None


def _tried(mail: Mail, variant: Variant) -> Letter | None:
    event = _event(mail)
    if event is None or not event.group.is_run_by(mail.member):
        return None
    letter = letter_of(event, mail.member, variant)
    return on_trial(letter, locale=mail.member.locale)


for _variant in Variant:
    composes(KINDS[_variant], topic=Topic.RECAPS)(partial(_written, variant=_variant))
    composes(TESTS[_variant])(partial(_tried, variant=_variant))


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


def _prepared(mails: Sequence[Mail], variant: Variant) -> None:
    """Find what the readers of each evening need, once for all of them."""
    readers: dict[int, list[User]] = {}
    for mail in mails:
        if mail.about_id is not None:
            readers.setdefault(mail.about_id, []).append(mail.member)
    for mail in {mail.about_id: mail for mail in mails}.values():
        event = _event(mail)
        if event is not None:
            _gather(event, readers[event.id], variant)


def _gather(event: Event, readers: list[User], variant: Variant) -> None:
    variants = variants_for(event, readers)
    for reader in readers:
        share(("recap variant", event.id, reader.id), variants[reader.id])
    gather_for(event, [r for r in readers if variants[r.id] == variant], at=now())


def _variant_now(event: Event, member: User) -> Variant | None:
    key = ("recap variant", event.id, member.id)
    return shared(key, lambda: variant_for(event, member))


for _variant in Variant:
    if _variant != Variant.ORGANIZER:
        prepares(KINDS[_variant])(partial(_prepared, variant=_variant))


def _event(mail: Mail) -> Event | None:
    whole = [joinedload(Event.group)]
    return shared(
        ("recap event", mail.about_id), lambda: db.session.get(Event, mail.about_id, options=whole)
    )
