"""Short ways to make things. Each one is saved and ready to use."""

from datetime import timedelta
from itertools import count
from typing import TypeVar
from uuid import uuid4

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.rules import Kind as EntryKind
from app.attendance.rules import Method
from app.connections.models import Connection
from app.connections.operations import connect
from app.connections.rules import Origin
from app.events import search as event_search
from app.events.models import Event, Slot
from app.events.rules import Status
from app.groups import search as group_search
from app.groups.models import Group, Membership
from app.groups.rules import Kind, Role
from app.kit.clock import now
from app.kit.db import Model, db
from app.kit.tokens import public_id
from app.moderation.models import Block
from app.profiles.models import Profile, ProfileTag, Tag, TagSpelling
from app.profiles.rules import tag_key
from app.profiles.traits import Facet
from app.registrations.models import Registration
from app.registrations.states import ListVisibility, State
from app.registrations.tickets import ticket_hash

Row = TypeVar("Row", bound=Model)

_serial = count(1)


def saved(row: Row) -> Row:
    db.session.add(row)
    db.session.commit()
    return row


def a_member(given_name: str = "Aoi", family_name: str = "Sato", **given: object) -> User:
    """Verified, English-speaking, with an empty profile."""
    usual: dict[str, object] = {
        "email": f"member{next(_serial)}@example.org",
        "email_verified_at": now(),
        "joined_at": now() - timedelta(days=30),
        "locale": "en",
    }
    member = saved(User(given_name=given_name, family_name=family_name, **(usual | given)))
    saved(Profile(member_id=member.id, languages=["ja", "en"]))
    return member


def a_stranger(**given: object) -> User:
    """Somebody who has not proven their address yet."""
    return a_member(**({"email_verified_at": None} | given))


def a_group(owner: User | None = None, **given: object) -> Group:
    usual: dict[str, object] = {
        "slug": f"group-{next(_serial)}",
        "name": "Marunouchi Weft",
        "kind": Kind.CROSS_INDUSTRY,
        "founded_at": now(),
        "run_by": "Two friends",
    }
    group = saved(Group(**(usual | given)))
    group_search.index(group)
    owner = owner or a_member("Host")
    saved(Membership(group_id=group.id, member_id=owner.id, role=Role.OWNER, joined_at=now()))
    db.session.refresh(group)
    return group


def an_event(group: Group | None = None, *, capacity: int | None = 10, **given: object) -> Event:
    """Published, in a week, two hours long, with one slot of `capacity` seats."""
    starts_at = given.pop("starts_at", now() + timedelta(days=7))
    usual: dict[str, object] = {
        "slug": f"event-{next(_serial)}",
        "title": "Rust night",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "status": Status.PUBLISHED,
        "published_at": now(),
        "made_at": now(),
        "changed_at": now(),
        "place_name": "Kanda Hall",
    }
    group = group or a_group()
    slots = given.pop("slots", None) or [Slot(capacity=capacity)]
    host = next((m.member_id for m in group.team if m.role == Role.OWNER), None)
    event = saved(Event(group_id=group.id, host_id=host, slots=slots, **(usual | given)))
    event_search.index(event)
    return saved(event)


def in_one_group(first: User, *others: User) -> Group:
    """A group to which all of them belong; the first one runs it."""
    group = a_group(first)
    for person in others:
        saved(Membership(group_id=group.id, member_id=person.id, role=Role.MEMBER, joined_at=now()))
    return group


def owner_of(group: Group) -> User:
    """Who founded `group`."""
    owner_id = next(m.member_id for m in group.team if m.role == Role.OWNER)
    return db.session.get_one(User, owner_id)


def a_tag(label: str) -> Tag:
    """The tag spelled `label`, made where there is none."""
    spelling = db.session.get(TagSpelling, tag_key(label))
    if spelling is not None:
        return spelling.tag
    tag = saved(Tag(label_ja=label, label_en=label))
    saved(TagSpelling(key=tag_key(label), tag_id=tag.id))
    return tag


def tagged(member: User, facet: Facet, *labels: str) -> User:
    """Put tags on `member`'s profile."""
    for position, label in enumerate(labels):
        tag = a_tag(label)
        saved(ProfileTag(member_id=member.id, facet=facet, tag_id=tag.id, position=position))
    return member


def a_seat(event: Event, member: User, **given: object) -> Registration:
    """`member` confirmed for `event`, and seen by the other participants."""
    usual: dict[str, object] = {
        "state": State.CONFIRMED,
        "list_visibility": ListVisibility.PARTICIPANTS,
        "registered_at": now(),
        "slot_id": event.slots[0].id,
    }
    name = public_id()
    return saved(
        Registration(
            public_id=name,
            event_id=event.id,
            attendee_id=member.id,
            ticket_hash=ticket_hash(name),
            **(usual | given),
        )
    )


def an_arrival(registration: Registration) -> Entry:
    """Whoever holds `registration` has been let in just now."""
    return saved(
        Entry(
            id=uuid4(),
            event_id=registration.event_id,
            registration_id=registration.id,
            kind=EntryKind.IN,
            method=Method.QR,
            occurred_at=now(),
            received_at=now(),
        )
    )


def connected(one: User, other: User) -> Connection:
    """Two people who know each other."""
    tie = connect(one, other, Origin.MET, at=now())
    db.session.commit()
    return tie


def blocked(blocker: User, other: User) -> Block:
    return saved(Block(blocker_id=blocker.id, blocked_id=other.id, blocked_at=now()))
