"""What is true of an event and of evenings here, and whom one may ask to host together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.announcements.models import Announcement
from app.attendance.models import DoorLink, Entry
from app.attendance.rules import Kind as EntryKind
from app.connections.models import Connection
from app.connections.queries import known_people
from app.connections.rules import Wanted
from app.events.models import Event
from app.events.queries import HELD
from app.events.rules import Openness, Status
from app.groups.models import Group, TeamInvitation
from app.groups.queries import invitations_open
from app.groups.rules import AT_DOOR, RUNS_IT, Role, outranks
from app.hosting.rules import LEAST_EVENTS, MOST_EVENTS, Step
from app.kit.db import db
from app.matching.models import Round
from app.recaps.models import HostsWords
from app.registrations.models import Registration
from app.registrations.states import ACTIVE, State

LATELY = timedelta(days=365)
NOT_ALONE = 2


@dataclass(frozen=True)
class Evenings:
    """What evenings here have lately been like. `people`: half of them had no more than that."""

    number: int
    groups: int
    people: int


def recent_evenings(at: datetime) -> Evenings | None:
    """The last public evenings of a year, in numbers; None where there were too few of them."""
    ended = sa.and_(Event.ends_at <= at, Event.ends_at > at - LATELY)
    recent = (
        sa.select(Event.id, Event.group_id)
        .where(ended, Event.status.in_(HELD), Event.openness == Openness.PUBLIC)
        .order_by(Event.ends_at.desc(), Event.id)
        .limit(MOST_EVENTS)
        .subquery()
    )
    seats = sa.and_(
        Registration.event_id == recent.c.id,
        Registration.state == State.CONFIRMED,
        ~Registration.needs_yes,
    )
    sizes = (
        sa.select(recent.c.group_id, sa.func.count(Registration.id).label("people"))
        .select_from(recent)
        .outerjoin(Registration, seats)
        .group_by(recent.c.id, recent.c.group_id)
        .subquery()
    )
    half = sa.func.percentile_disc(0.5).within_group(sizes.c.people)
    groups = sa.func.count(sa.distinct(sizes.c.group_id))
    number, hosting, people = db.session.execute(sa.select(sa.func.count(), groups, half)).one()
    return Evenings(number, hosting, people) if number >= LEAST_EVENTS else None


def done_for(event: Event, at: datetime) -> frozenset[Step]:
    """Everything on the checklist that is true of the event now."""
    found = (*_written(event, at).items(), *_counted(event, at).items())
    return frozenset(step for step, is_true in found if is_true)


def may_ask(group: Group, member: User) -> bool:
    """Whether `member` may ask somebody to run the group with them."""
    return outranks(group.role_of(member), Role.ORGANIZER)


def to_ask(member: User, group: Group, name: str, at: datetime) -> "sa.Select[Connection]":
    """The living ties of `member` to people who do not run the group and have not been asked."""
    runs = {one.member_id for one in group.team if one.role in RUNS_IT} - {member.id}
    asked = invitations_open(group, at).with_only_columns(TeamInvitation.member_id).order_by(None)
    there = asked.where(TeamInvitation.member_id.is_not(None))
    ties = known_people(member, Wanted(name=name))
    for end in (Connection.low_id, Connection.high_id):
        ties = ties.where(end.not_in(runs), end.not_in(there))
    return ties


def tie_to(ties: "sa.Select[Connection]", public_id: str) -> "sa.Select[Connection]":
    """Of some ties, the one to whoever is called so."""
    called = sa.select(User.id).where(User.public_id == public_id)
    return ties.where(sa.or_(Connection.low_id.in_(called), Connection.high_id.in_(called)))


def asked_by_name(group: Group, at: datetime) -> list[User]:
    """Whom the group waits for, of those who were asked by name."""
    rows = db.session.scalars(invitations_open(group, at))
    return [row.member for row in rows if row.member is not None]


def _written(event: Event, at: datetime) -> dict[Step, bool]:
    """What stands in the event itself and its group."""
    at_door = [one for one in event.group.team if one.role in AT_DOOR]
    running = [one for one in event.group.team if one.role in RUNS_IT]
    return {
        Step.DATE: event.status != Status.DRAFT or not event.has_ended(at),
        Step.PLACE: bool(event.place_name or event.online_url),
        Step.SEATS: any(slot.capacity for slot in event.slots),
        Step.TEXT: bool(event.description.strip()),
        Step.CARD: event.group.has_disclosed,
        Step.CO_HOST: len(running) >= NOT_ALONE,
        Step.PUBLISHED: event.status != Status.DRAFT,
        Step.DOOR: len(at_door) >= NOT_ALONE,
    }


def _counted(event: Event, at: datetime) -> dict[Step, bool]:
    """What other rows say of it, asked at once."""
    link = sa.and_(
        DoorLink.event_id == event.id, DoorLink.revoked_at.is_(None), DoorLink.expires_at > at
    )
    came = sa.and_(Entry.event_id == event.id, Entry.kind.in_((EntryKind.IN, EntryKind.WALK_IN)))
    wrote = sa.and_(
        Announcement.event_id == event.id,
        Announcement.send_at.is_not(None),
        Announcement.withdrawn_at.is_(None),
    )
    coming = sa.and_(Registration.event_id == event.id, Registration.state.in_(ACTIVE))
    after = sa.and_(
        Event.group_id == event.group_id,
        Event.starts_at > event.starts_at,
        Event.status != Status.CANCELLED,
    )
    asked = {
        Step.SOMEBODY: coming,
        Step.LETTER: wrote,
        Step.DOOR: link,
        Step.TABLES: Round.event_id == event.id,
        Step.ARRIVED: came,
        Step.WORDS: HostsWords.event_id == event.id,
        Step.NEXT: after,
    }
    columns = [sa.exists().where(clause).label(step) for step, clause in asked.items()]
    row = db.session.execute(sa.select(*columns)).one()
    return dict(zip(asked, row, strict=True))
