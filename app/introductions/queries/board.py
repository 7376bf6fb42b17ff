"""What stands on a group's board, as a viewer may see it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.groups.models import Group, Membership
from app.introductions.models import Posting, Response
from app.introductions.rules import Side, Topic
from app.kit.db import db
from app.moderation.queries import kept_apart


def visible_postings(viewer: User, at: datetime) -> "sa.Select[Posting]":
    """What stands on the boards of the viewer's groups; one's own also when it is down."""
    mine = sa.select(Membership.group_id).where(Membership.member_id == viewer.id)
    is_up = sa.and_(Posting.ended_at.is_(None), Posting.until > at)
    return (
        sa.select(Posting)
        .join(Posting.author)
        .options(joinedload(Posting.author), joinedload(Posting.group))
        .where(Posting.group_id.in_(mine), Posting.author_id.not_in(kept_apart(viewer)))
        .where(User.disabled_at.is_(None), User.email_verified_at.is_not(None))
        .where(sa.or_(Posting.author_id == viewer.id, is_up))
    )


def board_of(
    postings: "sa.Select[Posting]", group: Group, side: str, topic: str
) -> "sa.Select[Posting]":
    """What stands on one board, the latest first; narrowed where a side or a topic is named."""
    found = postings.where(Posting.group_id == group.id, Posting.ended_at.is_(None))
    if side in list(Side):
        found = found.where(Posting.side == side)
    if topic in list(Topic):
        found = found.where(Posting.topic == topic)
    return found.order_by(Posting.posted_at.desc(), Posting.id.desc())


def boards_of(groups: "sa.Select[Group]", member: User) -> "sa.Select[Group]":
    """Those of `groups` to which `member` belongs."""
    mine = sa.select(Membership.group_id).where(Membership.member_id == member.id)
    return groups.where(Group.id.in_(mine))


def open_postings_of(author: User, group: Group, at: datetime) -> int:
    query = sa.select(sa.func.count(Posting.id)).where(
        Posting.author_id == author.id,
        Posting.group_id == group.id,
        Posting.ended_at.is_(None),
        Posting.until > at,
    )
    return db.session.scalars(query).one()


def responses_to(posting: Posting) -> list[Response]:
    """The answers that its author may read, the latest first."""
    query = (
        sa.select(Response)
        .join(Response.member)
        .options(joinedload(Response.member))
        .where(Response.posting_id == posting.id, User.disabled_at.is_(None))
        .where(Response.member_id.not_in(kept_apart(posting.author)))
        .order_by(Response.at.desc())
    )
    return list(db.session.scalars(query))


def response_of(posting: Posting, member: User) -> Response | None:
    query = sa.select(Response).where(
        Response.posting_id == posting.id, Response.member_id == member.id
    )
    return db.session.scalars(query).one_or_none()
