"""Who comes: lists of people, and their make-up."""

import unicodedata
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.accounts.names import in_order
from app.accounts.queries import is_called
from app.events.models import Event
from app.kit.db import db
from app.moderation.queries import kept_apart
from app.profiles.models import Profile
from app.profiles.visibility import DEFAULTS, Visibility
from app.registrations.models import Registration
from app.registrations.queries.places import whole
from app.registrations.states import ListVisibility, State


@dataclass(frozen=True)
class Composition:
    """Who comes, as (code, people) pairs, largest first. Small groups are not hidden yet."""

    total: int
    industries: list[tuple[str, int]]
    purposes: list[tuple[str, int]]
    newcomers: int


@dataclass(frozen=True)
class Guest:
    """Somebody who comes, as lists name people, and who may know."""

    id: int
    public_id: str
    family_name: str
    given_name: str
    display_name: str
    reading: str
    shown_to: ListVisibility

    @property
    def full_name(self) -> str:
        """The name in its own order."""
        return in_order(self.family_name, self.given_name, self.display_name)


def confirmed(event: Event) -> list[Registration]:
    """Everyone with a seat, attendee and slot loaded, in the order of their readings."""
    return list(db.session.scalars(confirmed_places(event)))


def confirmed_places(event: Event) -> sa.Select[Registration]:
    """The same, to be narrowed down by whoever asks; members are joined in."""
    return (
        whole()
        .join(User, User.id == Registration.attendee_id)
        .where(Registration.event_id == event.id, Registration.state == State.CONFIRMED)
        .order_by(*by_reading())
    )


def attendee_list(
    event: Event, text: str = "", state: State | None = None
) -> sa.Select[Registration]:
    """The organizer's table: everybody who ever registered, found by name, reading or company."""
    query = (
        whole()
        .join(User, User.id == Registration.attendee_id)
        .outerjoin(Profile, Profile.member_id == User.id)
        .where(Registration.event_id == event.id)
        .order_by(*by_reading())
    )
    if state is not None:
        query = query.where(Registration.state == state)
    for word in text.split():
        query = query.where(named(word))
    return query


def attendees_visible_to(event: Event, viewer: User | None) -> list[Registration]:
    """Who is going, as far as each of them lets this viewer see it.

    Organizers see everybody, those who come too see who shows themselves to participants, all
    others only who is public. Nobody sees an unproven address or somebody kept apart.
    """
    query = (
        whole()
        .join(User, User.id == Registration.attendee_id)
        .where(Registration.event_id == event.id, _is_shown())
        .order_by(*by_reading())
    )
    if viewer is not None:
        query = query.where(User.id.not_in(kept_apart(viewer)))
    if not event.group.is_run_by(viewer):
        query = query.where(_shown_to(event, viewer))
    return list(db.session.scalars(query))


def guests(event: Event) -> list[Guest]:
    """Everybody with a seat who may be named to anybody, with whom each of them shows it to."""
    columns = (
        *(User.id, User.public_id, User.family_name, User.given_name, User.display_name),
        *(User.reading, Registration.list_visibility),
    )
    query = (
        sa.select(*columns)
        .join(Registration, Registration.attendee_id == User.id)
        .where(Registration.event_id == event.id, _is_shown())
        .order_by(*by_reading())
    )
    return [Guest(*row) for row in db.session.execute(query)]


def composition(event: Event) -> Composition:
    """The make-up of those who come. A private industry counts as none told."""
    coming = _coming(event)
    chosen = Profile.visibility["industry"].astext
    told = sa.case(
        (sa.func.coalesce(chosen, "") == Visibility.PRIVATE.value, ""),
        else_=sa.func.coalesce(Profile.industry, ""),
    )
    industries = (
        sa.select(told, sa.func.count())
        .select_from(Registration)
        .outerjoin(Profile, Profile.member_id == Registration.attendee_id)
        .where(coming)
        .group_by(told)
    )
    purposes = (
        sa.select(Registration.purpose, sa.func.count())
        .where(coming)
        .group_by(Registration.purpose)
    )
    counted = _counted(industries)
    return Composition(
        total=sum(number for _code, number in counted),
        industries=counted,
        purposes=_counted(purposes),
        newcomers=_newcomers(event),
    )


def named(word: str) -> sa.ColumnElement[bool]:
    """Whether a member is called so, or works there and shows it; members and profiles joined."""
    company = sa.func.lower(sa.func.normalize(Profile.company, sa.text("NFKC")))
    plain = unicodedata.normalize("NFKC", word).lower()
    # Found by a field is told that field: only where its owner shows it to people at an event.
    level = sa.func.coalesce(Profile.visibility["company"].astext, DEFAULTS["company"].value)
    is_told = level.in_((Visibility.MATCHES, Visibility.MEMBERS, Visibility.PUBLIC))
    return is_called(word) | (company.contains(plain, autoescape=True) & is_told)


def by_reading() -> tuple[sa.ColumnElement[str], ...]:
    """The order of a Japanese list: by reading, by name where there is none."""
    name = sa.func.coalesce(
        sa.func.nullif(User.reading, ""), User.family_name + User.given_name + User.display_name
    )
    return (name, sa.cast(Registration.id, sa.Text))


def _coming(event: Event) -> sa.ColumnElement[bool]:
    """Has a seat there, and has not yet to say whether the place is theirs."""
    return sa.and_(
        Registration.event_id == event.id,
        Registration.state == State.CONFIRMED,
        ~Registration.needs_yes,
    )


def _is_shown() -> sa.ColumnElement[bool]:
    """Has a seat, has proven their address, and has not yet to say whether the place is theirs."""
    return sa.and_(
        Registration.state == State.CONFIRMED,
        ~Registration.needs_yes,
        User.email_verified_at.is_not(None),
        User.disabled_at.is_(None),
    )


def _shown_to(event: Event, viewer: User | None) -> sa.ColumnElement[bool]:
    public = Registration.list_visibility == ListVisibility.PUBLIC
    if viewer is None:
        return public
    mine = aliased(Registration)
    comes_too = sa.exists().where(
        mine.event_id == event.id,
        mine.attendee_id == viewer.id,
        mine.state == State.CONFIRMED,
    )
    among_us = sa.and_(Registration.list_visibility == ListVisibility.PARTICIPANTS, comes_too)
    return sa.or_(public, among_us, Registration.attendee_id == viewer.id)


def _counted(query: sa.Select[str, int]) -> list[tuple[str, int]]:
    pairs = [(code, number) for code, number in db.session.execute(query)]
    return sorted(pairs, key=lambda pair: (not pair[0], -pair[1], pair[0]))


def _newcomers(event: Event) -> int:
    """How many of those who come have never had a seat with this group before."""
    before, past = aliased(Registration), aliased(Event)
    been_here = (
        sa.exists()
        .where(before.attendee_id == Registration.attendee_id, before.state == State.CONFIRMED)
        .where(before.event_id == past.id, past.group_id == event.group_id)
        .where(past.starts_at < event.starts_at)
    )
    query = sa.select(sa.func.count()).where(_coming(event), ~been_here)
    return db.session.scalars(query).one()
