"""What those who come say of it in a line of their own, and of themselves in a minute."""

from collections.abc import Collection

import sqlalchemy as sa

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.moderation.queries import kept_apart
from app.registrations.models import Registration, SelfIntroduction
from app.registrations.queries.people import by_reading
from app.registrations.queries.places import whole
from app.registrations.states import ListVisibility, State

_TO_PARTICIPANTS = (ListVisibility.PARTICIPANTS, ListVisibility.PUBLIC)


def lines_at(event: Event, viewer: User, ids: Collection[int]) -> dict[int, str]:
    """By person, what each of `ids` says they come for, as far as `viewer` may read it.

    Only whoever comes, too, reads the lines of those who show themselves to participants.
    """
    if not ids or not _comes(event, viewer):
        return {}
    query = _lines(event, ids).where(Registration.attendee_id.not_in(kept_apart(viewer)))
    return {person: line for person, line in db.session.execute(query)}  # noqa: C416


def lines_on_paper(event: Event, ids: Collection[int]) -> dict[int, str]:
    """The same for a sheet that everybody there may read, with none of them kept apart."""
    rows = db.session.execute(_lines(event, ids)) if ids else ()
    return {person: line for person, line in rows}  # noqa: C416


def introduction_of(registration: Registration) -> SelfIntroduction | None:
    """What the holder has written to say of themselves at this event, if anything."""
    return db.session.get(SelfIntroduction, registration.id)


def introductions_on_paper(event: Event) -> list[tuple[Registration, SelfIntroduction]]:
    """Those who come and let the organizers print what they say of themselves, by reading."""
    query = (
        whole()
        .add_columns(SelfIntroduction)
        .join(SelfIntroduction, SelfIntroduction.registration_id == Registration.id)
        .join(User, User.id == Registration.attendee_id)
        .where(
            Registration.event_id == event.id,
            Registration.state == State.CONFIRMED,
            ~Registration.needs_yes,
            SelfIntroduction.goes_on_paper,
        )
        .order_by(*by_reading())
    )
    return [(row, words) for row, words in db.session.execute(query)]


def _lines(event: Event, ids: Collection[int]) -> "sa.Select[int, str]":
    return sa.select(Registration.attendee_id, Registration.purpose_note).where(
        Registration.event_id == event.id,
        Registration.attendee_id.in_(ids),
        Registration.state == State.CONFIRMED,
        Registration.list_visibility.in_(_TO_PARTICIPANTS),
        Registration.purpose_note != "",
        ~Registration.needs_yes,
    )


def _comes(event: Event, viewer: User) -> bool:
    mine = sa.exists().where(
        Registration.event_id == event.id,
        Registration.attendee_id == viewer.id,
        Registration.state == State.CONFIRMED,
    )
    return bool(db.session.scalar(sa.select(mine)))
