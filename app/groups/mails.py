"""Letters to those who run a group, or are asked to."""

from datetime import datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.groups.links import invitation_url
from app.groups.models import Group, Membership, TeamInvitation
from app.groups.queries import is_banned
from app.groups.queries.circles import circles_for
from app.groups.rules import RUNS_IT
from app.kit.db import db
from app.kit.letters import Letter, link_to, write
from app.kit.nights import next_morning
from app.kit.tokens import public_id
from app.moderation.queries import are_kept_apart
from app.notifications.composers import UNNOTICED, composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.notifications.rules import Priority, Topic

INVITED = "groups.team_invited"
ROLE_GIVEN = "groups.role_given"
CIRCLES = "groups.circles_proposed"
READ_AT = time(9)


def team_invited(invitation: TeamInvitation, member: User, *, at: datetime) -> None:
    """Ask whoever has the address. A letter that would come after the end is not sent."""
    promise = Promise(
        INVITED,
        f"{INVITED}:{invitation.id}",
        about_id=invitation.id,
        priority=Priority.PERSONAL,
        expires_at=invitation.expires_at,
    )
    post(member, promise, at=at)


def role_given(standing: Membership, *, at: datetime) -> None:
    """Tell somebody which part they have in the group from now on."""
    key = f"{ROLE_GIVEN}:{standing.group_id}:{standing.member_id}:{public_id()}"
    post(standing.member, Promise(ROLE_GIVEN, key, about_id=standing.group_id), at=at)


def circles_proposed(group: Group, *, at: datetime) -> None:
    """Tell those who run the group, once for all that is proposed until their next morning."""
    team = sa.select(Membership).options(joinedload(Membership.member))
    theirs = team.where(Membership.group_id == group.id, Membership.role.in_(list(RUNS_IT)))
    for standing in db.session.scalars(theirs):
        reader = standing.member
        leaves = next_morning(at, reader.timezone, READ_AT)
        key = f"{CIRCLES}:{group.id}:{reader.public_id}:{leaves:%Y%m%d}"
        post(reader, Promise(CIRCLES, key, about_id=group.id, not_before=leaves), at=at)


@composes(CIRCLES, topic=Topic.HOSTING)
def _circles_proposed(mail: Mail) -> Letter | None:
    group = db.session.get(Group, mail.about_id)
    standing = db.session.get(Membership, (mail.about_id, mail.member_id))
    if group is None or standing is None or standing.role not in RUNS_IT:
        return None
    worries = [one.worry for one in circles_for(group, mail.member) if one.is_proposed]
    if not worries:
        return None
    return write("groups/mail/circles_proposed", to=mail.member, group=group, worries=worries)


@composes(INVITED, manner=UNNOTICED)
def _team_invited(mail: Mail) -> Letter | None:
    query = (
        sa.select(TeamInvitation)
        .options(joinedload(TeamInvitation.group), joinedload(TeamInvitation.by))
        .where(TeamInvitation.id == mail.about_id)
    )
    row = db.session.scalars(query).one_or_none()
    if row is None or row.by is None or row.accepted_at or row.ended_at:
        return None
    if are_kept_apart(row.by, mail.member):
        return None
    # Whoever asks by name is not told that the group's list would turn the other away.
    if row.member_id is not None and is_banned(row.group, mail.member):
        return None
    return write(
        "groups/mail/team_invited",
        to=mail.member,
        address=row.email or mail.member.email,
        group=row.group,
        role=row.role,
        by=row.by,
        url=invitation_url(row),
        expires_at=row.expires_at,
    )


@composes(ROLE_GIVEN)
def _role_given(mail: Mail) -> Letter | None:
    group = db.session.get(Group, mail.about_id)
    standing = db.session.get(Membership, (mail.about_id, mail.member_id))
    if group is None or standing is None:
        return None
    return write(
        "groups/mail/role_given",
        to=mail.member,
        group=group,
        role=standing.role,
        group_url=link_to("groups.show", slug=group.slug),
    )
