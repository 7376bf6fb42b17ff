"""Who may see whom, and what of them: the one place that decides it for every page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.models import Connection, Side
from app.connections.queries import askers_of, contacts_of, ties_with
from app.connections.rules import ContactField, State
from app.events.models import Event
from app.groups.models import Membership
from app.groups.rules import RUNS_IT
from app.kit.db import another, db
from app.moderation.queries import kept_apart
from app.profiles.models import Evidence, Profile, ProfileTag, Tag
from app.profiles.queries import empty_profile, profile_of, profiles_of
from app.profiles.traits import Facet
from app.profiles.visibility import Closeness
from app.registrations.models import Registration
from app.registrations.states import ListVisibility
from app.registrations.states import State as Standing

Value = TypeVar("Value")

SHOWN_TO_PARTICIPANTS = (ListVisibility.PARTICIPANTS, ListVisibility.PUBLIC)
PLAIN_FIELDS = ("headline", "company", "industry", "occupation", "hometown", "school", "age_group")
TEXT_FIELDS = ("statement", "not_for")
LIST_FIELDS = ("purposes", "languages")
TAG_FIELDS = {
    "interests": Facet.INTEREST,
    "offers": Facet.OFFER,
    "needs": Facet.NEED,
    "hobbies": Facet.HOBBY,
    "learning": Facet.LEARNING,
}
TOLD_FIELDS = {"offers": Facet.OFFER, "needs": Facet.NEED}


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
    # Offers and needs about which there is a sentence, and what the offers rest on.
    told: dict[str, list[ProfileTag]] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)

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
    mine, theirs = another(Registration, "mine"), another(Registration, "theirs")
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
    return _closeness(viewer, owner, _near(viewer, [owner.id]))


def card_for(viewer: User, owner: User) -> Card:
    """The card of `owner` as `viewer` may read it now."""
    return cards_for(viewer, [owner])[0]


def cards_for(viewer: User, owners: Sequence[User]) -> list[Card]:
    """The cards of several people as `viewer` may read them now, in the same few statements."""
    ids = [owner.id for owner in owners]
    if not ids:
        return []
    profiles, ties = profiles_of(ids), ties_with(viewer, ids)
    grants = _grants(viewer, ties)
    near = _near(viewer, ids)
    return [
        card_from(
            owner,
            profiles.get(owner.id) or empty_profile(owner.id),
            _closeness(viewer, owner, near),
            ties.get(owner.id),
            grants.get(owner.id, ()),
        )
        for owner in owners
    ]


def granted_contacts(viewer: User, owner: User) -> dict[str, str]:
    """The contact fields `owner` has granted to `viewer`, with their present values."""
    granted = _grants(viewer, ties_with(viewer, [owner.id])).get(owner.id, ())
    return {name: value for name, value in contacts_filled_in(owner).items() if name in granted}


def contacts_filled_in(owner: User) -> dict[str, str]:
    """Every way to reach `owner` that they have written down, for their own eyes."""
    return _contacts(owner, profile_of(owner))


def card_from(
    owner: User,
    profile: Profile,
    closeness: Closeness,
    connection: Connection | None,
    granted: Collection[str],
) -> Card:
    """The card of somebody who stands that close and has granted so much."""
    words = {name: getattr(profile, name) for name in (*PLAIN_FIELDS, *TEXT_FIELDS)}
    lists = {name: getattr(profile, name) for name in LIST_FIELDS}
    tags = {name: profile.tagged(facet) for name, facet in TAG_FIELDS.items()}
    told = {name: profile.told(facet) for name, facet in TOLD_FIELDS.items()}
    contacts = _contacts(owner, profile)
    return Card(
        person=owner,
        closeness=closeness,
        words=_filled(words, profile, closeness),
        lists=_filled(lists, profile, closeness),
        tags=_filled(tags, profile, closeness),
        contacts={name: value for name, value in contacts.items() if name in granted},
        connection=connection,
        told=_filled(told, profile, closeness),
        evidence=profile.backing(closeness),
    )


def _contacts(owner: User, profile: Profile) -> dict[str, str]:
    values = {
        ContactField.EMAIL: owner.email or "",
        ContactField.PHONE: profile.phone,
        ContactField.LINE: profile.line_id,
        ContactField.WEBSITE: profile.website,
    }
    return {name.value: value for name, value in values.items() if value}


def _near(viewer: User, owner_ids: Collection[int]) -> set[int]:
    """Which of them are contacts or fellow participants of `viewer`."""
    near = sa.union_all(contacts_of(viewer), fellow_participants(viewer)).subquery()
    query = sa.select(near.c[0]).where(near.c[0].in_(owner_ids)).distinct()
    return set(db.session.scalars(query))


def _closeness(viewer: User, owner: User, near: Collection[int]) -> Closeness:
    if viewer.id == owner.id:
        return Closeness.SELF
    return Closeness.MATCH if owner.id in near else Closeness.MEMBER


def _grants(viewer: User, ties: Mapping[int, Connection]) -> dict[int, list[str]]:
    """What each person has granted to `viewer`: nothing without a tie, nothing across a block."""
    active = {key: tie for key, tie in ties.items() if tie.state == State.ACTIVE}
    if not active:
        return {}
    query = sa.select(Side.owner_id, Side.shares).where(
        sa.tuple_(Side.connection_id, Side.owner_id).in_(
            [(tie.id, owner_id) for owner_id, tie in active.items()]
        ),
        Side.owner_id.not_in(kept_apart(viewer)),
    )
    rows = db.session.execute(query)
    return {owner_id: list(shares) for owner_id, shares in rows}


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
