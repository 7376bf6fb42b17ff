"""Who may see whom, and what of them: the one place that decides it for every page."""

from dataclasses import dataclass, field
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.queries import askers_of, between, contacts_of, side_of
from app.connections.rules import ContactField, State
from app.events.models import Event
from app.groups.models import Membership
from app.groups.rules import RUNS_IT
from app.kit.db import db
from app.moderation.queries import are_kept_apart, kept_apart
from app.profiles.models import Profile, Tag
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from app.profiles.visibility import Closeness
from app.registrations.models import Registration
from app.registrations.states import ListVisibility
from app.registrations.states import State as Standing

Value = TypeVar("Value")

SHOWN_TO_PARTICIPANTS = (ListVisibility.PARTICIPANTS, ListVisibility.PUBLIC)
PLAIN_FIELDS = ("headline", "company", "industry", "occupation", "hometown", "school")
LIST_FIELDS = ("purposes", "languages")
TAG_FIELDS = {
    "interests": Facet.INTEREST,
    "offers": Facet.OFFER,
    "needs": Facet.NEED,
    "hobbies": Facet.HOBBY,
}


@dataclass(frozen=True)
class Card:
    """What one viewer may know of one person at this moment. Nothing else is loaded."""

    person: User
    closeness: Closeness
    words: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    tags: dict[str, list[Tag]] = field(default_factory=dict)
    contacts: dict[str, str] = field(default_factory=dict)
    connection: Connection | None = None

    @property
    def is_connected(self) -> bool:
        return self.connection is not None and self.connection.state == State.ACTIVE


def visible_people(viewer: User) -> "sa.Select[User]":
    """Everyone `viewer` may look at.

    That is themselves, contacts, those who ask to be one, fellow participants who show
    themselves and, for organizers, the people who come to their events.
    """
    return (
        sa.select(User)
        .where(User.disabled_at.is_(None), User.id.not_in(kept_apart(viewer)))
        .where(
            sa.or_(
                User.id == viewer.id,
                User.email_verified_at.is_not(None)
                & sa.or_(
                    User.id.in_(contacts_of(viewer)),
                    User.id.in_(askers_of(viewer)),
                    User.id.in_(fellow_participants(viewer)),
                    User.id.in_(_guests_of(viewer)),
                ),
            )
        )
    )


def fellow_participants(viewer: User) -> "sa.Select[int]":
    """Ids of people confirmed for an event `viewer` is confirmed for, who show themselves there."""
    mine, theirs = aliased(Registration), aliased(Registration)
    return (
        sa.select(theirs.attendee_id)
        .join(mine, mine.event_id == theirs.event_id)
        .where(mine.attendee_id == viewer.id, mine.state == Standing.CONFIRMED)
        .where(theirs.state == Standing.CONFIRMED)
        .where(theirs.list_visibility.in_(SHOWN_TO_PARTICIPANTS))
    )


def closeness_of(viewer: User | None, owner: User) -> Closeness:
    """How near `viewer` stands to `owner`: contacts and fellow participants are matches."""
    if viewer is None:
        return Closeness.STRANGER
    if viewer.id == owner.id:
        return Closeness.SELF
    near = sa.union_all(contacts_of(viewer), fellow_participants(viewer)).subquery()
    query = sa.select(near.c[0]).where(near.c[0] == owner.id).limit(1)
    found = db.session.scalars(query).first() is not None
    return Closeness.MATCH if found else Closeness.MEMBER


def card_for(viewer: User, owner: User) -> Card:
    """The card of `owner` as `viewer` may read it now."""
    closeness = closeness_of(viewer, owner)
    profile = profile_of(owner)
    connection = between(viewer, owner)
    return Card(
        person=owner,
        closeness=closeness,
        words=_filled({name: getattr(profile, name) for name in PLAIN_FIELDS}, profile, closeness),
        lists=_filled({name: getattr(profile, name) for name in LIST_FIELDS}, profile, closeness),
        tags=_filled(
            {name: profile.tagged(facet) for name, facet in TAG_FIELDS.items()}, profile, closeness
        ),
        contacts=granted_contacts(viewer, owner),
        connection=connection,
    )


def granted_contacts(viewer: User, owner: User) -> dict[str, str]:
    """The contact fields `owner` has granted to `viewer`, with their present values."""
    connection = between(viewer, owner)
    if connection is None or connection.state != State.ACTIVE:
        return {}
    if are_kept_apart(viewer, owner):
        return {}
    side = side_of(connection, owner)
    shares = side.shares if side else []
    return {name: value for name, value in contacts_filled_in(owner).items() if name in shares}


def contacts_filled_in(owner: User) -> dict[str, str]:
    """Every way to reach `owner` that they have written down, for their own eyes."""
    profile = profile_of(owner)
    values = {
        ContactField.EMAIL: owner.email or "",
        ContactField.PHONE: profile.phone,
        ContactField.LINE: profile.line_id,
        ContactField.WEBSITE: profile.website,
    }
    return {name.value: value for name, value in values.items() if value}


def _filled(values: dict[str, Value], profile: Profile, closeness: Closeness) -> dict[str, Value]:
    return {
        name: value for name, value in values.items() if value and profile.shows(name, closeness)
    }


def _guests_of(viewer: User) -> "sa.Select[int]":
    """Ids of people confirmed for events of groups that `viewer` runs."""
    return (
        sa.select(Registration.attendee_id)
        .join(Event, Event.id == Registration.event_id)
        .join(Membership, Membership.group_id == Event.group_id)
        .where(Membership.member_id == viewer.id, Membership.role.in_(list(RUNS_IT)))
        .where(Registration.state == Standing.CONFIRMED)
    )
