"""Asking people to help run a group: whoever has an address, or somebody one knows by name."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.arrivals import prove, somebody_at
from app.accounts.models import User
from app.accounts.names import one_spelling
from app.accounts.operations import LinkExpired
from app.groups import mails
from app.groups.journal import Deed, note
from app.groups.links import token_of
from app.groups.models import Group, Membership, TeamInvitation
from app.groups.operations.belonging import join, require_rank
from app.groups.queries import invitation_behind, is_address_banned
from app.groups.rules import RANKS, Role, outranks
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.tokens import fingerprint, public_id
from app.moderation.queries import are_kept_apart

LASTS = timedelta(days=7)
MOST_A_DAY = 30


class TooManyInvitations(Refused):
    message = _l("That is a lot of invitations for one day. Please go on tomorrow.")
    status = 429


class OnTheBanList(Refused):
    message = _l("This address is on your ban list. Take it off the list first.")


class OnTheTeamAlready(Refused):
    message = _l("They are on the team already.")


class ForAnotherAddress(Refused):
    message = _l("This invitation went to another e-mail address. Please sign in with that one.")
    status = 403


@dataclass(frozen=True)
class Invited:
    """Who is asked, for which part, and in which language if they are new."""

    email: str
    role: Role
    locale: str = "ja"


@dataclass(frozen=True)
class Names:
    """How somebody new is called."""

    family_name: str
    given_name: str
    reading: str = ""


def invite(group: Group, whom: Invited, *, by: User, at: datetime) -> TeamInvitation:
    """Write to an address, whoever has it, and ask them to take on a role.

    A second invitation to one address replaces the first. Locks the group. Raises OutOfRank,
    TooManyInvitations, OnTheBanList.
    """
    lock(group)
    email = one_spelling(whom.email)
    require_rank(group, by, over=whom.role)
    _require_few(by, at)
    if is_address_banned(group, email):
        raise OnTheBanList
    _end_all(group, TeamInvitation.email == email, at)
    row = _invitation(group, whom.role, by, at)
    row.email = email
    db.session.add(row)
    db.session.flush()
    mails.team_invited(row, somebody_at(email, locale=whom.locale, at=at), at=at)
    note(group, Deed.TEAM_INVITED, by=by, at=at, details={"email": email, "role": row.role})
    return row


def invite_member(
    group: Group, member: User, role: Role, *, by: User, at: datetime
) -> TeamInvitation:
    """Ask somebody who is here by name. Who may be asked is for the caller to say.

    Whether the group's list would turn them away is not told: it knows their address, `by` may
    not. Locks the group. Raises OutOfRank, TooManyInvitations, OnTheTeamAlready.
    """
    lock(group)
    require_rank(group, by, over=role)
    _require_few(by, at)
    if RANKS.index(group.role_of(member)) >= RANKS.index(role):
        raise OnTheTeamAlready
    _end_all(group, TeamInvitation.member_id == member.id, at)
    row = _invitation(group, role, by, at)
    row.member_id = member.id
    db.session.add(row)
    db.session.flush()
    mails.team_invited(row, member, at=at)
    details = {"member_id": member.id, "role": role}
    note(group, Deed.TEAM_INVITED, by=by, at=at, details=details)
    return row


def withdraw(invitation: TeamInvitation, group: Group, *, by: User, at: datetime) -> None:
    """Take an invitation back: from now on its link opens nothing. Raises OutOfRank."""
    lock(invitation)
    require_rank(group, by, over=invitation.role)
    if not invitation.is_open(at):
        return
    invitation.ended_at = at
    named = invitation.member_id is not None
    details = {"member_id": invitation.member_id} if named else {"email": invitation.email}
    note(group, Deed.TEAM_INVITATION_WITHDRAWN, by=by, at=at, details=details)


def open_invitation(token: str, *, at: datetime) -> TeamInvitation:
    """The invitation behind a link, without using it. Raises LinkExpired."""
    invitation = invitation_behind(token)
    if invitation is None or not _stands(invitation, at):
        raise LinkExpired
    return invitation


def accept(invitation: TeamInvitation, member: User, *, at: datetime) -> None:
    """Let the holder of the address take on the role; a higher one stays. Works once.

    Locks group and invitation. Raises LinkExpired, ForAnotherAddress, CannotJoin.
    """
    group = lock(invitation.group)
    lock(invitation)
    if not _stands(invitation, at):
        raise LinkExpired
    if not invitation.is_for(member) or not member.is_verified:
        raise ForAnotherAddress
    invitation.accepted_at = at
    join(group, member, at=at)
    standing = db.session.get_one(Membership, (group.id, member.id))
    standing.role = max(standing.role, invitation.role, key=RANKS.index)
    note(group, Deed.TEAM_JOINED, by=member, at=at, details={"role": standing.role})
    db.session.flush()
    db.session.refresh(group, ["team"])


def accept_as(invitation: TeamInvitation, names: Names, *, locale: str, at: datetime) -> User:
    """Let somebody new take on the role: the link proves the address, for no one else held it.

    Raises LinkExpired, ForAnotherAddress, CannotJoin.
    """
    if invitation.member_id is not None:
        raise ForAnotherAddress
    member = somebody_at(invitation.email, locale=locale, at=at)
    if member.is_verified or member.disabled_at is not None:
        raise ForAnotherAddress  # whoever is here already signs in
    lock(member)
    prove(member, asdict(names), locale=locale, at=at)
    accept(invitation, member, at=at)
    return member


def _stands(invitation: TeamInvitation, at: datetime) -> bool:
    """Whether it can be accepted: also its author must still be one who may give the role."""
    if invitation.by is None or not invitation.is_open(at):
        return False
    if invitation.member is not None and are_kept_apart(invitation.by, invitation.member):
        return False
    role = invitation.group.role_of(invitation.by)
    return outranks(role, invitation.role)


def _invitation(group: Group, role: Role, by: User, at: datetime) -> TeamInvitation:
    nonce = public_id()
    return TeamInvitation(
        group_id=group.id,
        email="",
        role=role,
        nonce=nonce,
        token_hash=fingerprint(token_of(nonce)),
        by_id=by.id,
        invited_at=at,
        expires_at=at + LASTS,
    )


def _end_all(group: Group, asked: sa.ColumnElement[bool], at: datetime) -> None:
    standing = sa.update(TeamInvitation).where(
        TeamInvitation.group_id == group.id,
        asked,
        TeamInvitation.accepted_at.is_(None),
        TeamInvitation.ended_at.is_(None),
    )
    db.session.execute(standing.values(ended_at=at))


def _require_few(by: User, at: datetime) -> None:
    lately = sa.select(sa.func.count()).where(
        TeamInvitation.by_id == by.id, TeamInvitation.invited_at > at - timedelta(days=1)
    )
    if db.session.scalars(lately).one() >= MOST_A_DAY:
        raise TooManyInvitations
