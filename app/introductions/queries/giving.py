"""Two contacts who might like to meet: found from what their common contact may see of both."""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import User
from app.connections.contacts import Contact
from app.connections.queries import contacts_of
from app.introductions.models import Introduction, Prompt, Terms, Thanks
from app.kit.db import db
from app.moderation.queries import kept_apart
from app.profiles.models import Profile, ProfileTag
from app.profiles.traits import Facet
from app.profiles.visibility import DEFAULTS, Visibility

WEEK = timedelta(days=7)
SHOWN_TO_CONTACTS = (Visibility.MATCHES, Visibility.MEMBERS, Visibility.PUBLIC)


def to_prompt(at: datetime, most: int) -> list[User]:
    """Connectors who have had no prompt for a week and wish for some."""
    recent = sa.exists().where(Prompt.member_id == User.id, Prompt.made_at > at - WEEK)
    query = (
        sa.select(User)
        .join(Profile, Profile.member_id == User.id)
        .outerjoin(Terms, Terms.member_id == User.id)
        .where(Profile.is_connector, User.disabled_at.is_(None))
        .where(Terms.paused_at.is_(None), sa.func.coalesce(Terms.is_prompted, sa.true()))
        .where(sa.exists().where(Contact.a == User.id), ~recent)
        .order_by(User.id)
        .limit(most)
    )
    return list(db.session.scalars(query))


def pair_for(connector: User) -> tuple[int, int, int] | None:
    """One contact, another who looks for what the first offers, and the tag that ties them.

    Only what the connector may see of both counts. Whether the two know each other, or are kept
    apart, is not the connector's to know, and so changes nothing here.
    """
    near, far = aliased(Contact), aliased(Contact)
    gives, needs = aliased(ProfileTag), aliased(ProfileTag)
    giver, needy = aliased(Profile), aliased(Profile)
    asked = sa.exists().where(
        Prompt.member_id == connector.id,
        sa.or_(
            sa.and_(Prompt.one_id == near.b, Prompt.other_id == far.b),
            sa.and_(Prompt.one_id == far.b, Prompt.other_id == near.b),
        ),
    )
    apart = kept_apart(connector)
    passed_on = sa.exists().where(
        Introduction.connector_id == connector.id,
        Introduction.scope.is_not(None),
        sa.or_(
            sa.and_(Introduction.asker_id == near.b, Introduction.target_id == far.b),
            sa.and_(Introduction.asker_id == far.b, Introduction.target_id == near.b),
        ),
    )
    query = (
        sa.select(near.b, far.b, gives.tag_id)
        .join(gives, sa.and_(gives.member_id == near.b, gives.facet == Facet.OFFER))
        .join(needs, sa.and_(needs.tag_id == gives.tag_id, needs.facet == Facet.NEED))
        .join(far, sa.and_(far.b == needs.member_id, far.a == connector.id, far.b != near.b))
        .join(giver, giver.member_id == near.b)
        .join(needy, needy.member_id == far.b)
        .where(near.a == connector.id, giver.is_reachable, needy.is_reachable)
        .where(shows(giver, "offers"), shows(needy, "needs"), ~asked, ~passed_on)
        .where(near.b.not_in(apart), far.b.not_in(apart))
        .order_by((near.strength + far.strength).desc(), near.b, far.b, gives.tag_id)
        .limit(1)
    )
    row = db.session.execute(query).first()
    return (row[0], row[1], row[2]) if row else None


def prompt_for(member: User, at: datetime) -> Prompt | None:
    """The prompt that stands this week, as long as both are still there for `member`."""
    apart = kept_apart(member)
    query = (
        sa.select(Prompt)
        .options(joinedload(Prompt.one), joinedload(Prompt.other), joinedload(Prompt.tag))
        .where(Prompt.member_id == member.id, Prompt.answered_at.is_(None))
        .where(Prompt.made_at > at - 2 * WEEK)
        .where(Prompt.one_id.in_(contacts_of(member)), Prompt.other_id.in_(contacts_of(member)))
        .where(Prompt.one_id.not_in(apart), Prompt.other_id.not_in(apart))
        .order_by(Prompt.made_at.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()


def prompted_among(member_ids: Collection[int], at: datetime) -> set[int]:
    """Which of them have an unanswered prompt; `prompt_for` says whether it stands."""
    query = sa.select(Prompt.member_id).where(
        Prompt.member_id.in_(member_ids),
        Prompt.answered_at.is_(None),
        Prompt.made_at > at - 2 * WEEK,
    )
    return set(db.session.scalars(query))


def has_thanked_since(sender: User, receiver: User, since: datetime) -> bool:
    """Whether `sender` has sent `receiver` a note of thanks since then."""
    query = sa.select(Thanks.id).where(
        Thanks.from_id == sender.id, Thanks.to_id == receiver.id, Thanks.at > since
    )
    return db.session.scalars(query.limit(1)).first() is not None


def has_thanked_for(introduction: Introduction, sender: User) -> bool:
    query = sa.select(Thanks.id).where(
        Thanks.introduction_id == introduction.id, Thanks.from_id == sender.id
    )
    return db.session.scalars(query.limit(1)).first() is not None


def thanks_to(member: User, most: int = 20) -> list[Thanks]:
    """Words of thanks `member` has been sent, the latest first."""
    query = (
        sa.select(Thanks)
        .join(Thanks.sender)
        .options(joinedload(Thanks.sender))
        .where(Thanks.to_id == member.id, User.disabled_at.is_(None))
        .where(Thanks.from_id.not_in(kept_apart(member)))
        .order_by(Thanks.at.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


def shows(profile: type[Profile], field: str) -> "sa.ColumnElement[bool]":
    """Whether the owner of `profile` lets those they know see `field`."""
    chosen = sa.func.coalesce(profile.visibility[field].astext, DEFAULTS[field].value)
    return chosen.in_([level.value for level in SHOWN_TO_CONTACTS])
