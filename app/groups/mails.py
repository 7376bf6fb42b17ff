"""Letters to those who run a group, or are asked to."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.groups.links import invitation_url
from app.groups.models import Group, Membership, TeamInvitation
from app.kit.db import db
from app.kit.letters import Letter, link_to, write
from app.kit.tokens import public_id
from app.moderation.queries import are_kept_apart
from app.notifications.composers import UNNOTICED, composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.notifications.rules import Priority

INVITED = "groups.team_invited"
ROLE_GIVEN = "groups.role_given"


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
    return write(
        "groups/mail/team_invited",
        to=mail.member,
        address=row.email,
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
