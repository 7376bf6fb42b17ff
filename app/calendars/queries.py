"""Which evenings stand in which calendar."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.calendars.models import FeedToken
from app.calendars.secrets import secret_from
from app.events.models import Event
from app.events.queries import listed_events
from app.events.rules import Openness, Status
from app.groups.models import Group, Membership
from app.groups.rules import RUNS_IT
from app.kit.db import db
from app.kit.tokens import fingerprint
from app.registrations.models import Registration
from app.registrations.queries import whole
from app.registrations.states import ACTIVE, State

# Calendars keep what they have been told: a while back is enough for whoever subscribes late.
REMEMBERED = timedelta(days=90)
MOST_ENTRIES = 500
MOST_PAGES = 50_000  # sitemaps.org: in one file


def public_events(at: datetime, group: Group | None = None) -> Sequence[Event]:
    """What strangers may see of the coming and the last months, called off ones included."""
    query = listed_events(None).where(
        Event.openness == Openness.PUBLIC, Event.ends_at > at - REMEMBERED
    )
    if group is not None:
        query = query.where(Event.group_id == group.id)
    return db.session.scalars(query.order_by(Event.starts_at, Event.id).limit(MOST_ENTRIES)).all()


def latest_events(at: datetime, group: Group | None = None, *, most: int) -> Sequence[Event]:
    """What was published or changed last, newest first."""
    query = listed_events(None).where(Event.openness == Openness.PUBLIC, Event.made_at <= at)
    if group is not None:
        query = query.where(Event.group_id == group.id)
    return db.session.scalars(query.order_by(Event.published_at.desc(), Event.id).limit(most)).all()


def places_of(member: User, at: datetime) -> Sequence[Registration]:
    """Where `member` comes or hopes to come, and what was called off, of the last months on."""
    query = (
        whole()
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.attendee_id == member.id, Event.ends_at > at - REMEMBERED)
        .where(Registration.state.in_((*ACTIVE, State.EVENT_CANCELLED)))
        .where(Registration.needs_yes.is_(False))
        .order_by(Event.starts_at, Event.id)
        .limit(MOST_ENTRIES)
    )
    return db.session.scalars(query).all()


def events_run_by(member: User, at: datetime) -> Sequence[Event]:
    """What `member` organizes, of the last months on."""
    run = sa.select(Membership.group_id).where(
        Membership.member_id == member.id, Membership.role.in_(RUNS_IT)
    )
    query = (
        sa.select(Event)
        .where(Event.group_id.in_(run), Event.status != Status.DRAFT)
        .where(Event.ends_at > at - REMEMBERED)
        .order_by(Event.starts_at, Event.id)
        .limit(MOST_ENTRIES)
    )
    return db.session.scalars(query).all()


def secret_of(member: User) -> str | None:
    """What opens `member`'s calendar, if they have asked for one."""
    nonce = db.session.scalar(sa.select(FeedToken.nonce).where(FeedToken.member_id == member.id))
    return secret_from(nonce) if nonce else None


def member_behind(token: str) -> User | None:
    """Whose calendar opens with this secret."""
    query = (
        sa.select(User)
        .join(FeedToken, FeedToken.member_id == User.id)
        .where(FeedToken.token_hash == fingerprint(token), User.disabled_at.is_(None))
    )
    return db.session.scalars(query).one_or_none()


def pages_for_search() -> tuple[Sequence[tuple[str, datetime]], Sequence[str]]:
    """What search engines may read: events as (slug, changed at), groups as slugs."""
    events = (
        sa.select(Event.slug, Event.changed_at)
        .where(Event.status != Status.DRAFT, Event.openness == Openness.PUBLIC)
        .order_by(Event.starts_at.desc(), Event.id)
        .limit(MOST_PAGES // 2 - 10)
    )
    groups = sa.select(Group.slug).order_by(Group.id).limit(MOST_PAGES // 2 - 10)
    found = [(slug, changed_at) for slug, changed_at in db.session.execute(events)]
    return found, db.session.scalars(groups).all()
