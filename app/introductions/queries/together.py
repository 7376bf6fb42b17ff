"""What two people do together: theirs to see, and nobody else's."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.queries import contacts_of, visible_connections
from app.connections.rules import State
from app.introductions.models import CheckIn, GrowthGoal, GrowthPair, JointTask
from app.introductions.queries.giving import shows
from app.introductions.rules.together import ANSWER_WITHIN, PairState
from app.kit.db import db
from app.moderation.queries import kept_apart
from app.profiles.models import Profile, ProfileTag, Tag
from app.profiles.traits import Facet

MOST_TAGS = 12
REMIND_FOR = timedelta(days=2)
"""How long after its day a reminder is still worth sending."""
_WITH_BOTH = (
    joinedload(GrowthPair.connection).joinedload(Connection.low),
    joinedload(GrowthPair.connection).joinedload(Connection.high),
)


def pair_of(tie: Connection, viewer: User, at: datetime) -> GrowthPair | None:
    """The two learning together, or the question that stands, as `viewer` may see it."""
    query = (
        sa.select(GrowthPair)
        .options(*_WITH_BOTH)
        .where(GrowthPair.connection_id == tie.id)
        .where(_stands(viewer, at))
        .order_by((GrowthPair.state == PairState.DECLINED), GrowthPair.id.desc())
    )
    return db.session.scalars(query).first()


def pairs_with(member: User, at: datetime) -> list[GrowthPair]:
    """Everybody with whom `member` learns, asks to, or is asked to; the next day first."""
    query = (
        sa.select(GrowthPair)
        .options(*_WITH_BOTH)
        .where(GrowthPair.connection_id.in_(_ties_of(member)), _stands(member, at))
        .order_by(GrowthPair.next_on.nulls_first(), GrowthPair.id)
    )
    return list(db.session.scalars(query))


def running_pairs_of(member: User) -> int:
    query = sa.select(sa.func.count(GrowthPair.id)).where(
        GrowthPair.connection_id.in_(_ties_of(member)), GrowthPair.state == PairState.ACTIVE
    )
    return db.session.scalars(query).one()


def told_in(pair: GrowthPair, most: int = 20) -> list[CheckIn]:
    """What the two have told each other, the latest first."""
    query = (
        sa.select(CheckIn)
        .options(joinedload(CheckIn.member))
        .where(CheckIn.pair_id == pair.id)
        .order_by(CheckIn.round_on.desc(), CheckIn.at.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


def both_have_told(pair: GrowthPair) -> bool:
    """Whether each of the two has said how it goes, this time."""
    query = sa.select(sa.func.count(CheckIn.id)).where(
        CheckIn.pair_id == pair.id, CheckIn.round_on == pair.next_on
    )
    return db.session.scalars(query).one() > 1


def tasks_of(tie: Connection, most: int = 30) -> list[JointTask]:
    """What the two have to do, the nearest day first; then what is over."""
    is_over = sa.or_(JointTask.done_at.is_not(None), JointTask.dropped_at.is_not(None))
    query = (
        sa.select(JointTask)
        .options(joinedload(JointTask.owner))
        .where(JointTask.connection_id == tie.id)
        .order_by(is_over, JointTask.due_on, JointTask.id)
        .limit(most)
    )
    return list(db.session.scalars(query))


def open_tasks_of(member: User) -> list[JointTask]:
    """What `member` has said they would do, or is asked to, the nearest day first."""
    query = (
        sa.select(JointTask)
        .options(
            joinedload(JointTask.connection).joinedload(Connection.low),
            joinedload(JointTask.connection).joinedload(Connection.high),
        )
        .where(JointTask.connection_id.in_(_ties_of(member)), JointTask.owner_id == member.id)
        .where(JointTask.done_at.is_(None), JointTask.dropped_at.is_(None))
        .order_by(JointTask.due_on, JointTask.id)
    )
    return list(db.session.scalars(query))


def might_learn_with(member: User, most: int = 6) -> list[tuple[User, Tag]]:
    """Own contacts who learn or look for the same as `member`, or offer it, as far as they say."""
    mine, theirs, profile = aliased(ProfileTag), aliased(ProfileTag), aliased(Profile)
    may_be_seen = sa.or_(
        sa.and_(theirs.facet == Facet.NEED, shows(profile, "needs")),
        sa.and_(theirs.facet == Facet.OFFER, shows(profile, "offers")),
        sa.and_(theirs.facet == Facet.LEARNING, shows(profile, "learning")),
    )
    wanted = mine.facet.in_((Facet.NEED, Facet.LEARNING))
    query = (
        sa.select(User, Tag)
        .join(theirs, theirs.member_id == User.id)
        .join(mine, sa.and_(mine.tag_id == theirs.tag_id, wanted))
        .join(profile, profile.member_id == User.id)
        .join(Tag, Tag.id == theirs.tag_id)
        .where(mine.member_id == member.id, User.id.in_(contacts_of(member)), may_be_seen)
        .where(User.id.not_in(kept_apart(member)), User.disabled_at.is_(None))
        .order_by(User.id, Tag.id)
        .limit(most * MOST_TAGS)
    )
    found = {row.User: row.Tag for row in db.session.execute(query)}
    return [*found.items()][:most]


def pairs_held(member: User) -> list[tuple[GrowthPair, list[CheckIn]]]:
    """Everything `member` ever meant to learn with somebody, and what they have told of it."""
    said = sa.select(GrowthGoal.pair_id).where(GrowthGoal.member_id == member.id)
    answered = sa.select(Connection.id).where(
        (Connection.low_id == member.id) | (Connection.high_id == member.id)
    )
    query = sa.select(GrowthPair).options(*_WITH_BOTH)
    mine = GrowthPair.id.in_(said) | GrowthPair.connection_id.in_(answered)
    told: dict[int, list[CheckIn]] = {}
    for line in db.session.scalars(
        sa.select(CheckIn).where(CheckIn.member_id == member.id).order_by(CheckIn.at, CheckIn.id)
    ):
        told.setdefault(line.pair_id, []).append(line)
    pairs = db.session.scalars(query.where(mine).order_by(GrowthPair.id.desc()))
    return [(pair, told.get(pair.id, [])) for pair in pairs]


def tasks_held(member: User) -> list[JointTask]:
    """Everything small that `member` has set down, or was to do, whatever became of it."""
    query = (
        sa.select(JointTask)
        .options(
            joinedload(JointTask.connection).joinedload(Connection.low),
            joinedload(JointTask.connection).joinedload(Connection.high),
        )
        .where((JointTask.owner_id == member.id) | (JointTask.made_by_id == member.id))
        .order_by(JointTask.id.desc())
    )
    return list(db.session.scalars(query))


def to_remind(at: datetime) -> list[GrowthPair]:
    """Pairs whose day it is, or was yesterday, somewhere on earth."""
    query = (
        sa.select(GrowthPair)
        .options(*_WITH_BOTH)
        .join(Connection, Connection.id == GrowthPair.connection_id)
        .where(GrowthPair.state == PairState.ACTIVE, Connection.state == State.ACTIVE)
        .where(GrowthPair.next_on <= at.date(), GrowthPair.next_on > (at - REMIND_FOR).date())
    )
    return list(db.session.scalars(query))


def tasks_due(at: datetime) -> list[JointTask]:
    """Open tasks whose day it is, and which their owner has taken on."""
    query = (
        sa.select(JointTask)
        .options(joinedload(JointTask.owner))
        .join(Connection, Connection.id == JointTask.connection_id)
        .where(Connection.state == State.ACTIVE, JointTask.taken_at.is_not(None))
        .where(JointTask.done_at.is_(None), JointTask.dropped_at.is_(None))
        .where(JointTask.due_on <= at.date(), JointTask.due_on > (at - REMIND_FOR).date())
    )
    return list(db.session.scalars(query))


def _ties_of(member: User) -> "sa.Select[int]":
    mine = visible_connections(member).where(Connection.state == State.ACTIVE)
    return mine.with_only_columns(Connection.id)


def _stands(viewer: User, at: datetime) -> "sa.ColumnElement[bool]":
    """What is going on, or open; to whoever asked a no looks like a question still open."""
    is_recent = GrowthPair.asked_at > at - ANSWER_WITHIN
    return sa.or_(
        GrowthPair.state == PairState.ACTIVE,
        sa.and_(GrowthPair.state == PairState.ASKED, is_recent),
        sa.and_(
            GrowthPair.state == PairState.DECLINED,
            GrowthPair.asked_by_id == viewer.id,
            is_recent,
        ),
    )
