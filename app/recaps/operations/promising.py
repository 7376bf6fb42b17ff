"""What comes of a closed evening: everybody is promised their recap, and may say they came."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.operations import NotCountedAsMissing, claim, unclaim
from app.events.models import Event
from app.kit.db import db, lock
from app.notifications.models import Mail
from app.notifications.rules import State
from app.recaps import mails
from app.recaps.models import RecapRun
from app.recaps.queries import audience, organizers_of, variant_for
from app.recaps.rules import Variant
from app.registrations.models import Registration
from app.registrations.queries import registration_of

# A line received before a look may be committed after it.
SETTLES = timedelta(minutes=5)


def promise_recaps(event: Event, *, at: datetime) -> int:
    """Promise the recaps of an evening that has been closed, once for all.

    The audience is fixed here; what each letter says is decided when it leaves. Returns how many
    people it is. Locks the event.
    """
    lock(event)
    if event.closed_at is None or db.session.get(RecapRun, event.id) is not None:
        return 0
    readers = [(member, kind) for kind, people in audience(event).items() for member in people]
    mails.promised(event, readers, at=at)
    db.session.add(RecapRun(event_id=event.id, begun_at=at, audience=len(readers)))
    db.session.flush()
    return len(readers)


def promise_again(event: Event, *, at: datetime) -> int:
    """Promise the recap to those of whom the record says something else than at the first close.

    Whoever has been thanked for coming is never told afterwards that they were missed.
    """
    people, thanked = audience(event), _written_to(event, Variant.ATTENDED)
    late = [(m, Variant.ATTENDED) for m in people[Variant.ATTENDED] if m.id not in thanked]
    told = thanked | _written_to(event, Variant.NO_SHOW)
    late += [(m, Variant.NO_SHOW) for m in people[Variant.NO_SHOW] if m.id not in told]
    mails.promised(event, late, at=at, is_corrected=True)
    db.session.get_one(RecapRun, event.id).looked_at = at - SETTLES
    return len(late)


def say_i_came(event: Event, *, by: User, at: datetime) -> None:
    """Ask the organizers to put right that `by` counts as missing.

    Raises NotCountedAsMissing, AnsweredBefore.
    """
    registration = _missed(event, by)
    if claim(registration, by=by, at=at):
        for organizer in organizers_of(event):
            mails.says_they_came(registration, organizer, at=at)


def say_i_was_mistaken(event: Event, *, by: User, at: datetime) -> None:
    """Take that back, as long as nobody has answered. Raises NotCountedAsMissing."""
    unclaim(_missed(event, by), by=by, at=at)


def _missed(event: Event, member: User) -> Registration:
    registration = registration_of(event, member)
    if registration is None or variant_for(event, member) != Variant.NO_SHOW:
        raise NotCountedAsMissing
    return registration


def _written_to(event: Event, variant: Variant) -> set[int]:
    """Ids of those to whom such a letter was promised, unless it was not true any more."""
    query = sa.select(Mail.member_id).where(
        Mail.kind == mails.KINDS[variant], Mail.about_id == event.id, Mail.state != State.ABORTED
    )
    return set(db.session.scalars(query))
