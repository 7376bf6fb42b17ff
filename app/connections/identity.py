"""What is known of who somebody is: steps they have taken, each a fact, and never a score."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.queries import second_since
from app.attendance.queries import was_there
from app.connections.models import Connection, IdentityCheck, Side
from app.connections.rules import State
from app.events.models import Event
from app.groups.models import Ban, Group, Membership
from app.groups.rules import Role
from app.kit.db import db
from app.moderation.queries import kept_apart
from app.registrations.models import Registration
from app.registrations.states import ListVisibility

RUN_BY = (Role.ORGANIZER, Role.OWNER)
VOUCHERS = 2
"""So many have to vouch for somebody before it is said."""


@dataclass(frozen=True)
class Steps:
    """Nothing that rests on what somebody keeps to themselves, nor on whom they know.

    Being vouched for is what several have said in so many words; never who, nor how many. Nor is
    said which organizer has checked who somebody is: it would tell where they go. Of a second
    address is said since when there is one, and never which.
    """

    has_proven_address: bool
    second_since: datetime | None
    joined_at: datetime
    was_let_in: bool
    is_vouched_for: bool
    is_checked: bool


def steps_of(person: User) -> Steps:
    """How far `person` is known; being let in counts where they were on a list others see."""
    came = sa.select(Registration.id).where(
        Registration.attendee_id == person.id,
        Registration.list_visibility != ListVisibility.ORGANIZERS,
        was_there(Registration.id),
    )
    was_let_in = db.session.scalars(came.limit(1)).first() is not None
    return Steps(
        has_proven_address=person.email_verified_at is not None,
        second_since=second_since(person),
        joined_at=person.joined_at,
        was_let_in=was_let_in,
        is_vouched_for=len(db.session.scalars(_vouchers(person)).all()) == VOUCHERS,
        # Whoever hides that they come to events is not given away by it.
        is_checked=was_let_in and bool(db.session.scalar(sa.select(_is_checked(person)))),
    )


def group_that_let_in(person: User, organizer: User) -> Group | None:
    """A group run by `organizer` that has let `person` in, where they came last."""
    query = (
        sa.select(Group)
        .join(Membership, Membership.group_id == Group.id)
        .join(Event, Event.group_id == Group.id)
        .join(Registration, Registration.event_id == Event.id)
        .where(Membership.member_id == organizer.id, Membership.role.in_(RUN_BY))
        .where(Registration.attendee_id == person.id, Membership.member_id != person.id)
        .where(was_there(Registration.id))
        .order_by(Event.starts_at.desc(), Event.id)
    )
    return db.session.scalars(query.limit(1)).first()


def has_checked(organizer: User, person: User) -> bool:
    return db.session.get(IdentityCheck, (person.id, organizer.id)) is not None


def _is_checked(person: User) -> "sa.Exists":
    """Whether somebody says so who still runs that group, and keeps nothing apart from `person`."""
    still_runs_it = sa.exists().where(
        Membership.group_id == IdentityCheck.group_id,
        Membership.member_id == IdentityCheck.by_id,
        Membership.role.in_(RUN_BY),
    )
    is_banned = sa.exists().where(
        Ban.group_id == IdentityCheck.group_id, Ban.member_id == person.id
    )
    is_here = sa.exists().where(User.id == IdentityCheck.by_id, User.disabled_at.is_(None))
    return sa.exists().where(
        IdentityCheck.member_id == person.id,
        IdentityCheck.by_id.not_in(kept_apart(person)),
        still_runs_it,
        is_here,
        ~is_banned,
    )


def _vouchers(person: User) -> "sa.Select[int]":
    """Those who vouch for `person`, are connected with them still, and kept apart by nothing."""
    is_theirs = sa.or_(Connection.low_id == person.id, Connection.high_id == person.id)
    return (
        sa.select(Side.owner_id)
        .join(Connection, Connection.id == Side.connection_id)
        .join(User, User.id == Side.owner_id)
        .where(is_theirs, Connection.state == State.ACTIVE)
        .where(Side.owner_id != person.id, Side.vouched_at.is_not(None))
        .where(User.email_verified_at.is_not(None), User.disabled_at.is_(None))
        .where(Side.owner_id.not_in(kept_apart(person)))
        .limit(VOUCHERS)
    )
